"""Whose address refuses letters. Never writes."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import address_failures, guardianships, members


def address_failure(session: Session, member_id: str) -> domain.AddressFailure | None:
    """What is known of a member's address that refuses letters; None: it takes them, as far as is known."""
    row = session.execute(select(address_failures).where(address_failures.c.member_id == member_id)).mappings().first()
    return domain.AddressFailure(**row) if row else None


def is_marked_for(session: Session, member_id: str) -> bool:
    """Whether an address refuses letters to which those of a member may go: their own, or of who stands for them."""
    failed = address_failures.c.member_id
    helper = select(members.c.helper_id).where(members.c.id == member_id)
    guardians = select(guardianships.c.guardian_id).where(guardianships.c.minor_id == member_id)
    theirs = or_(failed == member_id, failed.in_(guardians), failed.in_(helper))
    return bool(session.scalar(select(exists().where(theirs))))
