"""Forget what was said long ago. Never says anything, never forgets what is still to be said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists
from sqlalchemy.orm import Session

from services.notifications import domain, queries
from services.notifications.tables import bookings_heard, deliveries, notices


def forget_old(session: Session, most: int, now: datetime) -> int:
    """Forget notices of more than a year ago that are settled and of no use any more; gives how many.

    What was last heard of their subject is forgotten with the last of them: an older word on it would be too late.
    """
    old = queries.lock_old(session, now - domain.KEPT_FOR, now, most)
    ids, subjects = list(old), set(old.values())
    session.execute(delete(deliveries).where(deliveries.c.notice_id.in_(ids)))
    session.execute(delete(notices).where(notices.c.notice_id.in_(ids)))
    is_told_of = exists().where(notices.c.subject == bookings_heard.c.booking_id)
    session.execute(delete(bookings_heard).where(bookings_heard.c.booking_id.in_(subjects), ~is_told_of))
    return len(old)
