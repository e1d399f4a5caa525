"""Announcing: the others are told of what is published, once its embargo is over, and of what it says from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import queries
from services.bookings.commands.activities import keeping
from services.bookings.domain.activities import Activity, life
from services.bookings.events import ActivityPublished, OccurrenceScheduled
from services.bookings.tables import activities

ANNOUNCED_AT_ONCE = 20


def announce_due(session: Session, now: datetime) -> int:
    """Announce some of all that everybody may see by now and was not told of; gives how many were looked at."""
    due = queries.activities.to_announce(session, now, ANNOUNCED_AT_ONCE)
    for activity_id in sorted(due):
        announce(session, queries.activities.lock_activity(session, activity_id), now)
    return len(due)


def announce(session: Session, activity: Activity, now: datetime) -> Activity:
    """Tell of an activity and of its occurrences, once, and never before everybody may see it. It is locked."""
    if activity.status != "published" or activity.announced_at is not None or not life.is_visible(activity, now):
        return activity
    its = activities.c.activity_id == activity.activity_id
    session.execute(update(activities).where(its).values(announced_at=now))
    announced = replace(activity, announced_at=now)
    tell_again(session, announced, now)
    for occurrence in queries.activities.lock_occurrences_of(session, activity.activity_id):
        if occurrence.status != "cancelled":
            keeping.tell(session, OccurrenceScheduled, occurrence, announced, now, scheduled_at=now)
    return announced


def tell_again(session: Session, activity: Activity, now: datetime) -> None:
    """Tell what an activity says, if the others know of it."""
    if activity.announced_at is not None:
        terms = activity.terms
        told = ActivityPublished.of(activity, host_city=activity.city, mode=terms.mode, external_url=terms.external_url)
        outbox.record(session, told, now)
