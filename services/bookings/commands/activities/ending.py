"""The end of an occurrence: it is noted, and told in numbers; of who did not come their home city is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.commands.activities import keeping, telling
from services.bookings.domain.activities import Activity, Occurrence
from services.bookings.domain.activities.ending import Attendance
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
    after = replace(occurrence, ended_at=now, changed_at=now)
    after, came = _tell_numbers(session, occurrence, after, activity, now)
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


def tell_numbers_again(session: Session, occurrence: Occurrence, activity: Activity, now: datetime) -> None:
    """Tell of an occurrence that is locked and over, once more, how many came: its door has sent something since."""
    if occurrence.ended_at is not None:
        _tell_numbers(session, occurrence, replace(occurrence, changed_at=now), activity, now)


def _tell_numbers(
    session: Session, before: Occurrence, after: Occurrence, activity: Activity, now: datetime
) -> tuple[Occurrence, Attendance]:
    """Save an occurrence that is over, and tell of it."""
    confirmed = queries.activities.expected(session, before.occurrence_id)
    walked_in = queries.activities.walked_in(session, before.occurrence_id)
    bands = queries.activities.bands(session, before.occurrence_id)
    came = domain.activities.ending.attended(confirmed, walked_in, bands)
    after = keeping.save(session, before, after, activity)
    numbers = {name: getattr(came, name) for name in ("registered", "came", "absent", "walked_in", "bands")}
    keeping.tell(session, OccurrenceEnded, after, activity, now, **numbers, ended_at=after.ended_at)
    return after, came
