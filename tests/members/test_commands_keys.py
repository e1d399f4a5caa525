from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import eventlet

from chassis import sealing, signatures
from chassis.database import Store
from chassis.envelope import Envelope
from services.members import commands, domain, queries
from tests.members.people import KEYS, NOW, ROUBAIX, SIGNING_KEY

Said = Callable[[], list[Envelope]]
Rows = Callable[[str], list[dict[str, Any]]]
Fresh = dict[domain.KeyUse, dict[str, Any]]
NEXT: Fresh = {"sig": signatures.new_key("roubaix-sig-2"), "enc": sealing.new_key("roubaix-enc-2")}
DUE = NOW + timedelta(days=90)
HOUR = timedelta(hours=1)


def publish_keys(store: Store, fresh: Fresh | None = None, now: datetime = NOW) -> None:
    with store.transaction() as session:
        queries.lock_keys(session)
        commands.publish_keys(session, ROUBAIX, fresh or KEYS, now)


def rotate_keys(store: Store, fresh: Fresh, now: datetime = DUE, *, at_once: bool = False) -> None:
    with store.transaction() as session:
        queries.lock_keys(session)
        commands.rotate_keys(session, ROUBAIX, fresh, now, at_once=at_once)


def kids(store: Store, use: domain.KeyUse, now: datetime) -> list[str]:
    with store.reading() as session:
        return [jwk["kid"] for jwk in queries.private_jwks(session, use, now)]


def told(event: Envelope) -> list[str]:
    return [key["kid"] for key in event.data["keys"]]


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


def test_the_timer_replaces_the_keys_after_ninety_days_and_tells_the_new_ones_before_they_are_used(
    store: Store, said: Said
) -> None:
    publish_keys(store)
    publish_keys(store, NEXT, DUE - HOUR)
    assert said()[-1].sequence == 0
    publish_keys(store, NEXT, DUE)
    assert told(said()[-1]) == ["roubaix-enc-1", "roubaix-sig-1", "roubaix-enc-2", "roubaix-sig-2"]
    assert said()[-1].sequence == 2
    for use in domain.KEY_USES:
        assert kids(store, use, DUE) == [f"roubaix-{use}-1", f"roubaix-{use}-2"]
        assert kids(store, use, DUE + HOUR) == [f"roubaix-{use}-2", f"roubaix-{use}-1"]


def test_what_the_old_key_signed_is_verified_until_its_end(store: Store, rows: Rows) -> None:
    publish_keys(store)
    rotate_keys(store, NEXT)
    last = DUE + HOUR + timedelta(days=180)
    assert kids(store, "sig", last - timedelta.resolution) == ["roubaix-sig-2", "roubaix-sig-1"]
    assert kids(store, "sig", last) == ["roubaix-sig-2"]
    publish_keys(store, NEXT, last)
    assert "roubaix-sig-1" not in str(rows("city_keys"))


def test_a_key_that_leaked_is_believed_no_more_from_that_instant_on(store: Store, said: Said) -> None:
    publish_keys(store)
    rotate_keys(store, NEXT, at_once=True)
    assert kids(store, "sig", DUE) == ["roubaix-sig-2"]
    assert told(said()[-1]) == ["roubaix-enc-2", "roubaix-sig-2"]
    assert said()[-1].sequence == 2


def test_of_processes_that_rotate_at_one_instant_one_makes_the_next_key(store: Store, said: Said) -> None:
    publish_keys(store)
    fresh = [{use: key | {"kid": f"{use}-{n}"} for use, key in NEXT.items()} for n in range(8)]
    for thread in [eventlet.spawn(publish_keys, store, keys, DUE) for keys in fresh]:
        thread.wait()
    assert len({repr(event.data["keys"]) for event in said()[1:]}) == 1
    assert len(kids(store, "sig", DUE)) == 2


def test_a_city_that_never_ran_gets_its_first_keys_by_hand_too(store: Store) -> None:
    rotate_keys(store, KEYS)
    assert kids(store, "sig", DUE) == ["roubaix-sig-1"]
