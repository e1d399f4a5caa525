"""What was tried, and from where members came."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members.tables import logins, throttles


def lock_throttle(session: Session, key: str) -> datetime | None:
    """When all tries of a key will be there again, which changes only after this transaction; None without a row."""
    wanted = select(throttles.c.full_at).where(throttles.c.key == key).with_for_update()
    return session.execute(wanted).scalar_one_or_none()


def has_come_from(session: Session, member_id: str, client: str, since: datetime) -> bool:
    """Whether a member signed in from the network address of this digest since then."""
    same = (logins.c.member_id == member_id) & (logins.c.client == client) & (logins.c.began_at > since)
    return session.execute(select(logins.c.login_id).where(same).limit(1)).first() is not None
