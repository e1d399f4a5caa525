"""What bookings passes on, so that every city verifies what the others attest without asking them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from chassis import clock, envelope, ids
from chassis.clock import rfc3339
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Forbidden
from chassis.tables import outbox
from services.bookings import queries, reactions
from services.bookings.service import Bookings
from tests.contracts.test_bookings import sample_of_members

KEYS, REVOKED = sample_of_members("city.keys_published"), sample_of_members("attestation.revoked")
HOUR = timedelta(hours=1)


def of_city(told: Envelope, city: str, **changes: Any) -> Envelope:
    """The same, said by a city, with some facts changed."""
    source, data = f"/{city}/members_{city}", {**told.data, "city": city, **changes}
    return replace(told, id=ids.new(), source=source, subject=data.get("attestation_id", city), data=data)


def keys_at(instant: datetime, city: str = "roubaix") -> Envelope:
    return of_city(KEYS, city, published_at=rfc3339(instant))


def revoked_at(instant: datetime, attestation_id: str = "a-1", city: str = "roubaix") -> Envelope:
    return of_city(REVOKED, city, attestation_id=attestation_id, revoked_at=rfc3339(instant))


def hear(store: Store, *told: Envelope) -> list[Envelope]:
    """What is told to others because of this."""
    before = len(said(store))
    for one in told:
        store.react(one, getattr(reactions, f"on_{one.name.replace('.', '_')}"))
    return said(store)[before:]


def said(store: Store) -> list[Envelope]:
    with store.reading() as session:
        return [envelope.parse(body) for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id))]


def test_newer_keys_of_a_city_are_told_to_everybody(empty_store: Store) -> None:
    now = clock.now()
    hear(empty_store, keys_at(now))
    (told,) = hear(empty_store, keys_at(now + HOUR))
    assert (told.name, told.subject, told.city) == ("issuer.keys_told", "roubaix", None)
    assert told.data == {"city": "roubaix", "keys": KEYS.data["keys"], "published_at": rfc3339(now + HOUR)}


def test_older_keys_said_again_change_nothing_and_are_told_to_nobody(empty_store: Store) -> None:
    now = clock.now()
    hear(empty_store, keys_at(now))
    assert hear(empty_store, keys_at(now), keys_at(now - HOUR)) == []
    with empty_store.reading() as session:
        known = queries.issuer(session, "roubaix")
    assert known and known.published_at == now


def test_what_a_city_revokes_is_told_to_everybody_once_and_not_of_whom(empty_store: Store) -> None:
    revoked = revoked_at(clock.now())
    (told,) = hear(empty_store, revoked, revoked, replace(revoked, id="said-again"))
    assert (told.name, told.subject, told.city) == ("issuer.attestation_revoked", "a-1", None)
    assert told.data == {"city": "roubaix", "attestation_id": "a-1", "revoked_at": revoked.data["revoked_at"]}
    assert revoked.data["member_id"] not in told.to_json()


def test_no_city_revokes_what_another_attests_for_everybody_to_hear(empty_store: Store) -> None:
    hear(empty_store, revoked_at(clock.now()))
    with pytest.raises(Forbidden, match="not_its_city"):
        hear(empty_store, replace(revoked_at(clock.now(), city="tourcoing"), sequence=7))
    assert [told.data["city"] for told in said(empty_store)] == ["roubaix"]


def test_a_city_that_is_new_is_told_what_it_has_missed_and_can_still_matter(empty_store: Store) -> None:
    now = clock.now()
    hear(empty_store, keys_at(now), revoked_at(now - 23 * HOUR, "recent"), revoked_at(now - 25 * HOUR, "older"))
    told = hear(empty_store, keys_at(now, "tourcoing"))
    assert [(one.name, one.subject) for one in told] == [
        ("issuer.keys_told", "roubaix"),
        ("issuer.keys_told", "tourcoing"),
        ("issuer.attestation_revoked", "recent"),
    ]


def test_the_keys_of_a_city_that_left_the_network_are_not_handed_on(empty_store: Store) -> None:
    hear(empty_store, keys_at(clock.now()), keys_at(clock.now(), "tourcoing"))
    service: Any = Bookings()
    service.database, service.settings = empty_store, SimpleNamespace(cities={"tourcoing": None})
    assert list(service.issuer_keys()) == ["tourcoing"]
