"""The city's own keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import city_keys


def keys(session: Session, now: datetime) -> list[domain.CityKey]:
    """The city's keys that have not retired, in the order in which to choose one: what is used now comes first."""
    valid = city_keys.c.retires_at.is_(None) | (city_keys.c.retires_at > now)
    found = [domain.CityKey(**row) for row in session.execute(select(city_keys).where(valid)).mappings()]
    return domain.keys_in_turn(found, now)


def lock_keys(session: Session) -> None:
    """Let nobody else change or tell the keys until this transaction ends."""
    session.execute(select(city_keys.c.generation).with_for_update()).all()


def private_jwks(session: Session, use: domain.KeyUse, now: datetime) -> list[domain.Jwk]:
    """The private JWKs of this use that have not retired; the one that is used now comes first."""
    return [key.jwk for key in keys(session, now) if key.use == use]
