"""What the city attests of its members."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.attestations import for_bookings
from services.members import domain, queries
from services.members.commands import rights
from services.members.events import AttestationIssued, AttestationRevoked
from services.members.tables import attestations


def issue_attestation(
    session: Session,
    city: str,
    attestation_id: str,
    staff: domain.Member,
    member_id: str,
    kind: str,
    valid_until: datetime | None,
    now: datetime,
) -> domain.Attestation:
    """Attest something of a member; a second attestation of the same kind stands beside the first.

    Args:
        session: the transaction.
        city: code of the city.
        attestation_id: the id that it will have.
        staff: who issues it.
        member_id: of whom.
        kind: snake case.
        valid_until: None for no end.
        now: the present instant.

    Raises:
        Forbidden: `permission_missing`, `attests_oneself`.
        NotFound: `member_not_found`.
        Invalid: `valid_until_past`, `attestation_kind_unknown`.
        Unavailable: `keys_unknown`: the city has no key to sign with yet.
    """
    member = queries.lock_member(session, member_id)
    rights.use(session, staff, domain.Permission.ATTEST, member_id, "issue_attestation", now)
    issued = domain.issue(attestation_id, staff, member, kind, valid_until, now)
    session.execute(insert(attestations).values(asdict(issued)))
    signed = for_bookings(domain.statement(issued, city), domain.signing_key(queries.keys(session, now), now))
    event = AttestationIssued(member_id, city, issued.sequence, attestation_id, kind, valid_until, now, signed)
    outbox.record(session, event, now)
    return issued


def revoke_attestation(
    session: Session, city: str, attestation_id: str, staff: domain.Member, now: datetime
) -> domain.Attestation:
    """Attest it no longer; harmless the second time.

    Raises:
        Forbidden: `permission_missing`.
        NotFound: `attestation_not_found`.
    """
    issued = queries.lock_attestation(session, attestation_id)
    member_id = issued.member_id if issued else None
    rights.use(session, staff, domain.Permission.ATTEST, member_id, "revoke_attestation", now)
    revoked = domain.revoke(issued, now)
    if revoked != issued:
        changed = update(attestations).where(attestations.c.attestation_id == attestation_id)
        session.execute(changed.values(revoked_at=now, sequence=revoked.sequence))
        event = AttestationRevoked(revoked.member_id, city, revoked.sequence, attestation_id, now)
        outbox.record(session, event, now)
    return revoked
