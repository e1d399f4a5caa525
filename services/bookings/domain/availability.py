"""Availability: when a unit of a space is free, which one to take, and what to propose instead.

Works on a diary: the units of a space, each with the periods in which it cannot be held, the buffers of both neighbours
counted in. Never asks who holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from zlib import crc32

from chassis.errors import Invalid
from chassis.periods import Period, subtract
from services.bookings.domain.conditions import Rules
from services.bookings.domain.hours import SpecialHours, open_periods
from services.bookings.domain.places import Place, Space, Unit
from services.bookings.domain.rules import next_on_grid

LONGEST_SPAN = timedelta(days=31)
PROPOSED_WITHIN = timedelta(days=14)
PROPOSALS = 5

Diary = Mapping[Unit, Sequence[Period]]


@dataclass(frozen=True)
class Free:
    """A period in which the same units are free all along, so that any part of it can be booked.

    Attributes:
        units: how many, 1 or more.
        until: as long as one of them stays free: what begins in the period can end until then.
    """

    period: Period
    units: int
    until: datetime


@dataclass(frozen=True)
class Availability:
    """When a space is open, and when how many of its units are free to be booked.

    Attributes:
        zone: IANA name, of the place.
        units: how many it has.
    """

    space_id: str
    zone: str
    units: int
    rules: Rules
    opening: list[Period]
    free: list[Free]


def check_span(span: Period) -> None:
    """Refuse to look at too much at once.

    Raises:
        Invalid: `span_too_long`.
    """
    if span.length > LONGEST_SPAN:
        raise Invalid("span_too_long", f"Ask for at most {LONGEST_SPAN.days} days at once.")


def blocked(space: Space, starts_at: datetime, ends_at: datetime, held_from: datetime, held_until: datetime) -> Period:
    """The period that a claim makes impossible for a booking of a space: two neighbours share the larger buffer.

    Args:
        starts_at, ends_at: of the claim; `held_from`, `held_until` with its own buffers.
    """
    before = timedelta(minutes=space.rules.buffer_before_minutes)
    after = timedelta(minutes=space.rules.buffer_after_minutes)
    return Period(min(held_from, starts_at - after), max(held_until, ends_at + before))


def availability(
    space: Space, place: Place, special: Iterable[SpecialHours], diary: Diary, span: Period, now: datetime
) -> Availability:
    """What a space offers within a span.

    What is past is still shown open, and free no more; likewise what is too soon, and what is too far ahead to begin.
    """
    rules = space.rules
    opening = open_periods(place, space, special, span)
    free = free_periods(_to_come(opening, earliest(rules, now), place.zone, rules.start_every_minutes), diary)
    bookable = [found for found in free if found.period.starts_at <= latest(rules, now)]
    return Availability(space.space_id, place.zone, len(diary), rules, opening, bookable)


def earliest(rules: Rules, now: datetime) -> datetime:
    """When the next booking may begin, the grid apart."""
    return now + timedelta(minutes=rules.notice_minutes)


def latest(rules: Rules, now: datetime) -> datetime:
    """When the last booking may begin."""
    return now + timedelta(days=rules.horizon_days)


def free_periods(opening: Sequence[Period], diary: Diary) -> list[Free]:
    """When how many units are free within the opening periods: in order of time, cut where the free units change."""
    gaps: dict[datetime, list[tuple[Unit, datetime]]] = defaultdict(list)
    for unit, taken in diary.items():
        for gap in subtract(opening, taken):
            gaps[gap.starts_at].append((unit, gap.ends_at))
            gaps[gap.ends_at] += ()
    found: list[Free] = []
    free: dict[Unit, datetime] = {}
    for start, end in pairwise(sorted(gaps)):
        free = {unit: until for unit, until in free.items() if until > start} | dict(gaps[start])
        if free:
            found.append(Free(Period(start, end), len(free), max(free.values())))
    return found


def free_units(diary: Diary, period: Period, turn_of: str = "") -> list[Unit]:
    """The units that are free for a period, in the order in which to try them.

    First those held right before or after, so that long gaps stay long; among equals each booking begins at another
    one, so that all wear alike and bookings made at once do not fight for the first.

    Args:
        diary: must reach one instant further than the period on both sides.
        turn_of: the id of the booking, which decides the unit to begin at.
    """
    free = [unit for unit, taken in diary.items() if not any(period.overlaps(other) for other in taken)]
    first = crc32(turn_of.encode()) % len(free) if free else 0
    in_turn = free[first:] + free[:first]
    return sorted(in_turn, key=lambda unit: not any(period.touches(other) for other in diary[unit]))


def next_free(
    opening: Sequence[Period],
    diary: Diary,
    length: timedelta,
    after: datetime,
    zone: str,
    grid_minutes: int,
    most: int = PROPOSALS,
) -> list[Period]:
    """The next periods of a length that a unit is free for: on the grid, apart from each other."""
    gaps = [gap for taken in diary.values() for gap in subtract(opening, taken) if gap.length >= length]
    gaps.sort(key=attrgetter("starts_at"))
    found: list[Period] = []
    while len(found) < most:
        start = None
        for gap in gaps:
            if start is not None and gap.starts_at >= start:
                break  # nor is one after it any sooner
            possible = _first_start(gap, after, length, zone, grid_minutes)
            start = min(start or possible, possible) if possible is not None else start
        if start is None:
            break
        after = start + length
        found.append(Period(start, after))
        gaps = [gap for gap in gaps if gap.ends_at >= after + length]
    return found


def next_bookable(
    space: Space,
    place: Place,
    special: Iterable[SpecialHours],
    diary: Diary,
    minutes: int,
    within: Period,
    now: datetime,
    most: int = PROPOSALS,
) -> list[Period]:
    """The next periods that the rules of a space allow and a unit of it is free for; whoever it is for.

    Args:
        minutes: how long; of a length that is never booked there is none.
    """
    rules = space.rules
    first, last = max(earliest(rules, now), within.starts_at), latest(rules, now)
    if not rules.allow(minutes) or first >= within.ends_at:
        return []
    opening = open_periods(place, space, special, Period(first, within.ends_at))
    length = timedelta(minutes=minutes)
    found = next_free(opening, diary, length, first, place.zone, rules.start_every_minutes, most)
    return [period for period in found if period.starts_at <= last]


def _to_come(opening: Iterable[Period], since: datetime, zone: str, grid_minutes: int) -> list[Period]:
    start = next_on_grid(since, zone, grid_minutes)
    return [Period(max(period.starts_at, start), period.ends_at) for period in opening if period.ends_at > start]


def _first_start(gap: Period, after: datetime, length: timedelta, zone: str, grid_minutes: int) -> datetime | None:
    start = next_on_grid(max(gap.starts_at, after), zone, grid_minutes)
    return start if start + length <= gap.ends_at else None
