"""What bookings tells of a door: exactly the sample."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from chassis.database import Store
from chassis.tables import outbox
from services.bookings import commands
from services.bookings.domain.activities import Activity, Occurrence, Registration, door
from services.bookings.tables import registrations
from tests.bookings.activities.programme import put
from tests.contracts.test_bookings import BOOKED_AT, CAMILLE, DESK, PUBLISHED_AT, SAMPLES, UNION, store

__all__ = ["store"]

STARTS_AT = datetime(2026, 12, 10, 17, tzinfo=UTC)
LAMP = Activity(
    activity_id="5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c50",
    city=UNION.city,
    title={"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
    summary={"fr": "Un soir, une lampe, à emporter."},
    kind="workshop",
    drafted_by_id=DESK.member_id,
    drafted_by_city=DESK.city,
    drafted_at=PUBLISHED_AT,
    changed_at=PUBLISHED_AT,
    status="published",
    place_id=UNION.place_id,
)
EVENING = Occurrence(
    occurrence_id="5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c51",
    activity_id=LAMP.activity_id,
    city=UNION.city,
    place_id=UNION.place_id,
    place_name=UNION.name,
    address="1 rue de l'Invention, 59200 Tourcoing",
    latitude=UNION.latitude,
    longitude=UNION.longitude,
    starts_at=STARTS_AT,
    ends_at=STARTS_AT + timedelta(hours=2),
    zone="Europe/Paris",
    starts_local="2026-12-10T18:00",
    ends_local="2026-12-10T20:00",
    capacity=10,
    changed_at=PUBLISHED_AT,
)
SEATS = Registration(
    registration_id="5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c68",
    occurrence_id=EVENING.occurrence_id,
    activity_id=LAMP.activity_id,
    host_city=UNION.city,
    member_id=CAMILLE.member_id,
    home_city=CAMILLE.city,
    seats=2,
    status="confirmed",
    number=1,
    registered_by_id=CAMILLE.member_id,
    registered_by_city=CAMILLE.city,
    registered_at=BOOKED_AT,
    changed_at=BOOKED_AT,
)


def test_who_is_checked_in_is_told_exactly_as_the_sample(store: Store) -> None:
    sample = json.loads((SAMPLES / "registration.checked_in.json").read_text("utf-8"))
    arrived = STARTS_AT - timedelta(minutes=5)
    with store.transaction() as session:
        commands.publish_place(session, UNION, PUBLISHED_AT)
        put(session, LAMP, EVENING)
        session.execute(insert(registrations).values(asdict(SEATS)))
        sent = door.Scan("9f4d7d0f-0000-4000-8000-000000000001", SEATS.registration_id, arrived)
        commands.activities.scan(session, EVENING.occurrence_id, DESK, [sent], arrived)
    with store.reading() as session:
        told = [json.loads(body) for body in session.scalars(select(outbox.c.body))]
    [checked_in] = [message for message in told if message["subject"] == SEATS.registration_id]
    assert checked_in | {"id": sample["id"]} == sample
