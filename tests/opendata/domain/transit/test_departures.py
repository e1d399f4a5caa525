"""The last departures of a night, and what keeps one from being caught."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from services.opendata.domain.transit.departures import Departure, last_departures
from services.opendata.domain.transit.network import Served
from services.opendata.domain.transit.nights import night_after
from tests.opendata.domain.transit.served import BUS, BY_ID, PARIS, THAT_DAY, call, clock, local, served, timetable

NEAR = [call("Théâtre", 0, 3)]


def after(end: str, *patterns: Served) -> list[Departure]:
    return list(last_departures(patterns, BY_ID, night_after(local(end), PARIS)))


def test_the_last_departure_of_each_line_and_direction_is_told_with_the_next() -> None:
    there = served([["22:00", "22:10"], ["23:00", "23:10"], ["24:30", "24:40"]], NEAR)
    back = served([["23:50", "23:59"]], NEAR, direction=1, towards="Gare", number=2)
    bus = served([["22:40", "22:50"]], NEAR, line=BUS, direction=None, towards="Bois", number=3)
    told = after("2026-11-28 22:30", there, back, bus)
    assert [(one.line.name, one.towards, clock(one.next_at), clock(one.last_at)) for one in told] == [
        ("M1", "Hauts-Champs", "2026-11-28 23:00", "2026-11-29 00:30"),
        ("M1", "Gare", "2026-11-28 23:50", "2026-11-28 23:50"),
        ("7", "Bois", "2026-11-28 22:40", "2026-11-28 22:40"),
    ]
    assert [one.walk.minutes for one in told] == [3, 3, 3]


def test_a_line_whose_last_left_before_one_is_there_is_not_told() -> None:
    pattern = served([["22:30", "22:40"]], NEAR)
    assert [clock(one.last_at) for one in after("2026-11-28 22:27", pattern)] == ["2026-11-28 22:30"]
    assert after("2026-11-28 22:28", pattern) == []


def test_a_trip_that_is_missed_at_the_nearest_stop_is_caught_at_the_next() -> None:
    pattern = served([["22:31", "22:40", "22:50"]], [call("Théâtre", 0, 3), call("Marché", 1, 8)])
    (told,) = after("2026-11-28 22:30", pattern)
    assert (told.stop, clock(told.last_at)) == ("Marché", "2026-11-28 22:40")


def test_a_trip_that_is_caught_at_two_stops_is_told_at_the_nearest() -> None:
    pattern = served([["23:31", "23:40", "23:50"]], [call("Marché", 1, 2), call("Théâtre", 0, 8)])
    assert [one.stop for one in after("2026-11-28 22:30", pattern)] == ["Marché"]


def test_nobody_gets_on_at_a_last_stop_or_where_they_may_not() -> None:
    calls = [call("Bois", 1, 1), call("Théâtre", 0, 2, boards=False)]
    assert after("2026-11-28 22:30", served([["23:00", "23:10"]], calls)) == []


def test_what_runs_on_a_day_only_runs_on_that_days_night() -> None:
    late = served([["24:50", "25:00"]], NEAR, calendar=THAT_DAY)
    assert [clock(one.last_at) for one in after("2026-11-29 00:10", late)] == ["2026-11-29 00:50"]
    assert after("2026-11-28 00:10", late) == [] and after("2026-11-30 00:10", late) == []


def test_a_night_bus_counted_to_the_next_day_is_of_this_night() -> None:
    assert [clock(one.last_at) for one in after("2026-11-28 23:10", served([["00:40", "00:50"]], NEAR))] == [
        "2026-11-29 00:40"
    ]


def test_the_first_of_the_morning_is_no_last_departure() -> None:
    pattern = served([["05:10", "05:20"], ["24:10", "24:20"]], NEAR)
    assert [clock(one.last_at) for one in after("2026-11-28 22:30", pattern)] == ["2026-11-29 00:10"]
    assert after("2026-11-29 01:00", pattern) == []


def test_a_line_that_runs_all_night_goes_on() -> None:
    hourly = served([[f"{hour:02d}:40", f"{hour:02d}:50"] for hour in range(24)], NEAR)
    (told,) = after("2026-11-28 22:30", hourly)
    assert told.goes_on and clock(told.last_at) == "2026-11-29 03:40"
    (told,) = after("2026-11-28 22:30", served([["03:40", "03:50"], ["05:40", "05:50"]], NEAR))
    assert not told.goes_on


def test_in_the_night_that_has_two_o_clock_twice_the_last_is_at_its_own_instant() -> None:
    pattern = served([["25:30", "25:40"], ["26:30", "26:40"]], NEAR)
    night = night_after(local("2026-10-24 23:00"), PARIS)
    timetables = {1: timetable(valid_from=date(2026, 10, 1), days={date(2026, 10, 24): frozenset({0})})}
    (told,) = last_departures([pattern], timetables, night)
    assert told.last_at.isoformat() == "2026-10-25T00:30:00+00:00"


def test_a_timetable_has_its_own_clocks() -> None:
    london = {1: timetable(zone=ZoneInfo("Europe/London"))}
    night = night_after(local("2026-11-28 22:30"), PARIS)
    (told,) = last_departures([served([["23:10", "23:20"]], NEAR)], london, night)
    assert clock(told.last_at) == "2026-11-29 00:10"


def test_without_a_direction_where_it_goes_tells_two_ways_apart() -> None:
    one = served([["23:10", "23:20"]], NEAR, direction=None, towards="Bois")
    other = served([["23:30", "23:40"]], NEAR, direction=None, towards="Gare", number=2)
    assert [told.towards for told in after("2026-11-28 22:30", one, other)] == ["Gare", "Bois"]
