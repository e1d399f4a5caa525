"""The day of a space: what is open, what is free, which starts and ends can be chosen.

Instants are aware; a day is the day of the place's zone, 23 to 25 hours long. Only real instants are offered: an
hour that does not exist in spring is skipped, one that comes twice in autumn is offered twice. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from gateway.web.formats import instant

HALF_HOUR = 30
SHORT_STEP = 20
HALF_A_DAY = timedelta(hours=12)
WEEK = timedelta(days=7)
BAND_WIDTH = 1000


@dataclass(frozen=True)
class Period:
    """A half-open interval of instants with the number of units that are free in it.

    Attributes:
        until: as long as one of them stays free; None where nobody said.
    """

    starts_at: datetime
    ends_at: datetime
    units: int = 1
    until: datetime | None = None


@dataclass(frozen=True)
class Rules:
    """When a booking of a space may begin, and how long it may be.

    Attributes:
        every_minutes: it begins at a multiple of it from local midnight.
        horizon: from now to the start, at most.
    """

    shortest: timedelta
    longest: timedelta
    step: timedelta
    every_minutes: int
    horizon: timedelta

    @classmethod
    def of(cls, told: Mapping[str, int]) -> Self:
        """As the bookings service tells them."""
        step = timedelta(minutes=told["step_minutes"])
        return cls(
            -(-timedelta(minutes=told["min_minutes"]) // step) * step,
            timedelta(minutes=told["max_minutes"]),
            step,
            told["start_every_minutes"],
            timedelta(days=told["horizon_days"]),
        )


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
    found = (Period(instant(str(p["starts_at"])), instant(str(p["ends_at"])), _units(p), _until(p)) for p in wire)
    return sorted(found, key=lambda period: period.starts_at)


def within(found: Iterable[Period], frame: Period) -> list[Period]:
    """The parts of the periods that lie in the frame."""
    cut = (Period(max(p.starts_at, frame.starts_at), min(p.ends_at, frame.ends_at), p.units, p.until) for p in found)
    return [period for period in cut if period.starts_at < period.ends_at]


def starts(free: Iterable[Period], frame: Period, zone: str, now: datetime, rules: Rules) -> list[Start]:
    """The starts that can be chosen in the frame: each half hour of the wall clock, or where something gets free."""
    offered, free_until = [], None
    for period in within(free, frame):
        goes_on, free_until = period.starts_at == free_until, period.ends_at
        for number, at in enumerate(_grid(period, zone, rules.every_minutes)):
            gets_free = number == 0 and not goes_on
            is_long_enough = at + rules.shortest <= (period.until or period.ends_at)
            if is_long_enough and now <= at <= now + rules.horizon and (gets_free or _is_shown(at, zone, rules)):
                offered.append(Start(at, period.units))
    return offered


def ends(free: Iterable[Period], start: datetime, zone: str, rules: Rules) -> list[End]:
    """The ends that can be chosen after a start, as long as one and the same unit is free.

    Each half hour of the wall clock, and the last; after half a day each two hours, after two days each day.
    """
    until = next(
        (period.until or period.ends_at for period in free if period.starts_at <= start < period.ends_at), start
    )
    longest = min(until - start, rules.longest)
    lengths = [number * rules.step for number in range(rules.shortest // rules.step, longest // rules.step + 1)]
    shown = (length for length in lengths if length == lengths[-1] or _is_offered(start, length, zone, rules))
    return [End(start + length, length // timedelta(minutes=1)) for length in shown]


def bars(opened: list[Period], free: list[Period]) -> list[Bar]:
    """The day drawn as a band, from the first opening to the last closing."""
    if not opened:
        return []
    first, last = opened[0].starts_at, opened[-1].ends_at

    def bar(state: str, period: Period) -> Bar:
        x, end = ((at - first) / (last - first) * BAND_WIDTH for at in (period.starts_at, period.ends_at))
        return Bar(state, round(x), round(end) - round(x))

    return [bar("open", period) for period in opened] + [bar("free", period) for period in free if period.units]


def _grid(period: Period, zone: str, minutes: int) -> Iterable[datetime]:
    """The instants of a period at multiples of some minutes from local midnight."""
    at = period.starts_at
    while at < period.ends_at:
        since = at.astimezone(ZoneInfo(zone))
        seconds = since.second + since.microsecond / 1_000_000
        of_day = since.hour * 60 + since.minute
        if not seconds and of_day % minutes == 0:
            yield at
        # no further than the next half hour: there the clocks may change
        ahead = min(minutes - of_day % minutes, HALF_HOUR - of_day % HALF_HOUR)
        at += timedelta(minutes=ahead, seconds=-seconds)


def _is_shown(at: datetime, zone: str, rules: Rules) -> bool:
    """Whether a start is: all of a coarse grid, of a fine one those on the half hour, or on the hour."""
    if rules.every_minutes >= SHORT_STEP:
        return True
    every = next((found for found in (HALF_HOUR, 2 * HALF_HOUR) if found % rules.every_minutes == 0), 1)
    return _minute_of_day(at, zone) % every == 0


def _is_offered(start: datetime, length: timedelta, zone: str, rules: Rules) -> bool:
    if length > 4 * HALF_A_DAY:
        return not length % (2 * HALF_A_DAY)
    if length > HALF_A_DAY:
        return not length % timedelta(hours=2)
    return rules.step >= timedelta(minutes=SHORT_STEP) or _minute_of_day(start + length, zone) % HALF_HOUR == 0


def _minute_of_day(at: datetime, zone: str) -> int:
    local = at.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute


def _until(period: Mapping[str, object]) -> datetime | None:
    return instant(str(period["until"])) if "until" in period else None


def _units(period: Mapping[str, object]) -> int:
    units = period.get("units", 1)
    return units if isinstance(units, int) else 0
