"""The messages of bookings: the emitter makes exactly the samples, and hears those of members."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import envelope
from chassis.database import Store
from chassis.migrate import upgrade
from chassis.tables import outbox
from services.bookings import commands, domain, reactions
from tests.bookings.world import PLACE, ROOM

SAMPLES = Path(__file__).parent / "samples"
OF_BOOKINGS = ("place.published", "space.published", "booking.confirmed", "booking.cancelled")

PUBLISHED_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BOOKED_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
CANCELLED_AT = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
UNION = replace(
    PLACE,
    place_id="5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c01",
    city="tourcoing",
    address="1 rue de l'Invention",
    postcode="59200",
    insee="59599",
    commune="Tourcoing",
    opening_hours="Mo-Fr 09:00-19:00; PH off",
    description="Le lab de l'Union.",
    website="https://champlibre.example.org",
)
ROOM_12 = replace(
    ROOM,
    space_id="5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c02",
    place_id=UNION.place_id,
    name="Salle 12",
    area_m2=32.5,
    floor=1,
    equipment=("screen", "whiteboard"),
    accessible=True,
    description="Une table, douze chaises.",
)
CAMILLE = domain.Actor("0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01", "roubaix", "resident", "individual")
BOOKING_ID = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c03"
PERIOD = domain.Period(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 10, 30, tzinfo=UTC))


def live(session: Session) -> None:
    """Everything that bookings ever tells, in the order of a life."""
    commands.publish_place(session, UNION, PUBLISHED_AT)
    commands.publish_space(session, ROOM_12, PUBLISHED_AT)
    commands.book(session, BOOKING_ID, ROOM_12.space_id, PERIOD, CAMILLE, BOOKED_AT)
    commands.cancel(session, BOOKING_ID, CAMILLE, "member", CANCELLED_AT)


@pytest.fixture
def store(make_database: Callable[[str], str]) -> Iterator[Store]:
    url = make_database("bookings")
    upgrade("services.bookings", url)
    store = Store(url, "bookings", "hub")
    yield store
    store.close()


@pytest.fixture
def emitted(store: Store) -> dict[str, Any]:
    """What was recorded, by type without prefix and version."""
    with store.transaction() as session:
        live(session)
    with store.reading() as session:
        messages = [json.loads(body) for body in session.scalars(select(outbox.c.body))]
    return {message["type"].removeprefix("fr.champlibre.").removesuffix(".v1"): message for message in messages}


@pytest.mark.parametrize("name", OF_BOOKINGS)
def test_bookings_emits_exactly_the_sample(emitted: dict[str, Any], name: str) -> None:
    sample = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    assert emitted[name] | {"id": sample["id"]} == sample


def test_bookings_emits_nothing_but_the_samples(emitted: dict[str, Any]) -> None:
    assert sorted(emitted) == sorted(OF_BOOKINGS)


def test_a_booking_is_told_to_its_members_city_and_a_place_to_everybody(emitted: dict[str, Any]) -> None:
    assert {name: message.get("city") for name, message in emitted.items()} == {
        "place.published": None,
        "space.published": None,
        "booking.confirmed": "roubaix",
        "booking.cancelled": "roubaix",
    }


@pytest.mark.parametrize(
    ("name", "reaction"),
    [
        ("member.approved", reactions.on_member_approved),
        ("city.keys_published", reactions.on_city_keys_published),
        ("attestation.issued", reactions.on_attestation_issued),
        ("attestation.revoked", reactions.on_attestation_revoked),
        ("organisation.joined", reactions.on_organisation_joined),
        ("organisation.left", reactions.on_organisation_left),
    ],
)
def test_bookings_hears_the_sample_of_members(store: Store, name: str, reaction: Callable[..., None]) -> None:
    store.react(envelope.parse((SAMPLES / f"{name}.json").read_bytes()), reaction)
