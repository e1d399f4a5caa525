"""What bookings says of registrations: the emitter makes exactly the samples, each in a scene of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.tables import outbox
from services.bookings import commands, domain
from services.bookings.domain.activities import Registration, Terms
from tests.bookings.activities.programme import activity, occurrence, put
from tests.contracts.test_bookings import BOOKED_AT, CAMILLE, CHANGED_AT, DESK, PUBLISHED_AT, ROOM_12, SAMPLES, UNION
from tests.substrates import Migrated

LAMP = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c50"
DATE = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c51"
STARTS_AT = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
PROGRAMME = commands.activities


def sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def stage(session: Session, terms: Terms | None = None, occurrence_id: str = DATE, **more: Any) -> str:
    """The lamps of Tourcoing, on a Thursday; gives the id of that date."""
    commands.publish_place(session, UNION, BOOKED_AT)
    lamp = activity(
        LAMP,
        city="tourcoing",
        title={"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
        place_id=UNION.place_id,
        terms=terms or Terms(),
    )
    where = {"city": "tourcoing", "place_id": UNION.place_id, "address": "1 rue de l'Invention, 59200 Tourcoing"}
    when = {"starts_at": STARTS_AT, "ends_at": STARTS_AT + timedelta(hours=2)}
    put(session, lamp, occurrence(occurrence_id, activity_id=LAMP, **where, **when, **more))
    return occurrence_id


def register(session: Session, name: str, occurrence_id: str, seats: int = 2) -> str:
    """Camille registers, by the id that the sample has."""
    registration_id: str = sample(name)["subject"]
    PROGRAMME.register(session, registration_id, occurrence_id, CAMILLE, BOOKED_AT, seats=seats, accept_waiting=True)
    return registration_id


def another(session: Session, number: int, occurrence_id: str, seats: int = 1) -> Registration:
    member = domain.Actor(f"member-{number}", "marcq", "resident", "individual")
    return PROGRAMME.register(
        session, f"other-{number}", occurrence_id, member, BOOKED_AT, seats=seats, accept_waiting=True
    )


def leave(session: Session, number: int) -> None:
    member = domain.Actor(f"member-{number}", "marcq", "resident", "individual")
    PROGRAMME.cancel_registration(session, f"other-{number}", member, "member", BOOKED_AT)


def confirmed(session: Session) -> None:
    register(session, "registration.confirmed", stage(session))


def requested(session: Session) -> None:
    register(session, "registration.requested", stage(session, Terms(mode="moderated")))


def queued(session: Session) -> None:
    occurrence_id = stage(session, capacity=0, waiting_seats=5)
    for number in (1, 2):
        another(session, number, occurrence_id)
    register(session, "registration.queued", occurrence_id)


def offered(session: Session, name: str = "registration.offered") -> None:
    occurrence_id = stage(session, capacity=2, waiting_seats=5)
    another(session, 1, occurrence_id, seats=2)
    register(session, name, occurrence_id)
    leave(session, 1)


def lapsed(session: Session) -> None:
    offered(session, "registration.lapsed")
    PROGRAMME.settle_lists(session, BOOKED_AT + timedelta(hours=48))


def filled_and_reopened(session: Session) -> None:
    """Ten seats are taken at once, and given back."""
    about = sample("occurrence.filled")["data"]
    commands.publish_place(session, UNION, PUBLISHED_AT)
    commands.publish_space(session, ROOM_12, PUBLISHED_AT)
    same = ("min_persons", "space_id", "booking_id")
    stage(session, Terms(most_seats=10), about["occurrence_id"], **{name: about[name] for name in same})
    member = domain.Actor("member-1", "marcq", "resident", "individual")
    PROGRAMME.register(session, "other-1", about["occurrence_id"], member, CHANGED_AT, seats=10)
    PROGRAMME.cancel_registration(session, "other-1", member, "member", CHANGED_AT)


def declined(session: Session) -> None:
    occurrence_id = stage(session, Terms(mode="moderated"))
    registration_id = register(session, "registration.declined", occurrence_id)
    PROGRAMME.decline_registration(session, registration_id, DESK, "staff", CHANGED_AT)


def recorded(store: Store, scene: Callable[[Session], None], name: str) -> dict[str, Any]:
    """What a scene has told under a name of the subject of its sample, with the sample's id."""
    with store.transaction() as session:
        scene(session)
    with store.reading() as session:
        messages = [json.loads(body) for body in session.scalars(select(outbox.c.body))]
    wanted = (sample(name)["type"], sample(name)["subject"])
    (told,) = (message for message in messages if (message["type"], message["subject"]) == wanted)
    found: dict[str, Any] = told | {"id": sample(name)["id"]}
    return found


@pytest.mark.parametrize("scene", [confirmed, requested, queued, offered, lapsed, declined])
def test_bookings_emits_exactly_the_sample_of_registrations(empty: Store, scene: Callable[[Session], None]) -> None:
    name = f"registration.{scene.__name__}"
    assert recorded(empty, scene, name) == sample(name)


@pytest.mark.parametrize("name", ["occurrence.filled", "occurrence.reopened"])
def test_bookings_emits_exactly_the_sample_of_what_is_full_or_not_any_more(empty: Store, name: str) -> None:
    assert recorded(empty, filled_and_reopened, name) == sample(name)


@pytest.fixture
def empty(migrated: Migrated) -> Iterator[Store]:
    store = Store(migrated("services.bookings", "bookings"), "bookings", "hub")
    yield store
    store.close()
