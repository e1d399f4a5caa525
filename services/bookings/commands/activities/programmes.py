"""Programmes: what a city says of a quarter, and until when it keeps to itself what it publishes for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from services.bookings import domain, queries
from services.bookings.commands.activities import embargoes
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import Programme, quarters
from services.bookings.tables import activities, programmes


def set_programme(session: Session, programme: Programme, actor: domain.Actor, now: datetime) -> Programme:
    """Say what a city announces for a quarter and when; what was not announced yet is seen from then on.

    What everybody has been told stays told.

    Raises:
        Forbidden: `permission_missing`.
        Invalid: `programme_invalid`, `quarter_invalid`.
    """
    domain.require(actor, domain.Permission.PUBLISH_ACTIVITIES, domain.Where.of_city(programme.city))
    quarters.check_programme(programme)
    insert_ignoring(session, programmes, row(programme))
    known = queries.activities.lock_programme(session, programme.city, programme.quarter)
    assert known is not None, "it was inserted a moment ago"
    if known != programme:
        programme = replace(programme, sequence=known.sequence + 1)
        its = (programmes.c.city == programme.city) & (programmes.c.quarter == programme.quarter)
        session.execute(update(programmes).where(its).values(row(programme)))
    _move_embargo(session, programme, now)
    return programme


def _move_embargo(session: Session, programme: Programme, now: datetime) -> None:
    for activity_id in queries.activities.under_embargo(session, programme.city):
        activity = queries.activities.lock_activity(session, activity_id)
        if activity.published_at is None or activity.announced_at is not None:
            continue  # withdrawn or told, a moment ago
        to_come = queries.activities.to_come(session, activity_id, activity.published_at)
        if quarters.first_quarter(to_come) == programme.quarter:
            visible_from = quarters.visible_from(activity.published_at, programme)
            its = activities.c.activity_id == activity_id
            session.execute(update(activities).where(its).values(visible_from=visible_from))
            embargoes.announce(session, replace(activity, visible_from=visible_from), now)
