from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis import envelope
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden, Invalid
from services.bookings import queries, reactions
from tests.bookings.world import NOW

SAMPLES = Path(__file__).parents[1] / "contracts" / "samples"


def sample(name: str, **changes: Any) -> Envelope:
    """The message that the emitter promises, with some facts changed."""
    told = envelope.parse((SAMPLES / f"{name}.json").read_bytes())
    return replace(told, data={**told.data, **changes})


def hear(store: Store, told: Envelope, message_id: str = "one") -> None:
    reaction = {
        "member.approved": reactions.on_member_told,
        "city.keys_published": reactions.on_city_keys_published,
    }[told.name]
    store.react(replace(told, id=message_id), reaction)


def known_status(store: Store) -> str | None:
    told = sample("member.approved")
    with store.reading() as session:
        member = queries.member(session, told.data["member_id"], told.data["city"])
    return member.status if member else None


def test_who_may_book_is_known_once_their_city_has_told(store: Store) -> None:
    assert known_status(store) is None
    hear(store, sample("member.approved"))
    assert known_status(store) == "active"


def test_a_role_that_is_granted_at_a_place_is_kept_as_it_is_told(store: Store) -> None:
    roles = ["front_desk@champ-libre", "member"]
    told = sample("member.approved", roles=roles)
    hear(store, told)
    with store.reading() as session:
        member = queries.member(session, told.data["member_id"], told.data["city"])
    assert member
    assert member.roles == tuple(roles)
    for role in ("front_desk@", "@champ-libre", "front_desk@a place"):
        with pytest.raises(Invalid, match="invalid"):
            hear(store, sample("member.approved", roles=[role]), role)


def test_hearing_of_a_member_twice_is_harmless(store: Store) -> None:
    for message_id in ("one", "one", "two"):
        hear(store, sample("member.approved"), message_id)
    assert known_status(store) == "active"


def test_an_older_word_about_a_member_never_replaces_a_newer(store: Store) -> None:
    hear(store, sample("member.approved", sequence=5, status="suspended"), "one")
    hear(store, sample("member.approved", sequence=4), "two")
    assert known_status(store) == "suspended"
    hear(store, sample("member.approved", sequence=6), "three")
    assert known_status(store) == "active"


def test_an_address_that_slips_into_an_event_is_not_kept(store: Store) -> None:
    hear(store, sample("member.approved", email="planted@example.org"))
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM members").all()
    assert "planted" not in str(rows)


def test_a_city_speaks_for_no_member_of_another(store: Store) -> None:
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(store, sample("member.approved", city="tourcoing"))
    hear(store, sample("member.approved"))
    stolen = replace(sample("member.approved", city="tourcoing", sequence=9), source="/tourcoing/members_tourcoing")
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(store, stolen, "two")
    assert known_status(store) == "active"


def test_the_newest_keys_of_a_city_are_kept(store: Store) -> None:
    told = sample("city.keys_published")
    city, day = told.data["city"], timedelta(days=1)
    newest = [{"kty": "OKP", "kid": "newest", "crv": "Ed25519", "x": "AA"}]
    oldest = [{"kty": "OKP", "kid": "oldest", "crv": "Ed25519", "x": "AA"}]
    hear(store, told, "one")
    hear(store, told, "one")
    hear(store, sample(told.name, keys=newest, published_at=(NOW + 400 * day).isoformat()), "two")
    hear(store, sample(told.name, keys=oldest, published_at=(NOW - 400 * day).isoformat()), "three")
    with store.reading() as session:
        assert queries.every_issuer_key(session) == {city: newest}


def test_a_city_publishes_no_keys_of_another_and_no_private_one(store: Store) -> None:
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(store, sample("city.keys_published", city="tourcoing"))
    with pytest.raises(Invalid):
        hear(store, sample("city.keys_published", keys=[{"kty": "OKP", "d": "secret"}]), "two")
    with store.reading() as session:
        assert queries.every_issuer_key(session) == {}
