"""Alternatives: what to propose to who finds nothing: other times, a shorter time, other spaces, other cities.

Whatever is proposed could be booked by who asks: every rule is judged. Of times each free stretch is proposed once, at
the start nearest to the one asked for, so that five proposals are five different ones.

Source: Indico's room booking, which shifts, shortens by a quarter at most, or takes another day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chassis.periods import Period, subtract
from services.bookings.domain.availability import earliest
from services.bookings.domain.hours import open_periods
from services.bookings.domain.places import Place, Space
from services.bookings.domain.rules import next_on_grid
from services.bookings.domain.search import Alternative, Candidate, Choice, Filters, Reason, choice

MOST = 5
DAYS = 7
LOOKED_AT = 100
LONGEST = timedelta(days=7)
LEAST_PART = 0.75
_INSTANT = timedelta(microseconds=1)

_Ranked = tuple[tuple[timedelta, timedelta], Period]
_Times = Callable[["Candidate", datetime], Iterator[_Ranked]]


class _Day(NamedTuple):
    """A local day and, in it, the time of day that was asked for."""

    number: int
    starts_at: datetime
    ends_at: datetime
    asked: datetime


def around(period: Period, zone: str) -> Period:
    """The local days in which another time is looked for: the one in which the period begins, and a week more."""
    days = _days(period, zone)
    return Period(days[0].starts_at, days[-1].ends_at + period.length)


def other_times(candidates: Sequence[Candidate], now: datetime) -> list[Alternative]:
    """The nearest times, of the same length and shorter, in the spaces that were asked for.

    Args:
        candidates: in their order; their diaries and special hours reach as far as `around`.
    """
    shifted = _first(candidates, _shifted, now)
    return _told(Reason.SHIFTED, shifted) + _told(Reason.SHORTER, _first(candidates, _shorter, now))


def wider(filters: Filters) -> Filters:
    """The same in every kind of space and in every city; what persons need they still need."""
    return replace(filters, space_ids=(), cities=(), kind=None, place_id=None, within_km=None)


def is_other(filters: Filters, asked: Space | None, space: Space, place: Place) -> Reason | None:
    """Why a space is another than what was asked for; None when it is not, or is too far from it.

    Args:
        asked: the space asked for, when it was one.
    """
    is_kind, is_near = filters.kind in (None, space.kind), filters.is_at(place)
    if is_kind and is_near:
        return Reason.OTHER_SPACE if asked and space.space_id != asked.space_id else None
    if is_kind:
        return Reason.OTHER_CITY
    return Reason.OTHER_KIND if is_near else None


def other_spaces(candidates: Iterable[tuple[Reason, Candidate]], now: datetime) -> list[Alternative]:
    """Other spaces that are free when it was asked for, the nearest first."""
    in_order = sorted(candidates, key=lambda found: found[1].key)
    return [
        alternative
        for reason in (Reason.OTHER_SPACE, Reason.OTHER_KIND, Reason.OTHER_CITY)
        for alternative in _told(reason, (choice(candidate, now) for other, candidate in in_order if other is reason))
    ]


def _told(reason: Reason, choices: Iterable[Choice | None]) -> list[Alternative]:
    found = (Alternative(**vars(one), reason=reason) for one in choices if one)
    return list(islice(found, MOST))


def _first(candidates: Sequence[Candidate], times: _Times, now: datetime) -> Iterator[Choice | None]:
    """What could be booked of some spaces at other times, the nearest times first."""
    ranked = {
        (number, period): rank for number, candidate in enumerate(candidates) for rank, period in times(candidate, now)
    }
    for number, period in sorted(ranked, key=lambda found: (ranked[found], found)):
        candidate = candidates[number]
        yield choice(replace(candidate, wish=replace(candidate.wish, period=period)), now)


def _shifted(candidate: Candidate, now: datetime) -> Iterator[_Ranked]:
    """In each free stretch of each day the start that is nearest to the one asked for; the same day first."""
    period, zone = candidate.wish.period, candidate.wish.place.zone
    grid, days = candidate.wish.space.rules.start_every_minutes, _days(period, zone)
    for gap in _gaps(candidate, around(period, zone), now):
        for day in days:
            first, last = max(gap.starts_at, day.starts_at), min(gap.ends_at - period.length, day.ends_at - _INSTANT)
            start = _nearest(day.asked, first, last, zone, grid) if first <= last else None
            if start is not None and start != period.starts_at:
                yield (timedelta(days=day.number), abs(start - day.asked)), Period(start, start + period.length)


def _shorter(candidate: Candidate, now: datetime) -> Iterator[_Ranked]:
    """In each free stretch the longest part of the period that was asked for, if it is not much less; that first."""
    wish = candidate.wish
    rules, asked = wish.space.rules, wish.period
    least = max(timedelta(minutes=rules.min_minutes), asked.length * LEAST_PART)
    for gap in _gaps(candidate, asked, now):
        start = next_on_grid(gap.starts_at, wish.place.zone, rules.start_every_minutes)
        longest = min(gap.ends_at - start, timedelta(minutes=rules.max_minutes))
        length = longest - longest % timedelta(minutes=rules.step_minutes)
        if least <= length < asked.length:
            yield (asked.length - length, start - asked.starts_at), Period(start, start + length)


def _gaps(candidate: Candidate, within: Period, now: datetime) -> Iterator[Period]:
    """The stretches within a period in which one and the same unit is free, from the earliest start on."""
    wish = candidate.wish
    since = max(within.starts_at, earliest(wish.space.rules, now))
    if since < within.ends_at:
        opening = open_periods(wish.place, wish.space, wish.special, Period(since, within.ends_at))
        for taken in candidate.diary.values():
            yield from subtract(opening, taken)


def _nearest(asked: datetime, first: datetime, last: datetime, zone: str, grid: int) -> datetime | None:
    """The start on the grid, from the first to the last possible one, that is nearest to the one asked for."""
    later = next_on_grid(max(asked, first), zone, grid)
    found = [later] if later <= last else []
    start = next_on_grid(max(first, min(asked, last) - timedelta(minutes=grid)), zone, grid)
    while start <= min(asked, last):
        found.append(start)
        start = next_on_grid(start + _INSTANT, zone, grid)
    return min(found, key=lambda start: abs(start - asked), default=None)


def _days(period: Period, zone: str) -> list[_Day]:
    local = period.starts_at.astimezone(ZoneInfo(zone))

    def at(day: int, clock: time) -> datetime:
        return datetime.combine(local.date() + timedelta(days=day), clock, ZoneInfo(zone)).astimezone(UTC)

    found = [_Day(day, at(day, time.min), at(day + 1, time.min), at(day, local.time())) for day in range(DAYS + 1)]
    return [found[0]._replace(asked=period.starts_at), *found[1:]]  # of a time that comes twice, the one that was said
