"""Direct rides between a place and where somebody lives: the last in time there, the last back. Never does IO."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.opendata.domain.transit.departures import running
from services.opendata.domain.transit.network import Call, Line, Served, Timetable
from services.opendata.domain.transit.nights import Window
from services.opendata.domain.transit.runs import Run
from services.opendata.domain.transit.walking import Walk

AT_MOST = 3


@dataclass(frozen=True)
class Ride:
    """From one stop to another without a change.

    Attributes:
        boards_at, alights_at: the names of the stops.
        leaves_at, arrives_at: of the vehicle, UTC.
        walk_before, walk_after: from where one is to the first stop, from the second to where one goes.
    """

    line: Line
    towards: str
    boards_at: str
    leaves_at: datetime
    walk_before: Walk
    alights_at: str
    arrives_at: datetime
    walk_after: Walk

    @property
    def sets_off_at(self) -> datetime:
        """When to set off on foot."""
        return self.leaves_at - timedelta(minutes=self.walk_before.minutes)

    @property
    def is_there_at(self) -> datetime:
        """When one is where one goes."""
        return self.arrives_at + timedelta(minutes=self.walk_after.minutes)


def last_rides(
    served: Iterable[Served],
    timetables: Mapping[int, Timetable],
    window: Window,
    on_foot: Walk,
    homewards: bool,
) -> tuple[Ride, ...]:
    """The rides within a window that set off last, one a line, at most `AT_MOST`.

    Args:
        served: the patterns that call near both ends.
        timetables: of those patterns, by their ids.
        window: one sets off after its beginning; on the way there one is there before its end, on the way back the
            vehicle leaves before it.
        on_foot: the whole way without a vehicle; a ride that takes as long is none.
        homewards: from the place to where somebody lives; else the other way.
    """
    last: dict[tuple[int, int], Ride] = {}
    for one in served:
        key = (one.pattern.timetable, one.pattern.line)
        for ride in _rides(one, timetables[one.pattern.timetable], window, homewards):
            if ride.is_there_at - ride.sets_off_at >= timedelta(minutes=on_foot.minutes):
                continue
            if key not in last or _lateness(ride) > _lateness(last[key]):
                last[key] = ride
    return tuple(sorted(last.values(), key=_lateness, reverse=True)[:AT_MOST])


def _lateness(ride: Ride) -> tuple[datetime, float]:
    return ride.sets_off_at, -ride.is_there_at.timestamp()


def _rides(served: Served, timetable: Timetable, window: Window, homewards: bool) -> Iterator[Ride]:
    origins, targets = (served.near, served.home) if homewards else (served.home, served.near)
    pairs = _pairs(origins, targets)
    if not pairs:
        return
    for run, begins, earliest, latest in running(served, timetable, window):
        for trip in range(run.trips):
            for on, off in pairs:
                leaves, arrives = _times(run, trip, on, off)
                ends = leaves if homewards else arrives + off.walk.seconds
                if leaves - on.walk.seconds >= earliest and ends <= latest:
                    yield Ride(
                        served.line,
                        served.pattern.towards,
                        on.stop.name,
                        begins + timedelta(seconds=leaves),
                        on.walk,
                        off.stop.name,
                        begins + timedelta(seconds=arrives),
                        off.walk,
                    )
                    break


def _pairs(origins: tuple[Call, ...], targets: tuple[Call, ...]) -> list[tuple[Call, Call]]:
    """Where to get on and off, those with the shortest walks first."""
    pairs = [(on, off) for on in origins for off in targets if on.boards and off.alights and on.position < off.position]
    return sorted(pairs, key=lambda pair: pair[0].walk.metres + pair[1].walk.metres)


def _times(run: Run, trip: int, on: Call, off: Call) -> tuple[int, int]:
    return run.departures[on.position * run.trips + trip], run.arrivals[off.position * run.trips + trip]
