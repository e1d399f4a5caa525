"""Direct rides between a place and home."""

from __future__ import annotations

from datetime import timedelta

from services.opendata.domain.transit.network import Served
from services.opendata.domain.transit.nights import night_after, time_before
from services.opendata.domain.transit.rides import Ride, last_rides
from services.opendata.domain.transit.walking import Walk
from tests.opendata.domain.transit.served import BUS, BY_ID, PARIS, call, clock, local, served

FAR = Walk(9000, 120)
TRIPS = [["22:40", "22:50", "23:00"], ["24:20", "24:30", "24:40"]]


def back(end: str, *patterns: Served, on_foot: Walk = FAR) -> tuple[Ride, ...]:
    return last_rides(patterns, BY_ID, night_after(local(end), PARIS), on_foot, homewards=True)


def there(start: str, *patterns: Served, on_foot: Walk = FAR) -> tuple[Ride, ...]:
    return last_rides(patterns, BY_ID, time_before(local(start), timedelta(hours=3), PARIS), on_foot, homewards=False)


def test_the_last_ride_home_is_the_last_that_is_caught_on_foot() -> None:
    (ride,) = back("2026-11-28 22:30", served(TRIPS, [call("Théâtre", 0, 5)], [call("Champs", 2, 4)]))
    assert (ride.boards_at, ride.alights_at, ride.towards) == ("Théâtre", "Champs", "Hauts-Champs")
    assert (clock(ride.sets_off_at), clock(ride.leaves_at)) == ("2026-11-29 00:15", "2026-11-29 00:20")
    assert (clock(ride.arrives_at), clock(ride.is_there_at)) == ("2026-11-29 00:40", "2026-11-29 00:44")


def test_after_the_last_one_there_is_none() -> None:
    pattern = served(TRIPS, [call("Théâtre", 0, 5)], [call("Champs", 2, 4)])
    assert len(back("2026-11-29 00:15", pattern)) == 1
    assert back("2026-11-29 00:16", pattern) == ()


def test_a_ride_there_is_there_before_the_start() -> None:
    pattern = served(TRIPS, [call("Théâtre", 2, 5)], [call("Champs", 0, 4)])
    assert [clock(ride.is_there_at) for ride in there("2026-11-28 23:05", pattern)] == ["2026-11-28 23:05"]
    assert there("2026-11-28 23:04", pattern) == ()
    assert [clock(ride.is_there_at) for ride in there("2026-11-29 00:50", pattern)] == ["2026-11-29 00:45"]


def test_a_vehicle_goes_one_way() -> None:
    pattern = served(TRIPS, [call("Théâtre", 2, 5)], [call("Champs", 0, 4)])
    assert back("2026-11-28 22:30", pattern) == ()


def test_one_gets_on_and_off_only_where_one_may() -> None:
    off = [call("Champs", 2, 4, alights=False)]
    on = [call("Théâtre", 0, 5, boards=False)]
    assert back("2026-11-28 22:30", served(TRIPS, [call("Théâtre", 0, 5)], off)) == ()
    assert back("2026-11-28 22:30", served(TRIPS, on, [call("Champs", 2, 4)])) == ()


def test_of_several_stops_those_that_are_least_walked_to_are_told() -> None:
    near, home = [call("Théâtre", 0, 9), call("Marché", 1, 2)], [call("Champs", 2, 1)]
    assert [ride.boards_at for ride in back("2026-11-28 22:30", served(TRIPS, near, home))] == ["Marché"]


def test_who_walks_as_fast_is_not_sent_by_bus() -> None:
    pattern = served(TRIPS, [call("Théâtre", 0, 5)], [call("Champs", 2, 4)])
    assert len(back("2026-11-28 22:30", pattern, on_foot=Walk(2250, 30))) == 1
    assert back("2026-11-28 22:30", pattern, on_foot=Walk(2175, 29)) == ()


def test_each_line_is_told_once_the_latest_first_and_three_at_most() -> None:
    patterns = [
        served(
            [[time, time, f"{time[:2]}:59"]], [call("Théâtre", 0, 1)], [call("Champs", 2, 1)], line=line, number=number
        )
        for number, (time, line) in enumerate(
            [("23:10", BUS), ("23:20", BUS), ("22:50", BY_LINE[3]), ("23:40", BY_LINE[4]), ("22:40", BY_LINE[5])]
        )
    ]
    told = back("2026-11-28 22:30", *patterns)
    assert [clock(ride.leaves_at)[-5:] for ride in told] == ["23:40", "23:20", "22:50"]


BY_LINE = {number: type(BUS)(1, number, str(number), "", "bus") for number in (3, 4, 5)}
