"""What is on, and how far the digest of a week has come. Never writes."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.domain import Progress, Showing
from services.notifications.tables import digests, programme_activities, programme_dates

MOST = 2000
"""How many dates are looked at: no week of the network has so many."""
_OF_ACTIVITY = ("city", "kind", "title", "words")
_SHOWING = [(programme_activities if f.name in _OF_ACTIVITY else programme_dates).c[f.name] for f in fields(Showing)]


def showings(session: Session, since: datetime, until: datetime) -> list[Showing]:
    """What is on in every city and begins in `[since, until)`, by date; the first `MOST` of it."""
    both = programme_dates.join(
        programme_activities, programme_activities.c.activity_id == programme_dates.c.activity_id
    )
    wanted = select(*_SHOWING).select_from(both).where(programme_activities.c.is_shown, programme_dates.c.is_shown)
    wanted = wanted.where(programme_dates.c.starts_at >= since, programme_dates.c.starts_at < until)
    found = session.execute(wanted.order_by(programme_dates.c.starts_at, programme_dates.c.occurrence_id).limit(MOST))
    return [Showing(**row) for row in found.mappings()]


def lock_progress(session: Session, week: str) -> Progress:
    """How far the digest of a week has come, which no other process changes in this transaction."""
    row = session.execute(select(digests).where(digests.c.week == week).with_for_update()).mappings().one()
    return Progress(**row)
