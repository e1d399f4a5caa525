"""Whose membership ends, and who is to be told so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import members


def lock_ended(session: Session, now: datetime, most: int) -> list[str]:
    """The ids of members whose membership is over and was not written down yet, who are locked; by id.

    Those whom somebody else is just changing are passed over: they come next time.
    """
    return _lock(session, members.c.membership_ends_at <= now, most)


def lock_to_be_told(session: Session, now: datetime, most: int) -> list[str]:
    """The ids of members whose membership ends soon, of which they were not told yet; likewise."""
    ends_at, told_at = members.c.membership_ends_at, members.c.ending_told_at
    soon = (ends_at > now) & (ends_at <= now + domain.ENDING_TOLD)
    return _lock(session, soon & or_(told_at.is_(None), told_at != ends_at), most)


def _lock(session: Session, which: ColumnElement[bool], most: int) -> list[str]:
    wanted = select(members.c.id).where(which).order_by(members.c.id).limit(most)
    return list(session.scalars(wanted.with_for_update(skip_locked=True)))
