"""Keeping occurrences: their rows, and what those who have a seat or wait are told of their changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import announcing
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import STANDING, Activity, Occurrence
from services.bookings.events import RegistrationChanged
from services.bookings.tables import occurrences, registrations


def create(session: Session, occurrence: Occurrence) -> Occurrence:
    """Write a new occurrence."""
    session.execute(insert(occurrences).values(row(occurrence)))
    return occurrence


def save(session: Session, before: Occurrence, after: Occurrence, activity: Activity) -> Occurrence:
    """Write what became of an occurrence; its sequence grows if others are told of it."""
    after = replace(after, sequence=before.sequence + domain.activities.is_told(activity))
    session.execute(update(occurrences).where(occurrences.c.occurrence_id == after.occurrence_id).values(row(after)))
    return after


def tell_standing(session: Session, occurrence: Occurrence, activity: Activity, what: str, now: datetime) -> None:
    """Tell the home cities of all who have a seat or wait that something else is true of it.

    Args:
        what: `rescheduled`, `moved_online`, `postponed`.
    """
    theirs = (registrations.c.occurrence_id == occurrence.occurrence_id) & registrations.c.status.in_(STANDING)
    session.execute(update(registrations).where(theirs).values(sequence=registrations.c.sequence + 1, changed_at=now))
    found = queries.activities.standing_at(session, occurrence.occurrence_id)
    for one, position in announcing.with_positions(found):
        announcing.tell_registration(
            session, RegistrationChanged, one, occurrence, activity, now, position=position, what=what, changed_at=now
        )
