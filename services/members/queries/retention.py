"""Who was not seen for long. What they booked or registered for counts as seen; a guardian looks after a minor."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import guardianships, heard_bookings, heard_registrations, member_roles, members


def inactive(session: Session, now: datetime, most: int, after: str = "") -> list[str]:
    """The ids, in order, of some whose end is near and who were not told so, or long enough ago."""
    near = now - domain.INACTIVE_AFTER + domain.TOLD_BEFORE
    told = members.c.inactivity_told_at
    letter, long_ago = members.c.inactivity_letter_at, told <= now - domain.TOLD_BEFORE
    is_unsaid = or_(letter.is_(None), letter < members.c.last_seen_at)
    to_tell = or_(told.is_(None), told < members.c.last_seen_at, long_ago & is_unsaid)
    is_over = (members.c.last_seen_at <= now - domain.INACTIVE_AFTER) & long_ago
    wanted = _unseen(near).where(or_(to_tell, is_over), members.c.id > after)
    return list(session.scalars(wanted.order_by(members.c.id).limit(most)))


def inactivity_told(session: Session, member_id: str) -> tuple[datetime | None, datetime | None]:
    """When a member was to be told last that the account ends, and when a letter went out or was refused for good."""
    columns = select(members.c.inactivity_told_at, members.c.inactivity_letter_at)
    told_at, letter_at = session.execute(columns.where(members.c.id == member_id)).one()
    return told_at, letter_at


def _unseen(since: datetime) -> Select[tuple[str]]:
    return select(members.c.id).where(
        members.c.last_seen_at <= since,
        members.c.status != domain.Status.LIMITED,
        ~_has(member_roles.c.member_id == members.c.id, member_roles.c.role != domain.Role.MEMBER),
        ~_has(heard_bookings.c.member_id == members.c.id, heard_bookings.c.ends_at > since),
        ~_has(heard_registrations.c.member_id == members.c.id, heard_registrations.c.ends_at > since),
        ~_has(guardianships.c.minor_id == members.c.id, guardianships.c.ended_at.is_(None)),
    )


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*conditions)
