"""Which starts and ends are offered, on ordinary days and on the two nights when the clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gateway.web import days
from gateway.web.days import Period

ZONE = "Europe/Paris"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ANY = days.Rules(timedelta(minutes=15), timedelta(hours=12), timedelta(minutes=15), 15, timedelta(days=9999))


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE), fold=fold).astimezone(UTC)


def shown(starts: list[days.Start]) -> list[str]:
    return [f"{start.at.astimezone(ZoneInfo(ZONE)):%H:%M}" for start in starts]


def test_a_start_is_offered_each_half_hour_that_something_is_free() -> None:
    free = [Period(local("2026-11-23T09:00"), local("2026-11-23T10:30"), 2)]
    starts = days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, LONG_AGO, ANY)
    assert shown(starts) == ["09:00", "09:30", "10:00"]
    assert {start.units for start in starts} == {2}


def test_a_start_is_offered_at_the_quarter_at_which_something_gets_free() -> None:
    free = [Period(local("2026-11-23T09:15"), local("2026-11-23T10:15"))]
    assert shown(days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, LONG_AGO, ANY)) == [
        "09:15",
        "09:30",
        "10:00",
    ]


def test_what_has_begun_is_not_offered() -> None:
    free = [Period(local("2026-11-23T09:00"), local("2026-11-23T10:30"))]
    now = local("2026-11-23T09:40")
    assert shown(days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, now, ANY)) == ["10:00"]


def test_an_end_is_offered_as_long_as_one_and_the_same_unit_is_free() -> None:
    free = [
        Period(local("2026-11-23T09:00"), local("2026-11-23T10:00"), 1, local("2026-11-23T10:45")),
        Period(local("2026-11-23T10:00"), local("2026-11-23T10:45"), 3, local("2026-11-23T18:00")),
    ]
    assert [end.minutes for end in days.ends(free, local("2026-11-23T09:30"), ZONE, ANY)] == [30, 60, 75]
    assert days.ends(free, local("2026-11-23T10:00"), ZONE, ANY)[-1].at == local("2026-11-23T18:00")


def test_an_end_is_as_far_away_as_the_longest_booking_at_most() -> None:
    free = [Period(local("2026-11-23T00:00"), local("2026-11-24T00:00"))]
    assert max(end.minutes for end in days.ends(free, local("2026-11-23T01:00"), ZONE, ANY)) == 720


def test_of_long_bookings_few_ends_are_offered() -> None:
    weeks = replace(ANY, shortest=timedelta(hours=1), longest=timedelta(days=14), step=timedelta(hours=1))
    free = [Period(local("2026-11-23T00:00"), local("2026-12-23T00:00"))]
    hours = [end.minutes // 60 for end in days.ends(free, local("2026-11-23T00:00"), ZONE, weeks)]
    assert hours[:13] == [*range(1, 13), 14]
    assert hours[-14:] == [46, 48, *range(72, 14 * 24 + 1, 24)]


def test_lengths_are_those_that_the_space_allows() -> None:
    rules = days.Rules.of(
        {"min_minutes": 50, "max_minutes": 130, "step_minutes": 20, "start_every_minutes": 60, "horizon_days": 9999}
    )
    free = [Period(local("2026-11-23T08:30"), local("2026-11-23T12:00"))]
    starts = days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, LONG_AGO, rules)
    assert shown(starts) == ["09:00", "10:00", "11:00"]
    assert [end.minutes for end in days.ends(free, starts[0].at, ZONE, rules)] == [60, 80, 100, 120]


def test_a_start_from_which_the_shortest_booking_would_not_fit_is_not_offered() -> None:
    free = [Period(local("2026-11-23T09:00"), local("2026-11-23T10:30"))]
    hour = replace(ANY, shortest=timedelta(hours=1))
    starts = days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, LONG_AGO, hour)
    assert shown(starts) == ["09:00", "09:30"]


def test_a_start_that_is_too_far_ahead_is_not_offered() -> None:
    free = [Period(local("2026-11-23T09:00"), local("2026-11-23T10:30"))]
    soon = replace(ANY, horizon=timedelta(hours=1))
    starts = days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, local("2026-11-23T08:20"), soon)
    assert shown(starts) == ["09:00"]


@given(
    st.sampled_from([1, 5, 10, 12, 15, 20, 25, 45, 60, 90, 720, 1440]),
    st.integers(0, 600),
    st.sampled_from(["2026-11-23", "2026-03-29", "2026-10-25"]),
)
def test_every_start_is_on_the_grid_of_the_space(grid: int, minutes: int, day: str) -> None:
    frame = days.bounds(date.fromisoformat(day), ZONE)
    free = [Period(frame.starts_at + timedelta(minutes=minutes, seconds=7), frame.ends_at + timedelta(hours=3))]
    offered = days.starts(free, frame, ZONE, LONG_AGO, replace(ANY, every_minutes=grid))
    local_times = [start.at.astimezone(ZoneInfo(ZONE)) for start in offered]
    assert all((at.hour * 60 + at.minute) % grid == 0 and at.second == 0 for at in local_times)
    assert len(set(offered)) == len(offered)
    if grid <= 60 and 60 % grid == 0:
        assert len(offered) >= (1440 - 60 - minutes) // 60 - 1


def test_nothing_ends_where_nothing_is_free() -> None:
    assert days.ends([], local("2026-11-23T09:00"), ZONE, ANY) == []


def test_the_hour_that_spring_takes_away_is_not_offered() -> None:
    night = [Period(local("2026-03-29T00:00"), local("2026-03-29T05:00"))]
    offered = shown(days.starts(night, days.bounds(date(2026, 3, 29), ZONE), ZONE, LONG_AGO, ANY))
    assert offered == ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00", "04:30"]


def test_the_hour_that_autumn_gives_twice_is_offered_twice() -> None:
    night = [Period(local("2026-10-25T01:00"), local("2026-10-25T04:00"))]
    starts = days.starts(night, days.bounds(date(2026, 10, 25), ZONE), ZONE, LONG_AGO, ANY)
    assert shown(starts) == ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]
    assert len({start.at for start in starts}) == 8


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([ZONE, "UTC", "Asia/Kathmandu", "America/St_Johns"])
)
def test_a_day_has_23_to_25_hours_and_the_next_one_follows_at_once(day: date, zone: str) -> None:
    today, tomorrow = days.bounds(day, zone), days.bounds(day + timedelta(days=1), zone)
    assert timedelta(hours=23) <= today.ends_at - today.starts_at <= timedelta(hours=25)
    assert today.ends_at == tomorrow.starts_at


def test_the_first_week_begins_today_and_the_others_follow() -> None:
    today = date(2026, 11, 26)
    assert days.week(today, today) == [date(2026, 11, 26) + timedelta(days=n) for n in range(7)]
    assert days.week(date(2026, 12, 2), today)[0] == today
    assert days.week(date(2026, 12, 3), today)[0] == date(2026, 12, 3)
    assert days.week(date(2026, 11, 25), today)[0] == date(2026, 11, 19)


def test_the_band_of_a_day_reaches_from_its_opening_to_its_closing() -> None:
    opened = [Period(local("2026-11-23T09:00"), local("2026-11-23T19:00"))]
    free = [Period(local("2026-11-23T14:00"), local("2026-11-23T19:00"))]
    assert [(bar.state, bar.x, bar.width) for bar in days.bars(opened, free)] == [("open", 0, 1000), ("free", 500, 500)]
    assert days.bars([], []) == []
