"""How the programme is answered: more of it to staff and to whoever drafted it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries, schemas
from services.bookings.domain.activities import Activity, Seen, life
from services.bookings.service.shown import Json, shown


def activity_shown(activity: Activity, actor: domain.Actor | None) -> Json:
    """An activity, as the actor may see it; None: a visitor."""
    schema = schemas.activities.ActivityForStaff if life.sees_all(activity, actor) else schemas.activities.Activity
    return shown(schema, activity)


def occurrence_shown(seen: Seen, activity: Activity, actor: domain.Actor | None) -> Json:
    """An occurrence, likewise."""
    is_staff = life.is_staff(activity, actor)
    schema = schemas.activities.OccurrenceForStaff if is_staff else schemas.activities.Occurrence
    return shown(schema, seen)


def with_occurrences(session: Session, activity: Activity, actor: domain.Actor | None, now: datetime) -> Json:
    """An activity with its occurrences. Two queries."""
    found = queries.activities.occurrences_of(session, activity.activity_id)
    seen = queries.activities.seen(session, [(one, activity) for one in found], now)
    return {
        "activity": activity_shown(activity, actor),
        "occurrences": [occurrence_shown(one, activity, actor) for one in seen],
    }
