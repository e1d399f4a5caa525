"""The day of a space: what is open, what is free, which starts and ends can be chosen.

Instants are aware; a day is the day of the place's zone, 23 to 25 hours long. Only real instants are offered: an
hour that does not exist in spring is skipped, one that comes twice in autumn is offered twice. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from gateway.web.formats import instant

GRID = timedelta(minutes=15)
STEP_MINUTES = 30
LONGEST = timedelta(hours=12)
WEEK = timedelta(days=7)
EPOCH = datetime.fromtimestamp(0, UTC)
PROPOSALS = 5
BAND_WIDTH = 1000


@dataclass(frozen=True)
class Period:
    """A half-open interval of instants with the number of units that are free in it."""

    starts_at: datetime
    ends_at: datetime
    units: int = 1


@dataclass(frozen=True)
class Start:
    """A start that can be chosen; `units` are free at that moment."""

    at: datetime
    units: int


@dataclass(frozen=True)
class End:
    """An end that can be chosen."""

    at: datetime
    minutes: int


@dataclass(frozen=True)
class Bar:
    """A stretch of the drawn day; `state` is `open` or `free`, `x` and `width` are in thousandths of the band."""

    state: str
    x: int
    width: int


def bounds(day: date, zone: str) -> Period:
    """From local midnight to the next."""
    start, end = (datetime.combine(d, time(), ZoneInfo(zone)) for d in (day, day + timedelta(days=1)))
    return Period(start.astimezone(UTC), end.astimezone(UTC), 0)


def week(day: date, today: date) -> list[date]:
    """The seven days with that day in them, counted from today: the first week has nothing of the past."""
    first = today + (day - today) // WEEK * WEEK
    return [first + timedelta(days=n) for n in range(7)]


def periods(wire: Iterable[Mapping[str, object]]) -> list[Period]:
    """The periods of an answer of the bookings service, in order."""
    found = (Period(instant(str(p["starts_at"])), instant(str(p["ends_at"])), _units(p)) for p in wire)
    return sorted(found, key=lambda period: period.starts_at)


def within(found: Iterable[Period], frame: Period) -> list[Period]:
    """The parts of the periods that lie in the frame."""
    cut = (Period(max(p.starts_at, frame.starts_at), min(p.ends_at, frame.ends_at), p.units) for p in found)
    return [period for period in cut if period.starts_at < period.ends_at]


def starts(free: Iterable[Period], frame: Period, zone: str, now: datetime) -> list[Start]:
    """The starts that can be chosen in the frame: on the half hour of the wall clock, or where something gets free."""
    offered, free_until = [], None
    for period in within(free, frame):
        if period.units < 1:
            continue
        for at in _grid(period.starts_at, period.ends_at):
            gets_free = at == period.starts_at != free_until
            if at >= now and (gets_free or _on_step(at, zone)):
                offered.append(Start(at, period.units))
        free_until = period.ends_at
    return offered


def ends(free: Iterable[Period], start: datetime, zone: str) -> list[End]:
    """The ends that can be chosen after a start: as long as some unit is free, at most half a day.

    Where the free units change it need not be the same one all along: see `surely_until`.
    """
    until = start
    for period in free:
        if period.units > 0 and period.starts_at <= until < period.ends_at:
            until = period.ends_at
    until = min(until, start + LONGEST)
    offered = [at for at in _grid(start + GRID, until + GRID) if at == until or (at < until and _on_step(at, zone))]
    return [End(at, int((at - start).total_seconds() // 60)) for at in offered]


def surely_until(free: Iterable[Period], start: datetime, units: int) -> datetime:
    """Until when one and the same unit of the space's `units` is free for certain, by their number alone."""
    until, left = start, units
    for period in free:
        if period.starts_at <= until < period.ends_at:
            left -= units - period.units
            if left < 1:
                break
            until = period.ends_at
    return until


def given_back(free: Iterable[Period], held: Period) -> list[Period]:
    """The free periods as they are when the unit that is held is free too."""
    found = [*free, Period(held.starts_at, held.ends_at)]
    edges = sorted({edge for period in found for edge in (period.starts_at, period.ends_at)})
    pieces = (
        Period(start, end, sum(p.units for p in found if p.starts_at <= start and end <= p.ends_at))
        for start, end in pairwise(edges)
    )
    return [piece for piece in pieces if piece.units]


def next_free(free: Iterable[Period], length: timedelta, after: datetime) -> list[Period]:
    """The next periods of that length in which something is free: apart from each other, five at most."""
    found: list[Period] = []
    after += (EPOCH - after) % GRID
    for period in free:
        start = max(period.starts_at, after)
        while period.units and start + length <= period.ends_at and len(found) < PROPOSALS:
            found.append(Period(start, start + length, period.units))
            start = after = start + length
    return found


def bars(opened: list[Period], free: list[Period]) -> list[Bar]:
    """The day drawn as a band, from the first opening to the last closing."""
    if not opened:
        return []
    first, last = opened[0].starts_at, opened[-1].ends_at

    def bar(state: str, period: Period) -> Bar:
        x, end = ((at - first) / (last - first) * BAND_WIDTH for at in (period.starts_at, period.ends_at))
        return Bar(state, round(x), round(end) - round(x))

    return [bar("open", period) for period in opened] + [bar("free", period) for period in free if period.units]


def _grid(start: datetime, end: datetime) -> Iterable[datetime]:
    while start < end:
        yield start
        start += GRID


def _on_step(at: datetime, zone: str) -> bool:
    return at.astimezone(ZoneInfo(zone)).minute % STEP_MINUTES == 0


def _units(period: Mapping[str, object]) -> int:
    units = period.get("units", 1)
    return units if isinstance(units, int) else 0
