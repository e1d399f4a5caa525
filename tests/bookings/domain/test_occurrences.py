from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.periods import Period
from services.bookings.domain.occurrences import Occurrence, instant, occurrence, of_rule, wall_time

PARIS = "Europe/Paris"
WALL_TIMES = st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-12-31")).map(
    lambda found: found.replace(minute=found.minute // 15 * 15, second=0, microsecond=0)
)
LENGTHS = st.integers(1, 200).map(lambda quarters: timedelta(minutes=15 * quarters))
RULES = st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=DAILY;INTERVAL=5"])
ZONES = st.sampled_from([PARIS, "Europe/Brussels", "Europe/London", "UTC"])


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "Z")


def series(rule: str, starts: str, ends: str, zone: str = PARIS) -> list[Occurrence]:
    return of_rule(rule, local(starts), local(ends), zone)


def exists(wall: datetime, zone: str) -> bool:
    return wall_time(instant(wall, zone), zone) == wall


@given(RULES, WALL_TIMES, LENGTHS, ZONES, st.integers(1, 24))
def test_every_occurrence_has_the_wall_times_that_were_asked_for(
    rule: str, start: datetime, length: timedelta, zone: str, count: int
) -> None:
    found = of_rule(f"{rule};COUNT={count}", start, start + length, zone)
    assert len(found) == count
    for each in found:
        key = local(each.key)
        assert key.time() == start.time()
        if each.period is None:
            assert not exists(key, zone) or not exists(key + length, zone) or length < timedelta(hours=1)
            continue
        for wall, at in ((key, each.period.starts_at), (key + length, each.period.ends_at)):
            shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            assert shown == wall if exists(wall, zone) else shown == wall + timedelta(hours=1)


@given(RULES, WALL_TIMES, LENGTHS, ZONES)
def test_occurrences_come_one_after_the_other(rule: str, start: datetime, length: timedelta, zone: str) -> None:
    found = of_rule(f"{rule};COUNT=20", start, start + length, zone)
    assert all(one.key < other.key for one, other in pairwise(found))
    periods = [each.period for each in found if each.period]
    assert all(one.starts_at < other.starts_at for one, other in pairwise(periods))


@given(WALL_TIMES, LENGTHS, st.integers(2, 30))
def test_no_change_of_the_clocks_shifts_a_later_occurrence(start: datetime, length: timedelta, count: int) -> None:
    found = of_rule(f"FREQ=DAILY;COUNT={count}", start, start + length, PARIS)
    for number, each in enumerate(found):
        alone = start + timedelta(days=number)
        assert each == occurrence(alone, alone + length, PARIS)


def test_an_evening_keeps_its_wall_time_over_both_clock_changes() -> None:
    spring = series("FREQ=WEEKLY;COUNT=2", "2027-03-22T18:00", "2027-03-22T20:00")
    assert [each.period for each in spring] == [
        Period(utc("2027-03-22T17:00"), utc("2027-03-22T19:00")),
        Period(utc("2027-03-29T16:00"), utc("2027-03-29T18:00")),
    ]
    autumn = series("FREQ=WEEKLY;COUNT=2", "2027-10-25T18:00", "2027-10-25T20:00")
    assert [each.period for each in autumn] == [
        Period(utc("2027-10-25T16:00"), utc("2027-10-25T18:00")),
        Period(utc("2027-11-01T17:00"), utc("2027-11-01T19:00")),
    ]


def test_what_crosses_midnight_ends_at_its_wall_time_and_lasts_what_really_passes() -> None:
    nights = series("FREQ=DAILY;COUNT=3", "2027-03-26T22:00", "2027-03-27T06:00")
    assert [each.period.length for each in nights if each.period] == [timedelta(hours=h) for h in (8, 7, 8)]
    nights = series("FREQ=DAILY;COUNT=3", "2027-10-29T22:00", "2027-10-30T06:00")
    assert [each.period.length for each in nights if each.period] == [timedelta(hours=h) for h in (8, 9, 8)]


def test_a_time_that_a_night_does_not_have_is_taken_with_the_offset_from_before() -> None:
    [_, gap, after] = series("FREQ=DAILY;COUNT=3", "2027-03-27T02:15", "2027-03-27T02:45")
    assert gap.key == "2027-03-28T02:15:00"
    assert gap.period == Period(utc("2027-03-28T01:15"), utc("2027-03-28T01:45"))  # 03:15 to 03:45 in summer time
    assert after.period == Period(utc("2027-03-29T00:15"), utc("2027-03-29T00:45"))


def test_a_time_that_a_night_has_twice_is_the_first() -> None:
    [_, twice, after] = series("FREQ=DAILY;COUNT=3", "2027-10-30T02:15", "2027-10-30T03:15")
    assert twice.period == Period(
        utc("2027-10-31T00:15"), utc("2027-10-31T02:15")
    )  # two hours: 02:15 to 02:59, again, 03:15
    assert after.period == Period(utc("2027-11-01T01:15"), utc("2027-11-01T02:15"))


def test_an_occurrence_whose_wall_times_make_no_period_is_told_and_the_others_stay() -> None:
    found = series("FREQ=DAILY;COUNT=3", "2027-03-27T02:30", "2027-03-27T03:15")
    assert [each.period is None for each in found] == [False, True, False]
    assert found[1].key == "2027-03-28T02:30:00"


def test_month_ends_and_leap_days_are_those_of_the_calendar() -> None:
    on_the_31st = series("FREQ=MONTHLY;COUNT=4", "2027-01-31T09:00", "2027-01-31T10:00")
    assert [each.key[:10] for each in on_the_31st] == ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"]
    overnight = series("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=14", "2027-01-31T22:00", "2027-02-01T02:00")
    assert [each.key[:10] for each in overnight][-2:] == ["2028-01-31", "2028-02-29"]
    assert all(each.period and each.period.length == timedelta(hours=4) for each in overnight)
    leap = series("FREQ=YEARLY;COUNT=1", "2028-02-29T09:00", "2028-02-29T10:00")
    assert [each.key for each in leap] == ["2028-02-29T09:00:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270301", "2027-03-01"),
        ("20270301T235959", "2027-03-01"),
        ("20270301T180000", "2027-03-01"),
        ("20270301T175959", "2027-02-22"),
        ("20270301T170000Z", "2027-03-01"),
        ("20270301T165959Z", "2027-02-22"),
    ],
)
def test_until_is_a_day_a_local_time_or_an_instant_and_counts_itself(until: str, last: str) -> None:
    found = series(f"FREQ=WEEKLY;UNTIL={until}", "2027-02-01T18:00", "2027-02-01T20:00")
    assert found[-1].key[:10] == last


def test_a_start_that_the_rule_does_not_name_is_no_occurrence() -> None:
    found = series("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-11-23T09:00", "2026-11-23T10:00")
    assert [each.key[:10] for each in found] == ["2026-11-24", "2026-12-01"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=201",
        "FREQ=DAILY;UNTIL=20271001",
        "FREQ=MONTHLY;COUNT=26",
        "FREQ=YEARLY;COUNT=4",
        "FREQ=MONTHLY;UNTIL=20281124",
        "FREQ=MONTHLY;UNTIL=20281124T000000",
        "FREQ=MONTHLY;UNTIL=20281123T230000Z",
        "FREQ=MONTHLY;UNTIL=99991231T235959Z",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2",
    ],
)
def test_a_series_of_more_than_200_occurrences_or_24_months_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        series(rule, "2026-11-23T09:00", "2026-11-23T10:00")
    assert refused.value.code == "series_too_long"
    assert refused.value.detail == {"most_occurrences": 200, "most_months": 24}


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY;COUNT=200", 200),
        ("FREQ=MONTHLY;COUNT=25", 25),
        ("FREQ=MONTHLY;UNTIL=20281123", 25),
        ("FREQ=MONTHLY;UNTIL=20281123T225959Z", 25),
        ("FREQ=YEARLY;COUNT=3", 3),
    ],
)
def test_a_series_may_have_200_occurrences_and_last_24_months(rule: str, count: int) -> None:
    assert len(series(rule, "2026-11-23T09:00", "2026-11-23T10:00")) == count


def test_24_months_from_a_leap_day_end_on_the_28th() -> None:
    assert len(series("FREQ=MONTHLY;UNTIL=20300228", "2028-02-29T09:00", "2028-02-29T10:00")) == 23
    with pytest.raises(Invalid, match="series_too_long"):
        series("FREQ=MONTHLY;UNTIL=20300301", "2028-02-29T09:00", "2028-02-29T10:00")


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "FREQ=DAILY;UNTIL=20261122"])
def test_a_rule_that_never_comes_true_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        series(rule, "2026-11-23T09:00", "2026-11-23T10:00")
    assert refused.value.code == "rule_invalid"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (local("2026-11-23T09:00"), local("2026-11-23T09:00")),
        (local("2026-11-23T09:00"), local("2026-11-22T10:00")),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), local("2026-11-23T10:00")),
        (local("2026-11-23T09:00"), datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (local("1969-11-23T09:00"), local("1969-11-23T10:00")),
        (local("2026-11-23T09:00"), local("9999-12-31T23:59")),
    ],
)
def test_wall_times_have_no_offset_and_an_end_after_the_start(start: datetime, end: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        of_rule("FREQ=DAILY;COUNT=2", start, end, PARIS)
    assert refused.value.code == "period_invalid"
    with pytest.raises(Invalid, match="period_invalid"):
        occurrence(start, end, PARIS)
