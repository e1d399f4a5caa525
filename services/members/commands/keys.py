"""The city's own keys: made once, replaced in time, told at every start and every hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from chassis import outbox, sealing
from chassis.sql import insert_ignoring
from services.members import domain, queries
from services.members.events import CityKeysPublished
from services.members.tables import city_keys

Fresh = Mapping[domain.KeyUse, domain.Jwk]


def publish_keys(session: Session, city: str, fresh: Fresh, now: datetime) -> None:
    """Give the city the keys it has not got, and the next ones when it is time; tell everybody the public halves.

    What has retired is forgotten.

    Args:
        session: the transaction.
        city: code of the city.
        fresh: for each use a private JWK that nobody has seen; kept only where one is wanted.
        now: the present instant; asked for when nobody else could tell of the keys any more (`queries.lock_keys`), so
            that of two words about them the later tells more.
    """
    session.execute(delete(city_keys).where(city_keys.c.retires_at <= now))
    held = _by_use(session, now)
    for use, keys in held.items():
        if not keys:
            _save(session, [domain.first_key(use, fresh[use], now)])
        elif domain.is_rotation_due(keys, now):
            _save(session, domain.rotate_keys(keys, fresh[use], now))
    _tell(session, city, now)


def rotate_keys(session: Session, city: str, fresh: Fresh, now: datetime, *, at_once: bool = False) -> None:
    """Replace the keys of every use, and tell everybody.

    Args:
        session, city, fresh, now: as `publish_keys`.
        at_once: the old ones have leaked: they are believed no more, and what they signed is worth nothing.

    Raises:
        Conflict: `too_many_keys`, unless `at_once`.
    """
    for use, keys in _by_use(session, now).items():
        if not keys:
            _save(session, [domain.first_key(use, fresh[use], now)])
        elif at_once:
            _save(session, domain.replace_leaked_keys(keys, fresh[use], now))
        else:
            _save(session, domain.rotate_keys(keys, fresh[use], now))
    _tell(session, city, now)


def _by_use(session: Session, now: datetime) -> dict[domain.KeyUse, list[domain.CityKey]]:
    keys = queries.keys(session, now)
    return {use: [key for key in keys if key.use == use] for use in domain.KEY_USES}


def _save(session: Session, changed: Sequence[domain.CityKey]) -> None:
    """Keep a fresh key and what became of the others, unless another process made one of this generation meanwhile."""
    fresh, *others = changed
    if not insert_ignoring(session, city_keys, asdict(fresh)):
        return
    for key in others:
        same = (city_keys.c.use == key.use) & (city_keys.c.generation == key.generation)
        session.execute(update(city_keys).where(same).values(retires_at=key.retires_at))


def _tell(session: Session, city: str, now: datetime) -> None:
    keys = queries.keys(session, now)
    public = tuple(sealing.public(key.jwk) for key in keys)
    outbox.record(session, CityKeysPublished(city, public, now, domain.rotations(keys)), now)
