"""The keys of a city that lives on this node: see and replace them. Shows no private key.

What is done is recorded like everything that the city's members service does; that service tells it to the others, now
if it runs, else when it starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from chassis import clock, ids, sealing, signatures
from chassis.clock import rfc3339
from chassis.config import ConfigError, Settings
from chassis.database import Store
from chassis.errors import Conflict
from chassis.service import database_url
from services.members import commands, domain, queries


def listed(settings: Settings, city: str) -> list[str]:
    """One line a key: what it is for, which it is, what becomes of it; the one that is used now first.

    Raises:
        ConfigError: the city does not live here.
    """
    now = clock.now()
    with _opened(settings, city) as store, store.reading() as session:
        found = queries.keys(session, now)
    used = {use: next((key for key in found if key.use == use), None) for use in domain.KEY_USES}
    return [_described(key, now, is_chosen=key == used[key.use]) for key in found]


def rotate(settings: Settings, city: str, *, at_once: bool) -> None:
    """Replace the keys of a city.

    Args:
        settings: of the node.
        city: its code.
        at_once: the old ones have leaked: nobody is to believe them any more.

    Raises:
        ConfigError: the city does not live here, or has too many keys that have not retired yet.
    """
    fresh: dict[domain.KeyUse, domain.Jwk] = {
        "sig": signatures.new_key(ids.new()),
        "enc": sealing.new_key(ids.new()),
    }
    with _opened(settings, city) as store, store.transaction() as session:
        queries.lock_keys(session)
        try:
            commands.rotate_keys(session, city, fresh, clock.now(), at_once=at_once)
        except Conflict as refusal:
            raise ConfigError([f"{city}: {refusal.message}; `--now` takes them back at once"]) from None


@contextmanager
def _opened(settings: Settings, city: str) -> Iterator[Store]:
    if city not in settings.hosted or "members" not in settings.services:
        raise ConfigError([f"{city}: its members do not live on this node ({', '.join(settings.hosted)})"])
    service = f"members_{city}"
    store = Store(database_url(settings, service), service, settings.site)
    try:
        yield store
    finally:
        store.close()


def _described(key: domain.CityKey, now: datetime, *, is_chosen: bool) -> str:
    if not key.is_used(now):
        state = f"used from {rfc3339(key.used_from or now)}"
    else:
        state = "in use" if is_chosen else "replaced"
    until = f", kept until {rfc3339(key.retires_at)}" if key.retires_at else ""
    return f"{key.use}  {key.generation}  {key.jwk['kid']}  {state}{until}"
