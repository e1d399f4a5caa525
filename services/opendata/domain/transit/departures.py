"""The last departures of a night: of each line in each direction, from where one walks to. Never does IO."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.opendata.domain.transit.network import Call, Line, Served, Timetable
from services.opendata.domain.transit.nights import Window, midnight
from services.opendata.domain.transit.runs import Run
from services.opendata.domain.transit.walking import Walk

HEADWAY_OF_A_NIGHT = timedelta(hours=1)  # a line that goes on as often as this after the night has no last departure


@dataclass(frozen=True)
class Departure:
    """The last departure of a line in a direction.

    Attributes:
        towards: where that one goes.
        stop: the name of where to get on, `walk` away.
        next_at: the first that is reached on foot after the end, UTC.
        last_at: the last before the night is over, UTC.
        goes_on: the line runs all night; `last_at` is the last before the night is over and others follow.
    """

    line: Line
    towards: str
    stop: str
    walk: Walk
    next_at: datetime
    last_at: datetime
    goes_on: bool


@dataclass(frozen=True)
class _Catch:
    served: Served
    call: Call
    at: datetime


def last_departures(
    served: Iterable[Served], timetables: Mapping[int, Timetable], window: Window
) -> tuple[Departure, ...]:
    """Of each line and direction the last departure within a window that is reached on foot, the latest first.

    Who leaves at the beginning of the window walks to the nearest stop of a trip that they reach in time. Nobody gets
    on at a last stop, nor where a trip only sets down or wants to be telephoned for.
    """
    directions: dict[tuple[int, int, int | str], list[_Catch]] = {}
    for one in served:
        pattern = one.pattern
        way = pattern.towards if pattern.direction is None else pattern.direction
        catches = directions.setdefault((pattern.timetable, pattern.line, way), [])
        catches.extend(_catches(one, timetables[pattern.timetable], window))
    found = (_last(catches, window) for catches in directions.values() if catches)
    return tuple(
        sorted((one for one in found if one), key=lambda one: (-one.last_at.timestamp(), one.line.name, one.towards))
    )


def running(served: Served, timetable: Timetable, window: Window) -> Iterator[tuple[Run, datetime, int, int]]:
    """The runs of a pattern that may touch a window.

    Yields:
        A run, the instant from which its times are counted, and the window's two ends in its times.
    """
    for day in window.days:
        running_then = served.runs.keys() & timetable.runs_on(day)
        if running_then:
            begins = midnight(day, timetable.zone)
            earliest, latest = (int((at - begins).total_seconds()) for at in (window.starts_at, window.ends_at))
            for calendar in sorted(running_then):
                yield served.runs[calendar], begins, earliest, latest


def _catches(served: Served, timetable: Timetable, window: Window) -> Iterator[_Catch]:
    after_night = int(HEADWAY_OF_A_NIGHT.total_seconds())
    for run, begins, earliest, latest in running(served, timetable, window):
        left: Iterable[int] = range(run.trips)
        for call in served.near:
            if not call.boards or call.position == served.pattern.calls - 1:
                continue
            times, missed = run.departures_at(call.position), []
            for trip in left:
                if earliest + call.walk.seconds <= times[trip] <= latest + after_night:
                    yield _Catch(served, call, begins + timedelta(seconds=times[trip]))
                else:
                    missed.append(trip)
            left = missed


def _last(catches: list[_Catch], window: Window) -> Departure | None:
    over = window.ends_at
    tonight = [catch for catch in catches if catch.at <= over]
    if not tonight:
        return None
    last = max(tonight, key=lambda catch: (catch.at, -catch.call.walk.metres))
    goes_on = last.at > over - HEADWAY_OF_A_NIGHT and any(catch.at > over for catch in catches)
    return Departure(
        last.served.line,
        last.served.pattern.towards,
        last.call.stop.name,
        last.call.walk,
        min(catch.at for catch in tonight),
        last.at,
        goes_on,
    )
