from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.periods import Period
from services.bookings.domain.calendar_entries import MOST_CHARACTERS, MOST_COMPONENTS, MOST_ENTRIES, Told, read
from tests.bookings.world import NOW

ZONE = "Europe/Paris"
HOURS = "DTSTART:20261224T090000\r\nDTEND:20261224T120000"


def entry(lines: str, uid: str = "noel") -> str:
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\n{lines}\r\nEND:VEVENT\r\n"


def calendar(*entries: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(entries)}END:VCALENDAR\r\n"


def told(*entries: str) -> Told:
    return read(calendar(*entries), ZONE, NOW)


def periods(*entries: str) -> list[str]:
    """From when to when, in UTC: `2026-12-24T08/24T11`."""
    found = [one.period for one in told(*entries).entries]
    return [f"{period.starts_at:%Y-%m-%dT%H}/{period.ends_at:%dT%H}" for period in found]


def refusal(text: str) -> str:
    with pytest.raises(Invalid) as refused:
        read(text, ZONE, NOW)
    assert refused.value.code == "calendar_invalid"
    return refused.value.message


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (HOURS, "2026-12-24T08/24T11"),
        ("DTSTART:20261224T090000Z\r\nDTEND:20261224T120000Z", "2026-12-24T09/24T12"),
        ("DTSTART;TZID=Europe/Lisbon:20261224T090000\r\nDURATION:PT3H", "2026-12-24T09/24T12"),
        ("DTSTART;TZID=Romance Standard Time:20261224T090000\r\nDURATION:PT3H", "2026-12-24T08/24T11"),
        ("DTSTART;VALUE=DATE:20261224", "2026-12-23T23/24T23"),
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261224", "2026-12-23T23/24T23"),
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227", "2026-12-23T23/26T23"),
        ("DTSTART;VALUE=DATE:20270328", "2027-03-27T23/28T22"),
    ],
)
def test_an_entry_closes_from_its_start_to_its_end_at_the_place(lines: str, found: str) -> None:
    assert periods(entry(lines)) == [found]


def test_an_entry_is_known_by_its_uid_and_says_why() -> None:
    found = told(entry(f"{HOURS}\r\nSUMMARY:Fermeture\\, inventaire\\ndes  machines"))
    assert found.uids == {"noel"}
    assert [(one.uid, one.reason) for one in found.entries] == [("noel", "Fermeture, inventaire des machines")]


def test_what_is_over_is_left_out_and_what_goes_on_is_not() -> None:
    over = entry("DTSTART;VALUE=DATE:20261119", "over")
    today = entry("DTSTART;VALUE=DATE:20261120", "today")
    found = told(over, today)
    assert found.uids == {"over", "today"}
    assert [one.uid for one in found.entries] == ["today"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["2026-12-24T08/24T11", "2026-12-31T08/31T11"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261231T080000Z", ["2026-12-24T08/24T11", "2026-12-31T08/31T11"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261231T075959Z", ["2026-12-24T08/24T11"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2\r\nEXDATE:20261224T090000", ["2026-12-31T08/31T11"]),
        (
            "RDATE:20261226T090000,20261227T090000",
            ["2026-12-24T08/24T11", "2026-12-26T08/26T11", "2026-12-27T08/27T11"],
        ),
        ("RRULE:FREQ=MONTHLY;INTERVAL=4;COUNT=2", ["2026-12-24T08/24T11", "2027-04-24T07/24T10"]),
    ],
)
def test_a_rule_is_followed_at_the_same_wall_time(lines: str, found: list[str]) -> None:
    assert periods(entry(f"{HOURS}\r\n{lines}")) == found


def test_a_rule_without_end_is_followed_for_two_years() -> None:
    found = told(entry("DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY")).entries
    assert [one.period.starts_at.year for one in found] == [2026, 2027]


def test_one_occurrence_of_a_rule_can_be_elsewhere_or_nowhere() -> None:
    rule = entry(f"{HOURS}\r\nRRULE:FREQ=WEEKLY;COUNT=3")
    later = entry("RECURRENCE-ID:20261231T090000\r\nDTSTART:20261230T090000\r\nDTEND:20261230T100000")
    gone = entry("RECURRENCE-ID:20270107T090000\r\nDTSTART:20270107T090000\r\nSTATUS:CANCELLED")
    assert periods(gone, later, rule) == ["2026-12-24T08/24T11", "2026-12-30T08/30T09"]


def test_an_entry_that_is_cancelled_closes_nothing_and_is_spoken_of() -> None:
    found = told(entry(f"{HOURS}\r\nSTATUS:CANCELLED"))
    assert found == Told(frozenset({"noel"}), ())


def test_a_spring_night_that_has_no_such_hour_is_left_out_of_a_rule() -> None:
    hour = "DTSTART:20270327T023000\r\nDTEND:20270327T033000\r\nRRULE:FREQ=DAILY;COUNT=3"
    assert periods(entry(hour)) == ["2027-03-27T01/27T02", "2027-03-29T00/29T01"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("SUMMARY:Noël", "Entry noel: DTSTART is missing."),
        ("DTSTART:20260230T100000", "DTSTART: Wrong datetime format"),
        ("DTSTART:20261224T090000", "It takes no time."),
        ("DTSTART:20261224T090000\r\nDTEND;VALUE=DATE:20261225", "cannot be read"),
        ("DTSTART;TZID=Mars/Olympus:20261224T090000\r\nDURATION:PT1H", "No zone is called 'Mars/Olympus'."),
        ("DTSTART;VALUE=DATE:99991231\r\nDURATION:P9D", "cannot be read"),
        ("DTSTART;VALUE=PERIOD:20261224T090000Z/PT1H", "Neither a day nor a time of a day."),
        (f"{HOURS}\r\nRRULE:FREQ=SECONDLY", "Not one of DAILY, WEEKLY"),
        (f"{HOURS}\r\nRRULE:FREQ=DAILY\r\nRRULE:FREQ=WEEKLY", "cannot be read"),
        ("DTSTART;VALUE=DATE:17000101\r\nRRULE:FREQ=YEARLY", "began too long ago"),
        (f"{HOURS}\r\nX-{'A' * 5000}", "Content line"),
    ],
)
def test_what_cannot_be_read_is_refused_with_where_it_stands(lines: str, why: str) -> None:
    said = refusal(calendar(entry(HOURS, "before"), entry(lines)))
    assert said.startswith("Entry noel: ") and why in said and len(said) < 300


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not a calendar",
        calendar("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261224\r\nEND:VEVENT\r\n"),
        calendar(entry(HOURS, "u" * 256)),
        calendar(entry(HOURS)) * 2,
        calendar(entry(f"DTSTART;TZID={'A' * 300}:20261224T090000")),
    ],
)
def test_what_is_no_calendar_is_refused(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * (MOST_CHARACTERS + 1), "characters"),
        ("BEGIN:VTIMEZONE\n" * 16_000, "exactly one is required"),
        ("\n" * MOST_CHARACTERS, "exactly one is required"),
        ("BEGIN:VEVENT\r\n" * (MOST_COMPONENTS + 1), "components"),
        (calendar(*(entry(f"{HOURS}\r\nRRULE:FREQ=DAILY", str(n)) for n in range(3))), f"More than {MOST_ENTRIES}"),
        (
            calendar(*(entry(f"{HOURS}\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", str(n)) for n in range(200))),
            "rules",
        ),
    ],
)
def test_a_calendar_that_would_take_too_long_is_refused(text: str, why: str) -> None:
    assert why in refusal(text)


def test_what_a_calendar_says_of_zones_is_not_read() -> None:
    """A rule of a zone may have no end, and a zone of the same name may mean something else to somebody else."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:Lille\r\n{}{}END:VTIMEZONE\r\n".format(
        *(
            f"BEGIN:{name}\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\n"
            f"TZOFFSETTO:+0200\r\nEND:{name}\r\n"
            for name in ("STANDARD", "DAYLIGHT")
        )
    )
    assert "No zone is called 'Lille'" in refusal(
        calendar(zone, entry("DTSTART;TZID=Lille:20261224T090000\r\nDURATION:PT1H"))
    )
    assert periods(zone.replace("BEGIN:VTIMEZONE", "begin:vtime\r\n zone"), entry(HOURS)) == ["2026-12-24T08/24T11"]


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT",
                "END:VEVENT",
                "UID:a",
                HOURS,
                "RRULE:FREQ=DAILY;COUNT=3",
                "STATUS:CANCELLED",
                "RECURRENCE-ID:20261224T090000",
                "EXDATE:20261225T090000",
                "DURATION:PT0S",
                "DTSTART:x",
                " ",
            ]
        )
    )
)
def test_whatever_is_written_is_read_or_refused(lines: list[str]) -> None:
    text = calendar("".join(f"{line}\r\n" for line in lines))
    with suppress(Invalid):
        found = read(text, ZONE, NOW)
        to_come = Period(NOW, NOW + timedelta(days=740))
        assert all(to_come.overlaps(one.period) and one.uid in found.uids for one in found.entries)


def test_the_states_calendar_of_public_holidays_closes_whole_days() -> None:
    """Each of its entries ends on the day on which it begins, though an end is exclusive."""
    day = "DTSTART;VALUE=DATE:20270329\r\nDTEND;VALUE=DATE:20270329"
    easter = entry(f"{day}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Lundi de Pâques", "ab12")
    [found] = told(easter).entries
    assert found.period == Period(datetime(2027, 3, 28, 22, tzinfo=UTC), datetime(2027, 3, 29, 22, tzinfo=UTC))
    assert found.reason == "Lundi de Pâques"
