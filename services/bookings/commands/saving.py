"""Saving a booking: its row, its claims' lapse, and what is told of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.events import Event
from services.bookings import domain, queries
from services.bookings.commands import claiming, crediting
from services.bookings.events import (
    BookingCancelled,
    BookingConfirmed,
    BookingDenied,
    BookingHeld,
    BookingLapsed,
    BookingMissed,
    BookingRequested,
)
from services.bookings.tables import bookings, claims


def create(session: Session, booking: domain.Booking, now: datetime, *, offered: bool = False) -> domain.Booking:
    """Write a new booking, whose claims are won already, pay it by credits, and tell the others.

    Args:
        offered: to a member who waited for it.

    Raises:
        Forbidden: `member_not_active`: who books for another is gone.
    """
    if booking.booked_by_id != booking.member_id:
        domain.check_there(is_erased=queries.is_erased(session, booking.booked_by_id))
    booking = crediting.use(session, booking)
    session.execute(insert(bookings).values(**asdict(booking), changed_at=now))
    if booking.lapses_at is not None:
        _let_claims_lapse(session, booking)
    outbox.record(session, _is_now(booking, now, offered), now)
    return booking


def change(
    session: Session, before: domain.Booking, after: domain.Booking, event: Event, now: datetime
) -> domain.Booking:
    """Write what became of a booking, and tell the others."""
    row = {**asdict(after), "changed_at": now}
    session.execute(update(bookings).where(bookings.c.booking_id == after.booking_id).values(row))
    if after.stands and {before.lapses_at, after.lapses_at} != {None}:
        _let_claims_lapse(session, after)
    outbox.record(session, event, now)
    return after


def advance(session: Session, before: domain.Booking, after: domain.Booking, now: datetime) -> domain.Booking:
    """Write that a booking has another status, free its claims when it ends, and tell the others.

    What is held no longer but firm, or asked for, is paid by credits; what ends gives them back.
    """
    if not after.stands:
        claiming.release(session, after.booking_id)
        crediting.give_back(session, after)
    elif before.status == "held":
        after = crediting.use(session, after)
    return change(session, before, after, _is_now(after, now, was=before.status), now)


def _let_claims_lapse(session: Session, booking: domain.Booking) -> None:
    theirs = claims.c.booking_id == booking.booking_id
    session.execute(update(claims).where(theirs).values(lapses_at=booking.lapses_at))


def _is_now(booking: domain.Booking, now: datetime, offered: bool = False, was: str = "") -> Event:
    """What is told of a booking that has its status from now on."""
    match booking.status:
        case "held":
            return BookingHeld.of(booking, held_at=now, offered=offered)
        case "requested":
            return BookingRequested.of(booking, requested_at=now)
        case "cancelled":
            return BookingCancelled.of(booking, reason=booking.cancel_reason)
        case "denied":
            return BookingDenied.of(booking, denied_at=booking.cancelled_at, reason=booking.cancel_reason)
        case "lapsed":
            return BookingLapsed.of(booking, lapsed_at=booking.cancelled_at, reason=was)
        case "missed":
            return BookingMissed.of(booking, missed_at=booking.cancelled_at)
        case _:
            return BookingConfirmed.of(booking)
