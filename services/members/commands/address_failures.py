"""Marking an address that refuses letters, and lifting the mark. Tells nobody."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis.errors import Conflict, NotFound
from services.members import domain, queries
from services.members.commands.membership import recipient
from services.members.tables import address_failures


def mark_address(session: Session, member_id: str, reason: str, at: datetime) -> None:
    """Keep that a letter for a member was refused by whose address it went to, unless that is another by now.

    Args:
        session: the transaction.
        member_id: for whom the letter was.
        reason: why, e.g. `smtp_550`.
        at: when it was refused.
    """
    owner = queries.lock_member(session, _owner_id(session, member_id))
    if owner is None:
        return
    before = queries.address_failure(session, owner.id)
    after = domain.refuse(before, owner, reason, at)
    if after is None:
        return
    if before is None:
        session.execute(insert(address_failures).values(asdict(after)))
    else:
        session.execute(update(address_failures).where(address_failures.c.member_id == owner.id).values(asdict(after)))


def lift_mark(session: Session, member_id: str, at: datetime) -> None:
    """Forget that an address refused letters: one for that member went there, after the last refusal."""
    theirs = address_failures.c.member_id == _owner_id(session, member_id)
    session.execute(delete(address_failures).where(theirs, address_failures.c.last_refused_at <= at))


def _owner_id(session: Session, member_id: str) -> str:
    """Whose address a letter for that member goes to; "" when there is none."""
    try:
        return recipient(session, member_id, alone=False).owner_id or ""
    except (NotFound, Conflict):  # gone, or with nobody to write to by now
        return ""
