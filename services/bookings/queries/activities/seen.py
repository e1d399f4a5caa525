"""Occurrences as they are seen at an instant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.bookings.domain.activities import SEATED, Activity, Occurrence, Seen
from services.bookings.tables import registrations


def kept_taken(session: Session, occurrence_ids: Collection[str]) -> dict[str, int]:
    """How many of the seats that some occurrences keep back are taken. One query; none for no occurrence."""
    if not occurrence_ids:
        return {}
    query = (
        select(registrations.c.occurrence_id, func.sum(registrations.c.seats))
        .where(
            registrations.c.occurrence_id.in_(occurrence_ids),
            registrations.c.kept,
            registrations.c.status.in_(SEATED),
        )
        .group_by(registrations.c.occurrence_id)
    )
    return {occurrence_id: int(seats) for occurrence_id, seats in session.execute(query)}


def seen(session: Session, found: Sequence[tuple[Occurrence, Activity]], now: datetime) -> list[Seen]:
    """Some occurrences with their activities, as they are seen. One query at most."""
    keeping = {occurrence.occurrence_id for occurrence, _ in found if occurrence.kept_back}
    taken = kept_taken(session, keeping)
    return [
        Seen(occurrence, activity.terms, now, taken.get(occurrence.occurrence_id, 0)) for occurrence, activity in found
    ]
