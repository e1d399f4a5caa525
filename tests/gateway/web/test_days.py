"""Which starts and ends are offered, on ordinary days and on the two nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from gateway.web import days
from gateway.web.days import Period

ZONE = "Europe/Paris"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE), fold=fold).astimezone(UTC)


def shown(starts: list[days.Start]) -> list[str]:
    return [f"{start.at.astimezone(ZoneInfo(ZONE)):%H:%M}" for start in starts]


def test_a_start_is_offered_each_half_hour_that_something_is_free() -> None:
    free = [Period(local("2026-11-23T09:00"), local("2026-11-23T10:30"), 2)]
    starts = days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, LONG_AGO)
    assert shown(starts) == ["09:00", "09:30", "10:00"]
    assert {start.units for start in starts} == {2}


def test_a_start_is_offered_at_the_quarter_at_which_something_gets_free() -> None:
    free = [Period(local("2026-11-23T09:15"), local("2026-11-23T10:15"))]
    assert shown(days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, LONG_AGO)) == [
        "09:15",
        "09:30",
        "10:00",
    ]


def test_what_has_begun_is_not_offered() -> None:
    free = [Period(local("2026-11-23T09:00"), local("2026-11-23T10:30"))]
    now = local("2026-11-23T09:40")
    assert shown(days.starts(free, days.bounds(date(2026, 11, 23), ZONE), ZONE, now)) == ["10:00"]


def test_an_end_is_offered_as_long_as_some_unit_is_free() -> None:
    free = [
        Period(local("2026-11-23T09:00"), local("2026-11-23T10:00"), 1),
        Period(local("2026-11-23T10:00"), local("2026-11-23T10:45"), 3),
        Period(local("2026-11-23T12:00"), local("2026-11-23T18:00"), 1),
    ]
    ends = days.ends(free, local("2026-11-23T09:30"), ZONE)
    assert [end.minutes for end in ends] == [30, 60, 75]


def test_an_end_is_half_a_day_away_at_most() -> None:
    free = [Period(local("2026-11-23T00:00"), local("2026-11-24T00:00"))]
    assert max(end.minutes for end in days.ends(free, local("2026-11-23T01:00"), ZONE)) == 720


def test_nothing_ends_where_nothing_is_free() -> None:
    assert days.ends([], local("2026-11-23T09:00"), ZONE) == []


def test_the_hour_that_spring_takes_away_is_not_offered() -> None:
    night = [Period(local("2026-03-29T00:00"), local("2026-03-29T05:00"))]
    offered = shown(days.starts(night, days.bounds(date(2026, 3, 29), ZONE), ZONE, LONG_AGO))
    assert offered == ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00", "04:30"]


def test_the_hour_that_autumn_gives_twice_is_offered_twice() -> None:
    night = [Period(local("2026-10-25T01:00"), local("2026-10-25T04:00"))]
    starts = days.starts(night, days.bounds(date(2026, 10, 25), ZONE), ZONE, LONG_AGO)
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


def test_by_numbers_alone_one_unit_is_free_for_certain_until_each_may_have_been_held_once() -> None:
    free = [
        Period(local("2026-11-23T09:00"), local("2026-11-23T10:00"), 2),
        Period(local("2026-11-23T10:00"), local("2026-11-23T11:00"), 2),
        Period(local("2026-11-23T11:00"), local("2026-11-23T12:00"), 3),
        Period(local("2026-11-23T12:00"), local("2026-11-23T13:00"), 2),
        Period(local("2026-11-23T14:00"), local("2026-11-23T15:00"), 3),
    ]
    assert days.surely_until(free, local("2026-11-23T09:30"), 3) == local("2026-11-23T12:00")
    assert days.surely_until(free, local("2026-11-23T10:30"), 3) == local("2026-11-23T13:00")
    assert days.surely_until(free, local("2026-11-23T13:30"), 3) == local("2026-11-23T13:30")


def test_the_next_free_periods_have_the_length_asked_for_and_stand_on_the_quarter() -> None:
    free = [
        Period(local("2026-11-23T09:00"), local("2026-11-23T10:15")),
        Period(local("2026-11-23T10:15"), local("2026-11-23T11:00"), 0),
        Period(local("2026-11-24T09:00"), local("2026-11-24T19:00")),
    ]
    found = days.next_free(free, timedelta(minutes=30), local("2026-11-23T09:10"))
    assert [f"{p.starts_at.astimezone(ZoneInfo(ZONE)):%d %H:%M}" for p in found] == [
        "23 09:15",
        "23 09:45",
        "24 09:00",
        "24 09:30",
        "24 10:00",
    ]
    assert {p.ends_at - p.starts_at for p in found} == {timedelta(minutes=30)}


def test_the_band_of_a_day_reaches_from_its_opening_to_its_closing() -> None:
    opened = [Period(local("2026-11-23T09:00"), local("2026-11-23T19:00"))]
    free = [Period(local("2026-11-23T14:00"), local("2026-11-23T19:00"))]
    assert [(bar.state, bar.x, bar.width) for bar in days.bars(opened, free)] == [("open", 0, 1000), ("free", 500, 500)]
    assert days.bars([], []) == []


def test_what_is_held_is_free_again_for_who_gives_it_back() -> None:
    at = [local(f"2026-11-23T{hour:02}:00") for hour in range(9, 14)]
    free = [Period(at[0], at[1]), Period(at[2], at[3], 2), Period(at[3], at[4])]
    assert days.given_back(free, Period(at[1], at[2])) == [
        Period(at[0], at[1]),
        Period(at[1], at[2]),
        Period(at[2], at[3], 2),
        Period(at[3], at[4]),
    ]
    assert days.given_back(free, Period(at[0], at[3]))[2] == Period(at[2], at[3], 3)
    assert days.given_back([], Period(at[0], at[1])) == [Period(at[0], at[1])]
