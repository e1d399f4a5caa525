"""Keeping occurrences: their rows, and what those who have a seat or wait are told of their changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands.activities import telling
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import STANDING, Activity, Occurrence, Registration, Seats
from services.bookings.events import RegistrationChanged
from services.bookings.events.activities import AboutOccurrence
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


def tell(
    session: Session,
    event: type[AboutOccurrence],
    occurrence: Occurrence,
    activity: Activity,
    now: datetime,
    **more: Any,
) -> None:
    """Tell of an occurrence, if others know of its activity."""
    if domain.activities.is_told(activity):
        facts = telling.about_occurrence(seats(session, occurrence, activity))
        outbox.record(session, event(**facts, **more), now)


def tell_standing(session: Session, occurrence: Occurrence, activity: Activity, what: str, now: datetime) -> None:
    """Tell the home cities of all who have a seat or wait that something else is true of it.

    Args:
        what: `rescheduled`, `moved_online`, `postponed`.
    """
    theirs = (registrations.c.occurrence_id == occurrence.occurrence_id) & registrations.c.status.in_(STANDING)
    session.execute(update(registrations).where(theirs).values(sequence=registrations.c.sequence + 1, changed_at=now))
    there = seats(session, occurrence, activity)
    for one, position in with_positions(queries.activities.standing_in(session, occurrence.occurrence_id)):
        about = telling.about_registration(there, one, position)
        outbox.record(session, RegistrationChanged(**about, what=what, changed_at=now), now)


def seats(session: Session, occurrence: Occurrence, activity: Activity) -> Seats:
    """The seats of an occurrence that is locked. Queries only for what is kept back."""
    return queries.activities.seats_of(session, occurrence) if occurrence.kept_back else Seats(occurrence, activity)


def with_positions(registrations: Iterable[Registration]) -> Iterator[tuple[Registration, int | None]]:
    """Each with its position among those that wait, who come in their turn; None for the others."""
    position = 0
    for one in registrations:
        if one.status == "waiting":
            position += 1
        yield one, position if one.status == "waiting" else None
