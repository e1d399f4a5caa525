"""The end of an occurrence: it is noted, and told in numbers; of who did not come their home city is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands.activities import keeping, telling
from services.bookings.domain.activities import Occurrence
from services.bookings.events import OccurrenceEnded, RegistrationMissed
from services.bookings.tables import registrations


def note_end(session: Session, occurrence_id: str, now: datetime) -> Occurrence:
    """Note that an occurrence is over; the second time nothing happens.

    Of who did not come only those are missed at whose door somebody was noted: else nobody kept it.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    occurrence = queries.activities.lock_occurrence(session, occurrence_id)
    if not domain.activities.ending.is_to_end(occurrence, now):
        return occurrence
    activity = queries.activities.activity_of(session, occurrence)
    standing = queries.activities.standing_in(session, occurrence_id)
    came = domain.activities.ending.attended(
        [one for one in standing if one.status == "confirmed"],
        queries.activities.walked_in(session, occurrence_id),
        queries.activities.bands(session, occurrence_id),
    )
    after = keeping.save(session, occurrence, replace(occurrence, ended_at=now, changed_at=now), activity)
    numbers = {name: getattr(came, name) for name in ("registered", "came", "absent", "walked_in", "bands")}
    keeping.tell(session, OccurrenceEnded, after, activity, now, **numbers, ended_at=now)
    if came.missed:
        missed = [one.registration_id for one in came.missed]
        theirs = registrations.c.registration_id.in_(missed)
        session.execute(
            update(registrations).where(theirs).values(sequence=registrations.c.sequence + 1, changed_at=now)
        )
    there = keeping.seats(session, after, activity)
    for one in came.missed:
        told = replace(one, sequence=one.sequence + 1)
        about = telling.about_registration(there, told, None)
        event = RegistrationMissed(**about, absence_reason=told.absence_reason, missed_at=now)
        outbox.record(session, event, now)
    return after
