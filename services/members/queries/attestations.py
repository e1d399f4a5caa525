"""What the city attests of its members."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import attestations


def lock_attestation(session: Session, attestation_id: str) -> domain.Attestation | None:
    """The attestation, which changes only after this transaction; or None."""
    wanted = select(attestations).where(attestations.c.attestation_id == attestation_id).with_for_update()
    row = session.execute(wanted).mappings().one_or_none()
    return domain.Attestation(**row) if row else None


def attestations_of(session: Session, member_id: str) -> list[domain.Attestation]:
    """What the city attests of a member, expired or not, without what it revoked; the oldest first."""
    standing = (attestations.c.member_id == member_id) & attestations.c.revoked_at.is_(None)
    wanted = select(attestations).where(standing).order_by(attestations.c.issued_at, attestations.c.attestation_id)
    return [domain.Attestation(**row) for row in session.execute(wanted).mappings()]
