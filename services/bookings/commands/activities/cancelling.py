"""Cancelling an occurrence: by staff, with its activity, or because too few come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import claiming, keeping, promotion, seating
from services.bookings.domain.activities import Activity, Occurrence
from services.bookings.events import OccurrenceCancelled, OccurrenceShort

ACTIVITY_CANCELLED = "activity_cancelled"
"""Why an occurrence is cancelled whose activity is: there is no other date."""


def cancel_occurrence(
    session: Session, occurrence_id: str, actor: domain.Actor, reason: str, now: datetime
) -> Occurrence:
    """Have an occurrence never; the second time nothing happens.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `occurrence_over`: it has begun; `activity_over`.
    """
    occurrence = queries.activities.lock_occurrence(session, occurrence_id)
    activity = queries.activities.activity_of(session, occurrence)
    domain.activities.scheduling.check_may_schedule(activity, actor)
    return end_occurrence(session, occurrence, activity, reason, now, by=actor)


def end_occurrence(
    session: Session,
    occurrence: Occurrence,
    activity: Activity,
    reason: str,
    now: datetime,
    *,
    by: domain.Actor | None = None,
) -> Occurrence:
    """Cancel an occurrence that is locked: free its space, end every registration, tell each home city of it.

    Args:
        activity: as it was known when it was published, though it is to be cancelled too.
        by: None: by the rules alone.

    Raises:
        Conflict: `occurrence_over`: it has begun.
    """
    after = domain.activities.changing.cancel(occurrence, reason, now)
    if after is occurrence:
        return occurrence
    occurrence = promotion.note_ends(session, keeping.seats(session, occurrence, activity), now).occurrence
    claiming.give_back(session, occurrence, now)
    after = domain.activities.booked.held(after, None)
    after = replace(after, seats_taken=occurrence.seats_taken, seats_waiting=occurrence.seats_waiting)
    after = keeping.save(session, occurrence, after, activity)
    seats = keeping.seats(session, after, activity)
    emptied = replace(after, seats_taken=0, seats_waiting=0)
    keeping.tell(session, OccurrenceCancelled, emptied, activity, now, cancelled_at=now, reason=reason)
    others = () if reason == ACTIVITY_CANCELLED else _other_dates(session, after, activity, now)
    return seating.end_all(session, seats, reason, now, by=by, other_dates=others).occurrence


def check_minimum(session: Session, occurrence_id: str, now: datetime) -> Occurrence:
    """Warn a city of an occurrence that is below its minimum, or cancel it when its time to decide has come.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    occurrence = queries.activities.lock_occurrence(session, occurrence_id)
    activity = queries.activities.activity_of(session, occurrence)
    confirmed = queries.activities.confirmed_seats(session, occurrence_id)
    if domain.activities.minimum.is_to_cancel(occurrence, activity, confirmed, now):
        return end_occurrence(session, occurrence, activity, domain.activities.BELOW_MINIMUM, now)
    if not domain.activities.minimum.is_to_alert(occurrence, activity, confirmed, now):
        return occurrence
    after = keeping.save(session, occurrence, replace(occurrence, alerted_at=now, changed_at=now), activity)
    facts: dict[str, Any] = {
        "seats_taken": confirmed,
        "decides_at": domain.activities.minimum.decides_at(after, activity),
        "drafted_by_id": activity.drafted_by_id,
        "drafted_by_city": activity.drafted_by_city,
    }
    keeping.tell(session, OccurrenceShort, after, activity, now, **facts)
    return after


def _other_dates(session: Session, occurrence: Occurrence, activity: Activity, now: datetime) -> list[Occurrence]:
    """The other occurrences for which one may register now, or wait."""
    found = queries.activities.other_occurrences(session, occurrence, now)
    seen = queries.activities.seen(session, [(one, activity) for one in found], now)
    return [one.occurrence for one in seen if one.registration in ("open", "waiting")]
