"""What members consent to, and no longer. A consent is added or ended, never rewritten. Tells nobody."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.members import domain, queries
from services.members.tables import consents


def give(
    session: Session,
    member_id: str,
    purpose: domain.ConsentPurpose,
    now: datetime,
    *,
    notice_version: str = domain.NOTICE_VERSION,
    heard_by_id: str | None = None,
) -> None:
    """Keep that a member consents to something; harmless while the same consent stands.

    Args:
        session: the transaction, in which nobody else changes the member.
        member_id: who consents.
        purpose: to what.
        now: the present instant.
        notice_version: of the notice that they read.
        heard_by_id: who heard it said, when they did not give it themselves.
    """
    if domain.consents_to(queries.consents_of(session, member_id), purpose, notice_version):
        return
    given = domain.Consent(member_id, purpose, notice_version, now, heard_by_id=heard_by_id)
    session.execute(insert(consents).values(asdict(given)))


def withdraw_given_before(session: Session, member_id: str, purpose: domain.ConsentPurpose, at: datetime) -> None:
    """Keep that a member consents no longer to what they consented to until an instant; harmless the second time."""
    standing = (consents.c.purpose == str(purpose)) & consents.c.withdrawn_at.is_(None) & (consents.c.given_at <= at)
    session.execute(update(consents).where(consents.c.member_id == member_id, standing).values(withdrawn_at=at))


def withdraw(session: Session, member_id: str, purpose: domain.ConsentPurpose, now: datetime) -> None:
    """Keep that a member consents to it no longer; harmless the second time.

    Raises:
        Conflict: `account_needs_consent`.
    """
    domain.check_withdrawable(purpose)
    standing = (consents.c.purpose == str(purpose)) & consents.c.withdrawn_at.is_(None)
    theirs = update(consents).where(consents.c.member_id == member_id, standing)
    session.execute(theirs.values(withdrawn_at=now))
