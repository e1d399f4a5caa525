"""What a timetable says of a network: stops, lines, where they call, on which days. Never does IO.

A *pattern* is a line's trips that call at the same stops in the same order; a *calendar* the days on which trips run.
All are numbered within their timetable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from services.opendata.domain.points import Point
from services.opendata.domain.transit.runs import Run
from services.opendata.domain.transit.walking import Walk


@dataclass(frozen=True)
class Stop:
    """Where one gets on: a platform, a pole.

    Attributes:
        timetable, number: which one.
        name: as its station is called, or itself.
    """

    timetable: int
    number: int
    name: str
    point: Point


@dataclass(frozen=True)
class Line:
    """A line.

    Attributes:
        name: short, as it stands on the vehicle: `M1`, `L3`.
        title: what it connects; may be empty.
        kind: one of `KINDS`.
        colour, text_colour: `#rrggbb`, or None.
    """

    timetable: int
    number: int
    name: str
    title: str
    kind: str
    colour: str | None = None
    text_colour: str | None = None


@dataclass(frozen=True)
class Pattern:
    """Trips of a line that call at the same stops.

    Attributes:
        line: its number.
        direction: 0 or 1, or None when the network does not say.
        towards: what stands on the front of the vehicle, else its last stop.
        calls: how many there are, the last one included.
    """

    timetable: int
    number: int
    line: int
    direction: int | None
    towards: str
    calls: int


@dataclass(frozen=True)
class Call:
    """A pattern calls at a stop.

    Attributes:
        position: in the pattern, from 0.
        boards, alights: whether one may get on, and off.
    """

    stop: Stop
    position: int
    boards: bool
    alights: bool
    walk: Walk


@dataclass(frozen=True)
class Served:
    """A pattern as it matters to somebody: where it calls near them, and when.

    Attributes:
        near: its calls within walking distance of the place, the shortest walk first.
        home: likewise of where they live.
        runs: its trips by the number of their calendar; all those that are asked about.
    """

    pattern: Pattern
    line: Line
    near: tuple[Call, ...]
    home: tuple[Call, ...]
    runs: Mapping[int, Run]


@dataclass(frozen=True)
class Timetable:
    """What a network published for a time.

    Attributes:
        code: of its source.
        zone: in which its times are.
        valid_from, valid_until: both included.
        days: the numbers of the calendars that run, by day.
    """

    id: int
    code: str
    zone: ZoneInfo
    valid_from: date
    valid_until: date
    days: Mapping[date, frozenset[int]]

    def is_valid(self, day: date) -> bool:
        """Whether it says anything about a day of service."""
        return self.valid_from <= day <= self.valid_until

    def runs_on(self, day: date) -> frozenset[int]:
        """The calendars that run on a day of service."""
        return self.days.get(day, frozenset()) if self.is_valid(day) else frozenset()


_HUNDREDS = {
    1: "train",
    2: "coach",
    3: "train",
    4: "metro",
    5: "metro",
    6: "metro",
    7: "bus",
    8: "bus",
    9: "tram",
    10: "ferry",
    12: "ferry",
    13: "cable",
    14: "funicular",
}
_TYPES = {
    0: "tram",
    1: "metro",
    2: "train",
    3: "bus",
    4: "ferry",
    5: "tram",
    6: "cable",
    7: "funicular",
    11: "bus",
    12: "metro",
}
KINDS = ("metro", "tram", "train", "bus", "coach", "ferry", "cable", "funicular", "other")


def kind_of(route_type: int) -> str:
    """One of `KINDS`, of a GTFS route type or one of its extension by hundreds."""
    return _TYPES.get(route_type) or _HUNDREDS.get(route_type // 100, "other")
