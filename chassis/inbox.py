"""Accept a message once: its key is kept in the transaction of its effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chassis.sql import insert_ignoring
from chassis.tables import inbox

KEPT_FOR = timedelta(days=30)


def accept(session: Session, message_key: str, now: datetime) -> bool:
    """Whether the message is new here; the second time it is False and nothing is to be done."""
    return insert_ignoring(session, inbox, {"message_key": message_key, "accepted_at": now})


def forget(session: Session, now: datetime) -> int:
    """Delete the keys of messages that can no longer come again (older than 30 days); gives their number."""
    gone = session.connection().execute(delete(inbox).where(inbox.c.accepted_at < now - KEPT_FOR))
    return int(gone.rowcount)
