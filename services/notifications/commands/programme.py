"""Keep what is on in every city, as the last event of each activity and date says it. Never says anything."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Table, delete, update
from sqlalchemy.orm import Session

from chassis.sql import insert_ignoring
from services.notifications import domain
from services.notifications.domain import Activity, ProgrammeDate
from services.notifications.tables import programme_activities, programme_dates


def keep_activity(session: Session, activity: Activity) -> None:
    """Keep an activity, unless something later was heard of it; harmless the second time."""
    _keep(session, programme_activities, programme_activities.c.activity_id, vars(activity))


def hide_activity(session: Session, activity_id: str, city: str, sequence: int) -> None:
    """Show an activity no longer, whether or not it was ever heard of; harmless the second time."""
    unheard = Activity(activity_id, city, "", {}, "", is_shown=False, sequence=sequence)
    if insert_ignoring(session, programme_activities, vars(unheard)):
        return
    older = (programme_activities.c.activity_id == activity_id) & (programme_activities.c.sequence <= sequence)
    session.execute(update(programme_activities).where(older).values(is_shown=False, sequence=sequence))


def keep_date(session: Session, date: ProgrammeDate) -> None:
    """Keep a date, unless something later was heard of it; of whose activity nothing was heard yet, too."""
    _keep(session, programme_dates, programme_dates.c.occurrence_id, vars(date))


def forget_dates(session: Session, now: datetime) -> int:
    """Forget the dates that began a week ago; gives how many."""
    old = programme_dates.c.starts_at <= now - domain.DATES_KEPT_FOR
    return int(session.connection().execute(delete(programme_dates).where(old)).rowcount)


def _keep(session: Session, table: Table, key: Column[str], row: dict[str, object]) -> None:
    if insert_ignoring(session, table, row):
        return
    older = (key == row[key.name]) & (table.c.sequence <= row["sequence"])
    session.execute(update(table).where(older).values(row))
