"""What is kept of an archive: what the questions need, and no more. Holds no logic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KeptStop:
    """A stop at which some trip calls; `name` is that of its station."""

    number: int
    external_id: str
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class KeptLine:
    """A line of which some trip runs; `domain.transit.Line` says what its parts are."""

    number: int
    name: str
    title: str
    kind: str
    colour: str | None
    text_colour: str | None


@dataclass(frozen=True)
class KeptPattern:
    """Where the trips of a line call: the numbers of the stops, and whether one gets on and off there."""

    number: int
    line: int
    direction: int | None
    towards: str
    calls: Sequence[tuple[int, bool, bool]]


@dataclass(frozen=True)
class KeptRun:
    """The trips of a pattern on the days of a calendar; `times` is what `domain.transit.pack` made."""

    pattern: int
    calendar: int
    trips: int
    times: bytes


@dataclass(frozen=True)
class Contents:
    """A timetable.

    Attributes:
        publisher, version: as it says of itself; may be empty.
        zone: in which its times are.
        valid_from, valid_until: the days that it speaks of, both included.
        kept_until: the last of them that was read: of what is valid for years the rest is read later.
        days: the calendars that run on each.
    """

    publisher: str
    version: str
    zone: str
    valid_from: date
    valid_until: date
    kept_until: date
    days: Mapping[date, Sequence[int]]
    stops: Sequence[KeptStop]
    lines: Sequence[KeptLine]
    patterns: Sequence[KeptPattern]
    runs: Sequence[KeptRun]

    @property
    def trips(self) -> int:
        """How many there are; one that goes every ten minutes counts each time."""
        return sum(run.trips for run in self.runs)
