"""Closures: the bookings that a closure hits, and what is decided about each. Nothing ends without a decision.

A closure of a space holds for its parts, and for what it is a part of: who cannot have a room cannot have the floor.
What is decided to be kept stays, closed or not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from math import cos, radians

from chassis.errors import Conflict
from chassis.periods import Period, union
from services.bookings.domain.availability import Diary, free_units, next_free
from services.bookings.domain.bookings import Booking, as_of, cancel
from services.bookings.domain.calendar_entries import Entry, Told
from services.bookings.domain.conditions import Rules
from services.bookings.domain.hours import SpecialHours, open_periods
from services.bookings.domain.places import Place, Space

ELSEWHERE = 5  # proposals
NEARBY = timedelta(days=14)  # how much later the same space is looked at


class Fate(StrEnum):
    """What becomes of a booking that a closure hits."""

    KEEP = "keep"
    CANCEL = "cancel"
    PROPOSE = "propose"


@dataclass(frozen=True)
class Decision:
    """What is decided about a booking.

    Attributes:
        space_id, period: what is proposed instead; of a proposal alone.
        past: the refusal codes that whoever proposes asks to go past.
    """

    fate: Fate
    space_id: str | None = None
    period: Period | None = None
    past: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """A period in a space that is free at the moment, and may be proposed instead of what a closure hits."""

    space: Space
    period: Period


@dataclass(frozen=True)
class ForActivity:
    """The date of an activity for which something is booked: the booking can only be kept, the date be moved."""

    occurrence_id: str
    activity_id: str
    title: dict[str, str]


@dataclass(frozen=True)
class Hit:
    """A booking that a closure hits, with what might be proposed instead: the same space first.

    Attributes:
        activity: what it is booked for; then nothing is proposed. None: it is a member's.
    """

    booking: Booking
    proposals: tuple[Proposal, ...] = ()
    activity: ForActivity | None = None


@dataclass(frozen=True)
class Imported:
    """What the import of a calendar does, or would do if everything were decided.

    Attributes:
        bookings: as they are from then on; those that are hit, while they are not decided about.
        applied: whether it was done.
    """

    announced: tuple[SpecialHours, ...]
    withdrawn: tuple[SpecialHours, ...]
    bookings: tuple[Booking, ...]
    applied: bool


@dataclass(frozen=True)
class Candidate:
    """All that is known of a space that might be proposed: where it is, its special hours, when it is held."""

    space: Space
    place: Place
    special: Sequence[SpecialHours]
    diary: Diary


def hits(found: Iterable[Booking], closed: Collection[Period], now: datetime) -> list[Booking]:
    """Those of some bookings that still hold something in a closed period, by time."""
    is_closed = closed_during(closed)
    standing = [
        booking
        for booking in (as_of(booking, now) for booking in found)
        if booking.stands and booking.checked_out_at is None and booking.ends_at > now and is_closed(booking.period)
    ]
    return sorted(standing, key=lambda booking: (booking.starts_at, booking.booking_id))


def closed_during(closed: Iterable[Period]) -> Callable[[Period], bool]:
    """Whether a period has an instant in one of many that are closed."""
    apart = union(closed)
    starts = [period.starts_at for period in apart]

    def is_closed(period: Period) -> bool:
        before = bisect_left(starts, period.ends_at)  # only the last that begins before it ends can reach into it
        return before > 0 and apart[before - 1].ends_at > period.starts_at

    return is_closed


def check_not_over(period: Period, now: datetime) -> None:
    """Refuse to close, or to open, what is past.

    Raises:
        Conflict: `in_the_past`.
    """
    if period.ends_at <= now:
        raise Conflict("in_the_past", "The period is over.")


def check_decided(hit: Iterable[Booking], decisions: Mapping[str, Decision]) -> None:
    """Refuse a closure while there is a booking that it hits and that nobody decided about.

    Raises:
        Conflict: `closure_hits_bookings`, with the ids of the `bookings`.
    """
    if undecided := [one.booking_id for one in hit if not is_decided(one, decisions)]:
        message = "Say of each booking if it is kept, cancelled, or another one proposed."
        raise Conflict("closure_hits_bookings", message, {"bookings": undecided})


def is_decided(booking: Booking, decisions: Mapping[str, Decision]) -> bool:
    """Whether somebody said what becomes of it. What is booked for an activity is kept: its staff moves it."""
    return booking.for_occurrence_id is not None or booking.booking_id in decisions


def decision_of(booking: Booking, decisions: Mapping[str, Decision]) -> Decision:
    """What becomes of a booking.

    Raises:
        Conflict: `booking_of_occurrence`, with the `occurrence_id`: it shall not be kept, though it is of an activity.
    """
    if booking.for_occurrence_id is None:
        return decisions[booking.booking_id]
    decision = decisions.get(booking.booking_id, Decision(Fate.KEEP))
    if decision.fate is not Fate.KEEP:
        of = {"occurrence_id": booking.for_occurrence_id}
        raise Conflict("booking_of_occurrence", "It can only be kept: change the occurrence that it is for.", of)
    return decision


def check_validity(hit: Iterable[Booking]) -> None:
    """Refuse that a place or a space is there no longer, or not yet, while somebody has booked it then.

    Raises:
        Conflict: `validity_hits_bookings`, with the ids of the `bookings`.
    """
    if ids := [booking.booking_id for booking in hit]:
        raise Conflict(
            "validity_hits_bookings", "Move or cancel them first, or say that they are kept.", {"bookings": ids}
        )


def cancel_for_closure(booking: Booking, now: datetime) -> Booking:
    """The booking, ended because its space is closed, however late it is."""
    return cancel(booking, "closure", Rules(), now, past=True)


def cancel_replaced(booking: Booking, now: datetime) -> Booking:
    """The booking, ended because its member took another instead; what is over stays as it was."""
    return booking if booking.ends_at <= now else cancel(booking, "replaced", Rules(), now, past=True)


def propose(held: Booking, instead_of: Booking, rules: Rules, now: datetime) -> Booking:
    """The hold that a member may confirm instead of a booking, before that would have begun.

    Raises:
        Conflict: `in_the_past` when it has begun.
    """
    until = min(now + timedelta(minutes=rules.offer_minutes), instead_of.starts_at, held.starts_at)
    if until <= now:
        raise Conflict("in_the_past", "The booking has begun: nothing can be proposed instead.")
    return replace(held, replaces_id=instead_of.booking_id, lapses_at=until)


def compare(known: Iterable[SpecialHours], told: Told) -> tuple[list[SpecialHours], list[Entry]]:
    """What is to be withdrawn, and what to be announced, for a place to have what its calendar tells.

    Args:
        known: what was imported from the entries that the calendar speaks of, and is not over.
    """
    before = {(special.uid, special.period, special.reason): special for special in known}
    wanted = {(entry.uid, entry.period, entry.reason): entry for entry in told.entries}
    gone = [special for said, special in before.items() if said not in wanted]
    new = [entry for said, entry in wanted.items() if said not in before]
    return gone, new


def nearest(
    place: Place, spaces: Iterable[Space], where: Mapping[str, Place], booked: Collection[str], most: int
) -> list[Space]:
    """Of each kind so many of some spaces, the nearest to a place first; what is `booked` in any case."""
    by_distance = sorted(spaces, key=lambda space: (_apart(place, where[space.place_id]), space.space_id))
    kinds: Counter[str] = Counter()
    near: list[Space] = []
    for space in by_distance:
        kinds[space.kind] += 1
        if kinds[space.kind] <= most or space.space_id in booked:
            near.append(space)
    return near


def with_closures(
    candidates: Iterable[Candidate], planned: Iterable[SpecialHours], closed: Collection[str]
) -> list[Candidate]:
    """The same candidates, those in `closed` with the closures that are planned for them."""
    planned = tuple(planned)
    return [
        replace(candidate, special=(*candidate.special, *planned)) if candidate.space.space_id in closed else candidate
        for candidate in candidates
    ]


def proposals(booking: Booking, candidates: Sequence[Candidate], now: datetime) -> tuple[Proposal, ...]:
    """What is free instead of a booking: its own space a little later, others of the kind at the same time.

    Args:
        candidates: the nearest first, with the closures that are planned.
    """
    own = [candidate for candidate in candidates if candidate.space.space_id == booking.space_id]
    kinds = {candidate.space.kind for candidate in own}
    others = (candidate for candidate in candidates if candidate not in own and candidate.space.kind in kinds)
    later = [Proposal(candidate.space, period) for candidate in own for period in _later(booking, candidate, now)]
    free = (Proposal(candidate.space, booking.period) for candidate in others if _is_free(booking, candidate, now))
    return (*later, *islice(free, ELSEWHERE))


def _apart(one: Place, other: Place) -> float:
    """How far from each other they are, for comparing near ones: square degrees of latitude."""
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return (one.latitude - other.latitude) ** 2 + east**2


def _later(booking: Booking, candidate: Candidate, now: datetime) -> list[Period]:
    after = max(booking.starts_at, now)
    within = Period(after, after + NEARBY)
    opening = open_periods(candidate.place, candidate.space, candidate.special, within)
    grid = candidate.space.rules.start_every_minutes
    return next_free(opening, candidate.diary, booking.period.length, after, candidate.place.zone, grid)


def _is_free(booking: Booking, candidate: Candidate, now: datetime) -> bool:
    return (
        booking.starts_at >= now
        and booking.persons <= candidate.space.capacity
        and open_periods(candidate.place, candidate.space, candidate.special, booking.period) == [booking.period]
        and bool(free_units(candidate.diary, booking.period))
    )
