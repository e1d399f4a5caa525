"""The life of a booking after it was made: confirmed, answered, cancelled, checked in and out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.commands import claiming, deciding, saving, waiting
from services.bookings.events import BookingCheckedIn, BookingCheckedOut


def confirm(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Make a hold firm; the second time nothing happens. What it replaces ends in the same moment.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_lapsed`, `booking_not_held`, `booking_of_occurrence`.
    """
    queries.lock_with_replaced(session, booking_id)
    booking, space = _lock(session, booking_id, actor)
    _check_may_change(session, booking, actor, space)
    return _advance(session, booking, domain.confirm(booking, space.rules, now), now)


def approve(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Say yes to a request; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_lapsed`, `booking_not_requested`.
    """
    queries.lock_with_replaced(session, booking_id)
    booking, space = _lock(session, booking_id, actor)
    domain.require(actor, domain.Permission.APPROVE, domain.Where.of_space(space))
    return _advance(session, booking, domain.approve(booking, space.rules, now), now)


def deny(session: Session, booking_id: str, actor: domain.Actor, reason: str, now: datetime) -> domain.Booking:
    """Say no to a request, for a reason that is a code; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_lapsed`, `booking_not_requested`.
    """
    booking, space = _lock(session, booking_id, actor, to_end_at=now)
    domain.require(actor, domain.Permission.APPROVE, domain.Where.of_space(space))
    return _advance(session, booking, domain.deny(booking, reason, now), now)


def cancel(
    session: Session,
    booking_id: str,
    actor: domain.Actor,
    reason: str,
    now: datetime,
    past: Collection[str] = (),
) -> domain.Booking:
    """End a booking and free its unit at once; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`, also for another member's.
        Forbidden: `permission_missing`.
        Conflict: `booking_over`, `cancelled_too_late`, `booking_of_occurrence`.
    """
    booking, space = _lock(session, booking_id, actor, to_end_at=now)
    _check_may_change(session, booking, actor, space)
    return _advance(session, booking, cancelled(booking, space, actor, reason, past, now), now)


def cancelled(
    booking: domain.Booking,
    space: domain.Space,
    actor: domain.Actor,
    reason: str,
    past: Collection[str],
    now: datetime,
) -> domain.Booking:
    """The booking, cancelled by the rules of its space, or past them.

    Raises:
        Forbidden: `permission_missing`.
        Conflict: `booking_over`, `cancelled_too_late`.
    """
    try:
        return domain.cancel(booking, reason, space.rules, now)
    except Conflict as refusal:
        went_past = domain.go_past(refusal, actor, past, domain.Where.of_space(space))
        after = domain.cancel(booking, reason, space.rules, now, past=True)
        return replace(after, went_past=(*booking.went_past, *went_past))


def check_in(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Note that the member is there: by the front desk, or by the member where the rules let them.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `check_in_too_early`, `booking_over`, `booking_not_confirmed`, `booking_of_occurrence`.
    """
    booking, space = _lock(session, booking_id, actor)
    if not (_is_theirs(session, booking, actor) and space.rules.check_in_by_member):
        domain.require(actor, domain.Permission.CHECK_IN, domain.Where.of_space(space))
    after = domain.check_in(booking, space.rules, now)
    if after is booking:
        return booking
    return saving.change(session, booking, after, BookingCheckedIn.of(after), now)


def check_out(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Note that the member has left, and free the unit from now on; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_not_checked_in`, `booking_of_occurrence`.
    """
    booking, space = _lock(session, booking_id, actor, to_end_at=now)
    if not _is_theirs(session, booking, actor):
        domain.require(actor, domain.Permission.CHECK_IN, domain.Where.of_space(space))
    after = domain.check_out(booking, now)
    if after is booking:
        return booking
    claiming.release(session, booking_id)
    gone = saving.change(session, booking, after, BookingCheckedOut.of(after), now)
    waiting.offer_ended(session, [gone], now)
    return gone


def _lock(
    session: Session, booking_id: str, actor: domain.Actor, to_end_at: datetime | None = None
) -> tuple[domain.Booking, domain.Space]:
    if to_end_at is not None:  # those who wait for it are locked first
        waiting.get_ready(session, [queries.booking(session, booking_id, actor)], to_end_at)
    booking = queries.lock_booking(session, booking_id, actor)
    domain.activities.check_own(booking, actor)
    return booking, queries.space(session, booking.space_id)


def _advance(session: Session, before: domain.Booking, after: domain.Booking, now: datetime) -> domain.Booking:
    if after is before:
        return before
    if after.status == "confirmed":
        deciding.end_replaced(session, after, now)  # first: the credits that it gives back pay this one
    advanced = saving.advance(session, before, after, now)
    if not advanced.stands:
        waiting.offer_ended(session, [advanced], now)
    return advanced


def _check_may_change(session: Session, booking: domain.Booking, actor: domain.Actor, space: domain.Space) -> None:
    guards = queries.is_guardian(session, actor, booking.member_id, booking.home_city)
    domain.check_may_change(booking, actor, domain.Where.of_space(space), is_guardian=guards)


def _is_theirs(session: Session, booking: domain.Booking, actor: domain.Actor) -> bool:
    """Whether it is the actor's own, or of somebody for whom they answer."""
    own = (booking.member_id, booking.home_city) == (actor.member_id, actor.city)
    return own or queries.is_guardian(session, actor, booking.member_id, booking.home_city)
