"""Attestations that are shown: verified by what was heard, which is forgotten when it can matter no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chassis.attestations import CLOCKS_DIFFER_BY, PRESENTED_FOR
from services.members import domain, queries
from services.members.commands import rights
from services.members.tables import issuers, revocations

SILENT_FOR = timedelta(days=30)  # a city tells its keys every hour


def verify_attestation(
    session: Session, city: str, staff: domain.Member, token: str, member_id: str | None, now: datetime
) -> domain.Verdict:
    """Whether to believe an attestation of any city; no city is asked.

    Args:
        session: the transaction.
        city: code of the city whose staff asks.
        staff: who asks.
        token: what somebody shows.
        member_id: who they are known to be; None: nobody checks.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`.
    """
    keys = queries.issuer_keys(session, city, now)
    verdict = domain.judge(token, member_id, keys, now, partial(queries.is_revoked, session, city))
    seen = verdict.said.member_id if verdict.said else None
    rights.use(session, staff, domain.Permission.ATTEST, seen, "verify_attestation", now)
    return verdict


def forget_heard(session: Session, now: datetime) -> None:
    """Forget what was revoked before anything that is shown now was made, and cities that have long been silent."""
    ended = now - PRESENTED_FOR - CLOCKS_DIFFER_BY
    session.execute(delete(revocations).where(revocations.c.revoked_at < ended))
    session.execute(delete(issuers).where(issuers.c.published_at < now - SILENT_FOR))
