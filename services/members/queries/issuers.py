"""What other cities told, by way of bookings: their keys, and what they attest no longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from chassis import sealing
from chassis.attestations import Jwks, Statement
from services.members.queries.keys import keys
from services.members.tables import attestations, issuers, revocations


def issuer_keys(session: Session, city: str, now: datetime) -> Jwks:
    """The public keys of every city: this one's own as they are now, the others' as they were heard of."""
    heard = session.execute(select(issuers.c.city, issuers.c["keys"])).all()
    return {**{told.city: told.keys for told in heard}, city: [sealing.public(key.jwk) for key in keys(session, now)]}


def lock_heard_at(session: Session, city: str) -> datetime:
    """When the keys that we have of a city were published."""
    query = select(issuers.c.published_at).where(issuers.c.city == city).with_for_update()
    published_at: datetime = session.execute(query).scalar_one()
    return published_at


def is_revoked(session: Session, city: str, said: Statement) -> bool:
    """Whether its city attests it no longer, as this one knows of itself and has heard of others."""
    if said.city == city:
        standing = (attestations.c.attestation_id == said.attestation_id) & attestations.c.revoked_at.is_(None)
        return not session.execute(select(exists().where(standing))).scalar_one()
    heard = (revocations.c.city == said.city) & (revocations.c.attestation_id == said.attestation_id)
    return bool(session.execute(select(exists().where(heard))).scalar_one())
