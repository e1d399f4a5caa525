"""The messages of bookings: the emitter makes exactly the samples, and hears those of members."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import envelope
from chassis.database import Store
from chassis.tables import outbox
from services.bookings import commands, domain, reactions
from tests.bookings.world import PLACE, ROOM
from tests.substrates import Migrated

SAMPLES = Path(__file__).parent / "samples"
OF_BOOKINGS = (
    "place.published",
    "space.published",
    "booking.held",
    "booking.lapsed",
    "booking.requested",
    "booking.denied",
    "booking.confirmed",
    "booking.moved",
    "booking.cancelled",
    "booking.missed",
    "booking.checked_in",
    "booking.checked_out",
    "series.booked",
    "series.changed",
    "hours.announced",
    "hours.withdrawn",
    "issuer.keys_told",
    "issuer.attestation_revoked",
)

PUBLISHED_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BOOKED_AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
CHANGED_AT = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
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
    school_zone="B",
    valid_until=date(2031, 8, 31),
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
    accessibility=("mi", "hi"),
    photos=("https://champlibre.example.org/salle-12.jpg",),
    opening_hours="Mo-Fr 09:00-18:00",
    valid_from=date(2026, 11, 2),
    sharing=("roubaix",),
    rules=domain.Rules(release_after_minutes=15),
    tariffs=(
        domain.Tariff(
            "associations",
            organisation_kinds=("nonprofit",),
            hour_cents=625,
            half_day_cents=2000,
            day_cents=3500,
        ),
    ),
)
WORKSHOP = replace(
    ROOM,
    space_id="5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c05",
    place_id=UNION.place_id,
    name="Atelier bois",
    kind="workshop",
    rules=domain.Rules(approval=True),
)
CAMILLE = domain.Actor("0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01", "roubaix", "resident", "individual")
DESK = domain.Actor("0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a09", "tourcoing", "partner", "public_body", ("front_desk",))
PROGRAMME = replace(DESK, roles=("programme",))
CLOSURE = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c40"
CANCELLED, HELD, REQUESTED, MOVED, MISSED, USED, SERIES, *OF_SERIES = (
    f"5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c{number}"
    for number in ("03", "11", "12", "13", "14", "15", "16", "17", "18", "19")
)


def sample_of_members(name: str) -> envelope.Envelope:
    """What a city tells."""
    return envelope.parse((SAMPLES / f"{name}.json").read_bytes())


def morning(day: int) -> domain.Period:
    """From nine to half past ten, UTC, on a day of November 2026."""
    return domain.Period(datetime(2026, 11, day, 9, 0, tzinfo=UTC), datetime(2026, 11, day, 10, 30, tzinfo=UTC))


def live(session: Session) -> None:
    """Everything that bookings tells of places, spaces and single bookings."""
    room, workshop = ROOM_12.space_id, WORKSHOP.space_id
    commands.publish_place(session, UNION, PUBLISHED_AT)
    commands.publish_space(session, ROOM_12, PUBLISHED_AT)
    commands.publish_space(session, WORKSHOP, PUBLISHED_AT)
    commands.book(session, HELD, room, morning(24), CAMILLE, BOOKED_AT, tentative=True)
    commands.end_lapsed(session, BOOKED_AT + timedelta(minutes=15))
    commands.book(session, REQUESTED, workshop, morning(24), CAMILLE, BOOKED_AT)
    commands.deny(session, REQUESTED, DESK, "needed_by_city", CHANGED_AT)
    for booking_id, day in ((CANCELLED, 23), (MOVED, 25), (MISSED, 27), (USED, 30)):
        commands.book(session, booking_id, room, morning(day), CAMILLE, BOOKED_AT)
    afternoon = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
    later: dict[str, Any] = {"starts_at": afternoon, "ends_at": afternoon + timedelta(minutes=90)}
    commands.move(session, MOVED, CAMILLE, CHANGED_AT, **later)
    commands.cancel(session, CANCELLED, CAMILLE, "member", CHANGED_AT)
    commands.end_lapsed(session, morning(27).starts_at + timedelta(minutes=15))
    commands.check_in(session, USED, CAMILLE, morning(30).starts_at - timedelta(minutes=5))
    commands.check_out(session, USED, CAMILLE, morning(30).starts_at + timedelta(hours=1))
    live_again_and_again(session)
    closed = domain.Period(datetime(2026, 12, 24, 13, 0, tzinfo=UTC), datetime(2026, 12, 24, 21, 0, tzinfo=UTC))
    inventory = domain.SpecialHours(
        CLOSURE, UNION.place_id, WORKSHOP.space_id, closed.starts_at, closed.ends_at, False, "Inventaire des machines"
    )
    commands.close(session, inventory, {}, PROGRAMME, str, BOOKED_AT)
    commands.withdraw_hours(session, CLOSURE, PROGRAMME, CHANGED_AT)
    reactions.on_city_keys_published(session, sample_of_members("city.keys_published"), BOOKED_AT)
    reactions.on_attestation_revoked(session, sample_of_members("attestation.revoked"), CHANGED_AT)


def live_again_and_again(session: Session) -> None:
    """A series on Fridays, the last of which is Christmas; then all but the first are given back."""
    start, ids = datetime.fromisoformat("2026-12-04T10:00"), iter(OF_SERIES)
    commands.book_series(
        session,
        SERIES,
        ROOM_12.space_id,
        "FREQ=WEEKLY;COUNT=4",
        start,
        start + timedelta(minutes=90),
        CAMILLE,
        BOOKED_AT,
        lambda: next(ids),
    )
    commands.cancel_series(session, OF_SERIES[1], CAMILLE, "member", CHANGED_AT, scope="following")


@pytest.fixture
def store(migrated: Migrated) -> Iterator[Store]:
    store = Store(migrated("services.bookings", "bookings"), "bookings", "hub")
    yield store
    store.close()


@pytest.fixture
def emitted(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What was recorded, by type without prefix and version."""
    with store.transaction() as session:
        live(session)
    with store.reading() as session:
        messages = [json.loads(body) for body in session.scalars(select(outbox.c.body))]
    by_type: dict[str, list[dict[str, Any]]] = {}
    for message in messages:
        by_type.setdefault(message["type"].removeprefix("fr.champlibre.").removesuffix(".v1"), []).append(message)
    return by_type


@pytest.mark.parametrize("name", OF_BOOKINGS)
def test_bookings_emits_exactly_the_sample(emitted: dict[str, list[dict[str, Any]]], name: str) -> None:
    sample = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    (told,) = (message for message in emitted[name] if message["subject"] == sample["subject"])
    assert told | {"id": sample["id"]} == sample


def test_bookings_emits_nothing_but_the_samples(emitted: dict[str, list[dict[str, Any]]]) -> None:
    assert sorted(emitted) == sorted(OF_BOOKINGS)


def test_a_booking_is_told_to_its_members_city_and_a_place_to_everybody(
    emitted: dict[str, list[dict[str, Any]]],
) -> None:
    for name, messages in emitted.items():
        told = {message.get("city") for message in messages}
        assert told == ({"roubaix"} if name.startswith(("booking.", "series.")) else {None})


@pytest.mark.parametrize(
    ("name", "reaction"),
    [
        ("member.approved", reactions.on_member_told),
        ("member.changed", reactions.on_member_told),
        ("member.suspended", reactions.on_member_told),
        ("member.erased", partial(reactions.on_member_erased, fresh_id="nobody")),
        ("city.keys_published", reactions.on_city_keys_published),
        ("attestation.issued", reactions.on_attestation_issued),
        ("attestation.revoked", reactions.on_attestation_revoked),
        ("guardianship.began", reactions.on_guardianship_began),
        ("guardianship.ended", reactions.on_guardianship_ended),
        ("organisation.joined", reactions.on_organisation_joined),
        ("organisation.left", reactions.on_organisation_left),
    ],
)
def test_bookings_hears_the_sample_of_members(store: Store, name: str, reaction: Callable[..., None]) -> None:
    store.react(sample_of_members("city.keys_published"), reactions.on_city_keys_published)
    store.react(sample_of_members(name), reaction)
