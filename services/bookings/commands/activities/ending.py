"""The end of an occurrence: it is noted, and told in numbers; of who did not come their home city is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import announcing, keeping
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
    standing = queries.activities.standing_at(session, occurrence_id)
    there = domain.activities.ending.attended(
        [one for one in standing if one.status == "confirmed"],
        queries.activities.walked_in(session, occurrence_id),
        queries.activities.bands(session, occurrence_id),
    )
    after = keeping.save(session, occurrence, replace(occurrence, ended_at=now, changed_at=now), activity)
    numbers = {name: getattr(there, name) for name in ("registered", "came", "absent", "walked_in", "bands")}
    announcing.tell_occurrence(session, OccurrenceEnded, after, activity, now, **numbers)
    if there.missed:
        missed = [one.registration_id for one in there.missed]
        theirs = registrations.c.registration_id.in_(missed)
        session.execute(
            update(registrations).where(theirs).values(sequence=registrations.c.sequence + 1, changed_at=now)
        )
    for one in there.missed:
        told = replace(one, sequence=one.sequence + 1)
        announcing.tell_registration(session, RegistrationMissed, told, after, activity, now, missed_at=now)
    return after
