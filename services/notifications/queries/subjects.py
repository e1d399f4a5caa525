"""What was heard, said and chosen before. Never writes."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import Table, exists, select
from sqlalchemy.orm import Session

from chassis import own
from services.notifications import domain
from services.notifications.domain import Channel, Kind, Past, Preferences, QuietHours
from services.notifications.tables import appointments, bookings_heard, deliveries, erased, habits, notices, preferences

# What is told of each table to whom it is about, without these columns.
TOLD: dict[Table, tuple[str, ...]] = {
    notices: ("data", "traceparent", "number"),
    deliveries: ("next_attempt_at", "number", "is_prompt", "perhaps_out"),
    preferences: (),
    habits: (),
    appointments: ("data", "sequence"),
}
_OF_BOOKINGS = [kind for kind in Kind if kind.is_of_booking]


def is_erased(session: Session, member_id: str) -> bool:
    """Whether the city has said, not too long ago, that a member is gone."""
    return bool(session.scalar(select(exists().where(erased.c.member_digest == domain.digest(member_id)))))


def is_news(session: Session, subject: str, sequence: int) -> bool:
    """Whether no later word on a subject was heard."""
    later = exists().where(bookings_heard.c.booking_id == subject, bookings_heard.c.sequence > sequence)
    return not session.scalar(select(later))


def past(session: Session, member_id: str, booking_id: str) -> Past:
    """What was heard of a booking, and whether its member was told anything of it."""
    told = exists().where(
        notices.c.member_id == member_id, notices.c.kind.in_(_OF_BOOKINGS), notices.c.subject == booking_id
    )
    known = exists().where(bookings_heard.c.booking_id == booking_id)
    return Past(*map(bool, session.execute(select(known, told)).one()))


def preferences_of(session: Session, member_id: str) -> Preferences:
    """What a member chose of how they are told; as it is by default for who chose nothing."""
    rows = session.execute(select(preferences).where(preferences.c.member_id == member_id)).all()
    wanted = {(Kind(row.kind), Channel(row.channel)): bool(row.is_wanted) for row in rows}
    habit = session.execute(select(habits).where(habits.c.member_id == member_id)).one_or_none()
    if habit is None:
        return Preferences(wanted)
    quiet = None
    if habit.quiet_since and habit.quiet_until:
        quiet = QuietHours(time.fromisoformat(habit.quiet_since), time.fromisoformat(habit.quiet_until))
    return Preferences(wanted, quiet, tuple(habit.reminders))


def everything_of(session: Session, member_id: str) -> list[dict[str, Any]]:
    """What a member was told, by what, when, and how they wish to be; not what was said: that is in the letter."""
    return [own.section(session, table, table.c.member_id == member_id, without) for table, without in TOLD.items()]
