"""The city's own keys: made once, told at every start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from chassis import outbox, sealing
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.events import CityKeysPublished
from services.members.tables import city_keys


def publish_keys(session: Session, city: str, fresh: Mapping[domain.KeyUse, domain.Jwk], now: datetime) -> None:
    """Give the city the keys it has not got, and tell everybody the public halves of all it has.

    Args:
        session: the transaction.
        city: code of the city.
        fresh: for each use a private JWK that nobody has seen; kept only when the city has none of this use.
        now: the present instant.
    """
    held = {key.use for key in queries.keys(session, now)}
    for use in fresh.keys() - held:
        insert_ignoring(session, city_keys, asdict(domain.CityKey(use, 1, fresh[use], now)))
    keys = queries.keys(session, now)
    public = tuple(sealing.public(key.jwk) for key in keys)
    outbox.record(session, CityKeysPublished(city, public, now, domain.rotations(keys)), now)
