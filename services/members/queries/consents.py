"""What members consented to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import consents


def consents_of(session: Session, member_id: str) -> list[domain.Consent]:
    """All that a member ever consented to, withdrawn or not; the oldest first."""
    theirs = select(consents).where(consents.c.member_id == member_id)
    found = session.execute(theirs.order_by(consents.c.given_at, consents.c.purpose)).mappings()
    return [domain.Consent(**{**row, "purpose": domain.ConsentPurpose(row["purpose"])}) for row in found]
