from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.opendata.domain.happenings import Happening
from services.opendata.domain.turns import Page, Refusal
from services.opendata.harvest import ical
from services.opendata.harvest.failures import Failed
from tests.opendata.harvest.sources import source

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SOURCE = source("ical", themes={"concert": "Musique"})


def entry(*lines: str, uid: str = "1", summary: str = "Bal") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def calendar(*entries: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//fr", *entries, "END:VCALENDAR", ""])


def read(*entries: str) -> Page:
    return ical.read(calendar(*entries), SOURCE, NOW)


def only(*lines: str) -> Happening:
    (found,) = read(entry(*lines)).happenings
    return found


def times(happening: Happening) -> list[str]:
    return [f"{timing.starts_at:%m-%dT%H:%M}/{timing.ends_at:%m-%dT%H:%M}" for timing in happening.timings]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20261204T190000Z", "DTEND:20261204T210000Z"], "12-04T19:00/12-04T21:00"),
        (["DTSTART;TZID=Europe/Paris:20261204T200000", "DURATION:PT2H"], "12-04T19:00/12-04T21:00"),
        (["DTSTART;TZID=Romance Standard Time:20261204T200000"], "12-04T19:00/12-04T19:00"),
        (["DTSTART:20261204T200000", "DTEND:20261204T220000"], "12-04T19:00/12-04T21:00"),  # floats
        (["DTSTART:20261204T190000Z", "DTEND:20261204T190000Z"], "12-04T19:00/12-04T19:00"),
        (["DTSTART;VALUE=DATE:20261204"], "12-03T23:00/12-04T23:00"),
        (["DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20261204"], "12-03T23:00/12-04T23:00"),
        (["DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20261206"], "12-03T23:00/12-05T23:00"),
        (["DTSTART;TZID=Europe/Paris:20261204T200000", "DTEND:20261204T210000Z"], "12-04T19:00/12-04T21:00"),
        # the night in which the clocks of spring jump: a length is counted, an end is read off
        (["DTSTART;TZID=Europe/Paris:20270328T000000", "DURATION:PT4H"], "03-27T23:00/03-28T03:00"),
        (
            ["DTSTART;TZID=Europe/Paris:20270328T000000", "DTEND;TZID=Europe/Paris:20270328T050000"],
            "03-27T23:00/03-28T03:00",
        ),
    ],
)
def test_an_entry_is_on_when_it_says(lines: list[str], expected: str) -> None:
    assert times(only(*lines)) == [expected]


def test_what_an_entry_says_is_told() -> None:
    found = only(
        "DTSTART:20261204T190000Z",
        "DESCRIPTION:<p>Un bal\\, masqué</p>",
        "LOCATION:La Condition publique\\, 14 place Faidherbe\\, 59100 Roubaix",
        "GEO:50.69;3.18",
        "URL:https://agenda.example.org/bal",
        "CATEGORIES:Soirée,Concert",
        "LAST-MODIFIED:20261130T080000Z",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=Somebody:mailto:somebody@example.org",
    )
    assert (found.title, found.description, found.theme) == ("Bal", "Un bal, masqué", "Musique")
    assert found.where and (found.where.name, found.where.commune) == ("La Condition publique", "Roubaix")
    assert (found.where.latitude, found.where.longitude) == (50.69, 3.18)
    assert found.url == "https://agenda.example.org/bal" and found.updated_at == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert "omebody" not in repr(found)


def test_what_is_cancelled_stays_and_says_so() -> None:
    assert only("DTSTART:20261204T190000Z", "STATUS:CANCELLED").status == "cancelled"


def test_a_rule_is_followed_at_the_clock_of_its_place() -> None:
    found = only("DTSTART;TZID=Europe/Paris:20270320T200000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    assert times(found) == ["03-20T19:00/03-20T20:00", "03-27T19:00/03-27T20:00", "04-03T18:00/04-03T19:00"]


def test_a_rule_without_end_is_followed_for_a_year_and_tells_the_same_all_month() -> None:
    text = calendar(entry("DTSTART:20200101T190000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"))
    told = [ical.read(text, SOURCE, NOW.replace(day=day)).happenings for day in (1, 15, 31)]
    assert told[0] == told[1] == told[2]
    timings = told[0][0].timings
    assert timings[0].starts_at == datetime(2026, 11, 4, 19, tzinfo=UTC)
    assert timings[-1].starts_at == datetime(2027, 12, 29, 19, tzinfo=UTC)


def test_a_date_may_be_left_out_added_moved_or_cancelled() -> None:
    rule = entry(
        *("DTSTART:20261201T190000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=5"),
        *("EXDATE:20261202T190000Z", "EXDATE;VALUE=DATE:20261205", "RDATE:20261220T190000Z"),
    )
    moved = entry("RECURRENCE-ID:20261203T190000Z", "DTSTART:20261203T200000Z", "DURATION:PT1H", summary="Bal d'hiver")
    cancelled = entry("RECURRENCE-ID:20261204T190000Z", "DTSTART:20261204T190000Z", "STATUS:CANCELLED")
    for entries in ((rule, moved, cancelled), (cancelled, moved, rule)):
        (found,) = read(*entries).happenings
        assert times(found) == ["12-01T19:00/12-01T20:00", "12-03T20:00/12-03T21:00", "12-20T19:00/12-20T20:00"]
        assert (found.title, found.status) == ("Bal", "scheduled")


def test_entries_that_share_an_id_are_dates_of_one_happening() -> None:
    (found,) = read(entry("DTSTART:20261204T190000Z"), entry("DTSTART:20261205T190000Z")).happenings
    assert len(found.timings) == 2


def test_a_moved_date_without_its_rule_is_a_date() -> None:
    assert times(only("RECURRENCE-ID:20261203T190000Z", "DTSTART:20261203T200000Z")) == ["12-03T20:00/12-03T20:00"]


def test_what_is_long_over_is_neither_told_nor_refused() -> None:
    page = read(
        entry("DTSTART:20200101T190000Z"), entry("DTSTART:20200101T190000Z", "RRULE:FREQ=DAILY;COUNT=3", uid="2")
    )
    assert page == Page(is_last_of_all=True)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART:demain"], "date_unreadable"),
        (["DTSTART:20261304T190000Z"], "date_unreadable"),
        (["DTSTART;VALUE=DATE:00000000"], "date_unreadable"),
        (["DTSTART:20261204T190000Z", "DTEND:tard"], "date_unreadable"),
        (["DTSTART;VALUE=DATE:20261204", "DTEND:20261204T190000Z"], "date_unreadable"),
        (["SEQUENCE:1"], "timing_missing"),
        (["DTSTART;TZID=Mars/Phobos:20261204T190000"], "zone_unknown"),
        (["DTSTART:20261204T190000Z", "DTEND:20261204T180000Z"], "ends_before_start"),
        (["DTSTART:20261204T190000Z", "RRULE:FREQ=SECONDLY"], "rule_invalid"),
        (["DTSTART:20261204T190000Z", "RRULE:FREQ=OFTEN"], "rule_invalid"),
        (["DTSTART:20261204T190000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "rule_invalid"),
        (["DTSTART:20261204T190000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "timing_missing"),
        (["DTSTART:20261204T190000Z", "CLASS:PRIVATE"], "private"),
        (["DTSTART:00010101T190000Z", "RRULE:FREQ=DAILY;COUNT=9"], "rule_too_old"),
        (["DTSTART:20261204T190000Z", "DURATION:P9999D"], "lasts_too_long"),
        (["DTSTART:99991231T235959Z"], "date_out_of_range"),
        (["DTSTART:20261204T190000", "DTEND:20261204T190000Z"], "malformed"),
        (["a line that is none"], "timing_missing"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_by_itself(lines: list[str], reason: str) -> None:
    page = read(entry(*lines, uid="broken"), entry("DTSTART:20261204T190000Z", uid="sound"))
    assert [happening.external_id for happening in page.happenings] == ["sound"]
    assert page.refusals == (Refusal("broken", reason),)


def test_an_entry_without_an_id_or_a_title_is_refused() -> None:
    page = read(entry("DTSTART:20261204T190000Z", uid=""), entry("DTSTART:20261204T190000Z", summary=""))
    assert {refusal.reason for refusal in page.refusals} == {"external_id_missing", "title_missing"}


def test_what_a_calendar_says_of_time_zones_and_alarms_changes_nothing() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\nBEGIN:STANDARD\r\nDTSTART:x\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT1H\r\nDESCRIPTION:x\r\nEND:VALARM"
    text = calendar(zone, entry("DTSTART;TZID=Europe/Paris:20261204T200000", alarm)).replace("\r\n", "\n")
    (found,) = ical.read(text, SOURCE, NOW).happenings
    assert times(found) == ["12-04T19:00/12-04T19:00"] and found.description is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "content_unreadable"),
        ("<html>Agenda</html>", "content_unreadable"),
        ("BEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR", "content_unreadable"),
        (calendar(entry("DTSTART:20261204T190000Z"))[:-30], "truncated"),
        (calendar("BEGIN:VEVENT\r\n" * 20_001), "too_many"),
    ],
)
def test_what_is_no_whole_calendar_is_said(text: str, code: str) -> None:
    with pytest.raises(Failed) as failed:
        ical.read(text, SOURCE, NOW)
    assert failed.value.code == code


def test_rules_are_followed_only_so_far_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ical, "MOST_DAYS_SOUGHT", 40_000)
    never = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=9"
    page = read(*(entry("DTSTART:19900101T190000Z", never, uid=str(number)) for number in range(4)))
    assert [refusal.reason for refusal in page.refusals] == ["timing_missing", "timing_missing", *["rule_too_old"] * 2]


def test_a_rule_that_began_long_ago_costs_no_more_than_one_that_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ical, "MOST_DAYS_SOUGHT", 1000)
    (found,) = read(entry("DTSTART:19700105T190000Z", "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261230T000000Z")).happenings
    assert [(timing.starts_at - datetime(1970, 1, 5, 19, tzinfo=UTC)).days % 14 for timing in found.timings] == [0] * 4
