"""How to get somewhere and back: what is said of it. Never does IO.

Nothing is said of what is not known: a part is None when no timetable speaks of that day, and empty when one does and
nothing runs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.opendata.domain.points import Point, metres
from services.opendata.domain.transit.departures import Departure, last_departures
from services.opendata.domain.transit.network import KINDS, Line, Served, Stop, Timetable
from services.opendata.domain.transit.nights import Window, night_after, time_before
from services.opendata.domain.transit.planner import link
from services.opendata.domain.transit.rides import Ride, last_rides
from services.opendata.domain.transit.walking import Walk, walk

STOPS_AT_MOST = 5
BEFORE_THE_START = timedelta(hours=3)  # a ride there sets off no earlier


@dataclass(frozen=True)
class Question:
    """What somebody wants to know.

    Attributes:
        place: where they go.
        starts_at, ends_at: of what they go to, UTC; equal when nobody said when it ends.
        zone: by whose clocks a night is a night.
        home: where they live, or come from; kept nowhere.
    """

    place: Point
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    home: Point | None = None

    @property
    def before(self) -> Window:
        """The time in which they go there."""
        return time_before(self.starts_at, BEFORE_THE_START, self.zone)

    @property
    def after(self) -> Window:
        """The night in which they go back."""
        return night_after(self.ends_at, self.zone)


@dataclass(frozen=True)
class NearStop:
    """A stop near the place: all its platforms, as far as the nearest of them.

    Attributes:
        lines: that serve it on that day, in the order of their kinds and names.
    """

    name: str
    point: Point
    walk: Walk
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Source:
    """Who says so.

    Attributes:
        name: of the network, as its licence wants it named.
        licence: under which the timetable is.
        page: where it is published, or None.
        updated_on: the day on which this one was received.
        valid_until: the last day of which it speaks.
    """

    name: str
    licence: str
    page: str | None
    updated_on: date
    valid_until: date


@dataclass(frozen=True)
class Way:
    """How to get there and back.

    Attributes:
        stops: the nearest, at most `STOPS_AT_MOST`.
        departures: the last of each line and direction in the night after the end; None: nothing is known of it.
        there: direct rides that are there before the start, the last first; None: nothing is known, or no home.
        back: likewise home after the end.
        on_foot: from the place home; None without a home.
        knows_end: whether it was said when it ends; else what follows is after its start.
        night: the window of `departures` and `back`.
        link_there, link_back: to a journey planner.
    """

    stops: tuple[NearStop, ...]
    departures: tuple[Departure, ...] | None
    there: tuple[Ride, ...] | None
    back: tuple[Ride, ...] | None
    on_foot: Walk | None
    knows_end: bool
    night: Window
    link_there: str | None
    link_back: str | None
    sources: tuple[Source, ...]


def way(
    asked: Question,
    timetables: Collection[Timetable],
    near: Sequence[Stop],
    served: Collection[Served],
    planner: str,
    sources: tuple[Source, ...],
) -> Way | None:
    """What is known of it, or None: no stop near, or no timetable that speaks of those days.

    Args:
        asked: the question.
        timetables: all that may be looked into.
        near: their stops within walking distance of the place.
        served: the patterns that call at them.
        planner: the template of links to a journey planner; empty: there is none.
        sources: of the timetables.
    """
    before, after = asked.before, asked.after
    by_id = {timetable.id: timetable for timetable in timetables}
    going, returning = speaking(timetables, before.day), speaking(timetables, after.day)
    near = [stop for stop in near if stop.timetable in going | returning]
    if not near:
        return None
    on_foot = walk(asked.place, asked.home) if asked.home else None
    there = [one for one in served if one.pattern.timetable in going]
    back = [one for one in served if one.pattern.timetable in returning]
    is_known_before = any(stop.timetable in going for stop in near)
    is_known_after = any(stop.timetable in returning for stop in near)
    return Way(
        _near_stops(asked.place, near, _lines(there, by_id, before.day), _lines(back, by_id, after.day)),
        last_departures(back, by_id, after) if is_known_after else None,
        last_rides(there, by_id, before, on_foot, homewards=False) if on_foot and is_known_before else None,
        last_rides(back, by_id, after, on_foot, homewards=True) if on_foot and is_known_after else None,
        on_foot,
        asked.ends_at > asked.starts_at,
        after,
        link(planner, asked.home, asked.place, asked.starts_at, asked.zone, arrives=True),
        link(planner, asked.place, asked.home, asked.ends_at, asked.zone, arrives=False),
        sources,
    )


def speaking(timetables: Collection[Timetable], day: date) -> frozenset[int]:
    """The ids of those to be believed about a day: of each source the newest that is valid then."""
    newest: dict[str, int] = {}
    for timetable in timetables:
        if timetable.is_valid(day):
            newest[timetable.code] = max(timetable.id, newest.get(timetable.code, timetable.id))
    return frozenset(newest.values())


_Lines = Mapping[tuple[int, int], set[Line]]


def _lines(served: Collection[Served], timetables: Mapping[int, Timetable], day: date) -> _Lines:
    """The lines that run on a day, by the ids of timetable and stop."""
    found: dict[tuple[int, int], set[Line]] = {}
    for one in served:
        if not timetables[one.pattern.timetable].runs_on(day).isdisjoint(one.runs):
            for call in one.near:
                found.setdefault((call.stop.timetable, call.stop.number), set()).add(one.line)
    return found


def _near_stops(place: Point, near: Sequence[Stop], *days: _Lines) -> tuple[NearStop, ...]:
    """The nearest that are served, the platforms of one name together."""
    names: dict[tuple[int, str], NearStop] = {}
    for stop in sorted(near, key=lambda stop: metres(place, stop.point)):
        lines = {line for day in days for line in day.get((stop.timetable, stop.number), ())}
        if lines:
            key = (stop.timetable, stop.name)
            known = names.get(key) or NearStop(stop.name, stop.point, walk(place, stop.point), ())
            names[key] = replace(known, lines=_in_order({*known.lines, *lines}))
    return tuple(list(names.values())[:STOPS_AT_MOST])


def _in_order(lines: set[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (KINDS.index(line.kind), len(line.name), line.name)))
