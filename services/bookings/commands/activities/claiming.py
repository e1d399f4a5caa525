"""The space of an occurrence: booked, moved and given back with it in one transaction, by the occurrence itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands import booking as booking_commands
from services.bookings.commands import changing, saving, waiting
from services.bookings.domain.activities import Occurrence

GIVEN_BACK = "occurrence_changed"
"""Why the booking of an occurrence ends."""


def claim(
    session: Session,
    occurrence: Occurrence,
    space_id: str,
    editor: domain.Actor,
    booking_id: str,
    now: datetime,
    past: frozenset[str] = frozenset(),
) -> domain.Booking:
    """Book a space for an occurrence as it is dated; or move what it has booked there.

    Args:
        booking_id: of what is booked anew.

    Raises:
        NotFound: `space_not_found`.
        Conflict: `approval_needed`; `unit_taken` with the next free periods.
        Forbidden, Invalid, Conflict: as `commands.book`, `commands.move`.
    """
    space = queries.space(session, space_id)
    domain.activities.booked.check_firm(space.rules, past)
    itself = domain.activities.booked.as_itself(occurrence, editor)
    persons = max(occurrence.capacity, 1)
    if occurrence.booking_id is not None:
        return changing.move(
            session,
            occurrence.booking_id,
            itself,
            now,
            starts_at=occurrence.starts_at,
            ends_at=occurrence.ends_at,
            space_id=space_id,
            persons=persons,
            past=past,
        )
    return booking_commands.book(
        session,
        booking_id,
        space_id,
        domain.Period(occurrence.starts_at, occurrence.ends_at),
        itself,
        now,
        persons=persons,
        past=past,
        for_occurrence_id=occurrence.occurrence_id,
    )


def give_back(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """End what is booked for an occurrence, if anything is, and offer it to those who wait for the space."""
    if occurrence.booking_id is None:
        return
    waiting.get_ready(session, queries.bookings_by_id(session, [occurrence.booking_id]), now)
    booking = queries.lock_booking(session, occurrence.booking_id)
    space = queries.space(session, booking.space_id)
    ended = domain.cancel(booking, GIVEN_BACK, space.rules, now, past=True)
    if ended is not booking:
        waiting.offer_ended(session, [saving.advance(session, booking, ended, now)], now)
