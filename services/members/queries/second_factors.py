"""Second factors and recovery codes. Who changes them has locked their member before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import recovery_codes, second_factors


def second_factor(session: Session, member_id: str) -> domain.second_factors.SecondFactor | None:
    """The member's second factor, confirmed or not; or None."""
    wanted = select(second_factors).where(second_factors.c.member_id == member_id)
    row = session.execute(wanted).mappings().one_or_none()
    return domain.second_factors.SecondFactor(**row) if row else None


def unused_recovery_digests(session: Session, member_id: str) -> set[str]:
    """The digests of the recovery codes that the member may still use."""
    theirs = (recovery_codes.c.member_id == member_id) & recovery_codes.c.used_at.is_(None)
    return set(session.execute(select(recovery_codes.c.code_digest).where(theirs)).scalars())
