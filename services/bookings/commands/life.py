"""The life of a booking after it was made: confirmed, answered, cancelled, checked in and out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.commands import claiming, saving
from services.bookings.events import BookingCheckedIn, BookingCheckedOut


def confirm(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Make a hold firm; the second time nothing happens. What it replaces ends in the same moment.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_lapsed`, `booking_not_held`.
    """
    booking, space = _lock(session, booking_id, actor)
    domain.check_may_change(booking, actor, _cities(space))
    return _advance(session, booking, domain.confirm(booking, space.rules, now), now)


def approve(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Say yes to a request; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_lapsed`, `booking_not_requested`.
    """
    booking, space = _lock(session, booking_id, actor)
    domain.require(actor, domain.Permission.APPROVE, _cities(space))
    return _advance(session, booking, domain.approve(booking, space.rules, now), now)


def deny(session: Session, booking_id: str, actor: domain.Actor, reason: str, now: datetime) -> domain.Booking:
    """Say no to a request, for a reason that is a code; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_lapsed`, `booking_not_requested`.
    """
    booking, space = _lock(session, booking_id, actor)
    domain.require(actor, domain.Permission.APPROVE, _cities(space))
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
        Conflict: `booking_over`, `cancelled_too_late`.
    """
    booking, space = _lock(session, booking_id, actor)
    domain.check_may_change(booking, actor, _cities(space))
    try:
        cancelled = domain.cancel(booking, reason, space.rules, now)
    except Conflict as refusal:
        went_past = domain.go_past(refusal, actor, past, _cities(space))
        cancelled = domain.cancel(booking, reason, space.rules, now, past=True)
        cancelled = replace(cancelled, went_past=(*booking.went_past, *went_past))
    return _advance(session, booking, cancelled, now)


def check_in(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Note that the member is there: by the front desk, or by the member where the rules let them.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `check_in_too_early`, `booking_over`, `booking_not_confirmed`.
    """
    booking, space = _lock(session, booking_id, actor)
    if not (_is_own(booking, actor) and space.rules.check_in_by_member):
        domain.require(actor, domain.Permission.CHECK_IN, _cities(space))
    after = domain.check_in(booking, space.rules, now)
    if after is booking:
        return booking
    if not after.stands:  # it lapsed meanwhile, and a check-in does not raise it
        return _advance(session, booking, after, now)
    return saving.change(session, booking, after, BookingCheckedIn.of(after), now)


def check_out(session: Session, booking_id: str, actor: domain.Actor, now: datetime) -> domain.Booking:
    """Note that the member has left, and free the unit from now on; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `booking_not_checked_in`.
    """
    booking, space = _lock(session, booking_id, actor)
    if not _is_own(booking, actor):
        domain.require(actor, domain.Permission.CHECK_IN, _cities(space))
    after = domain.check_out(booking, now)
    if after is booking:
        return booking
    claiming.release(session, booking_id)
    return saving.change(session, booking, after, BookingCheckedOut.of(after), now)


def _lock(session: Session, booking_id: str, actor: domain.Actor) -> tuple[domain.Booking, domain.Space]:
    booking = queries.lock_booking(session, booking_id, actor)
    return booking, queries.space(session, booking.space_id)


def _advance(session: Session, before: domain.Booking, after: domain.Booking, now: datetime) -> domain.Booking:
    return before if after is before else saving.advance(session, before, after, now)


def _cities(space: domain.Space) -> tuple[str, ...]:
    return (space.city, *space.sharing)


def _is_own(booking: domain.Booking, actor: domain.Actor) -> bool:
    return (booking.member_id, booking.home_city) == (actor.member_id, actor.city)
