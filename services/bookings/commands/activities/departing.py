"""Members who are gone: what they had to come of the programme is given to the next. Their old rows stay, of nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import promotion, seating
from services.bookings.domain.activities import STANDING, standing


def get_ready(session: Session, holder: domain.Holder) -> None:
    """Lock the occurrences for which somebody is registered, before the holder is locked."""
    queries.activities.lock_occurrences(session, queries.activities.registered_in(session, holder))


def cancel_to_come(session: Session, nobody: domain.Holder, now: datetime) -> None:
    """End what stands and has not begun, and offer it to those who wait.

    What they registered for before their holder was locked is found too: that occurrence is locked late, and of two who
    wait for each other one is tried again.
    """
    for occurrence_id in queries.activities.registered_in(session, nobody):
        opened, seats = promotion.open_seats(session, occurrence_id, now)
        for found in queries.activities.registrations_in(session, occurrence_id, nobody):
            has_begun = seats.occurrence.starts_at <= now and seats.occurrence.status != "postponed"
            if found.status in STANDING and not has_begun:
                gone = standing.end(found, "cancelled", domain.ERASED, now)
                seats, _ = seating.change(session, seats, found, gone, "cancelled", now)
        seats = promotion.offer(session, seats, now)
        seating.tell_fullness(session, opened, seats, now)
