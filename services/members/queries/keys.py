"""The city's own keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import city_keys


def keys(session: Session, now: datetime) -> list[domain.CityKey]:
    """The city's keys that have not retired, newest first."""
    valid = city_keys.c.retires_at.is_(None) | (city_keys.c.retires_at > now)
    wanted = select(city_keys).where(valid).order_by(city_keys.c.generation.desc(), city_keys.c.use)
    return [domain.CityKey(**row) for row in session.execute(wanted).mappings()]


def private_jwks(session: Session, use: domain.KeyUse, now: datetime) -> list[domain.Jwk]:
    """The private JWKs of this use that have not retired, newest first."""
    return [key.jwk for key in keys(session, now) if key.use == use]
