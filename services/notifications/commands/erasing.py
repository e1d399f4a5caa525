"""Forget who is gone. Never says anything."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chassis import naming
from chassis.sql import insert_ignoring
from services.notifications import domain
from services.notifications.commands.wishes import take_wishes
from services.notifications.tables import appointments, deliveries, erased, habits, notices, preferences

# Appointments first: a timer that has one in hand is waited for, and what it queued goes with the rest.
OF_MEMBERS = (appointments, deliveries, notices, preferences, habits)


def erase(session: Session, member_id: str, now: datetime) -> None:
    """Forget a member who is gone, and what was to be told to them or of them; harmless the second time."""
    take_wishes(session, member_id)
    insert_ignoring(session, erased, {"member_digest": domain.digest(member_id), "erased_at": now})
    for table in OF_MEMBERS:
        session.execute(delete(table).where(table.c.member_id == member_id))
    naming.forget_answers(session, member_id)
    naming.forget_events(session, member_id)


def forget_erased(session: Session, now: datetime) -> int:
    """Forget whom no message can be late for any more; gives how many."""
    old = erased.c.erased_at <= now - domain.REMEMBERED_FOR
    return int(session.connection().execute(delete(erased).where(old)).rowcount)
