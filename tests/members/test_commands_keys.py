from __future__ import annotations

from collections.abc import Callable
from typing import Any

import eventlet

from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands, domain, queries
from tests.members.people import KEYS, NOW, ROUBAIX, SIGNING_KEY

Said = Callable[[], list[Envelope]]


def publish_keys(store: Store, fresh: dict[domain.KeyUse, dict[str, Any]] | None = None) -> None:
    with store.transaction() as session:
        commands.publish_keys(session, ROUBAIX, fresh or KEYS, NOW)


def test_a_city_gets_its_keys_once_and_tells_the_public_halves_at_every_start(store: Store, said: Said) -> None:
    publish_keys(store)
    publish_keys(store, {use: key | {"kid": "another", "x": "another"} for use, key in KEYS.items()})
    first, second = said()
    assert first.data == second.data
    assert first.sequence == second.sequence == 0
    assert {key["kid"] for key in first.data["keys"]} == {"roubaix-sig-1", "roubaix-enc-1"}
    assert all("d" not in key for key in first.data["keys"])
    assert first.city is None


def test_of_processes_that_start_at_one_instant_all_use_the_same_keys(store: Store, said: Said) -> None:
    fresh = [{use: key | {"kid": f"{use}-{n}"} for use, key in KEYS.items()} for n in range(8)]
    for thread in [eventlet.spawn(publish_keys, store, keys) for keys in fresh]:
        thread.wait()
    assert len({repr(event.data["keys"]) for event in said()}) == 1


def test_a_private_key_is_kept_for_the_city_alone(store: Store) -> None:
    publish_keys(store)
    with store.reading() as session:
        assert queries.private_jwks(session, "sig", NOW) == [SIGNING_KEY]
