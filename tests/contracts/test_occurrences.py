"""What bookings says of the dates of activities, and of who registered when they change: exactly the samples."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.tables import outbox
from services.bookings import commands, queries
from services.bookings.domain.activities import Occurrence, Registration, Resizing, Size
from services.bookings.tables import attendance_bands, registrations, scans
from tests.bookings.activities.programme import occurrence, put
from tests.contracts.test_activities import LAMP
from tests.contracts.test_bookings import (
    BOOKED_AT,
    CAMILLE,
    CHANGED_AT,
    PROGRAMME,
    PUBLISHED_AT,
    ROOM_12,
    SAMPLES,
    UNION,
)
from tests.substrates import Migrated

ACTIVITIES = commands.activities
DATED, BOOKING = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c51", "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c53"
OTHER = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c5d"
START = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
END, WEEK = START + timedelta(hours=2), timedelta(days=7)
EVENING = (datetime.fromisoformat("2026-12-10T18:00"), datetime.fromisoformat("2026-12-10T20:00"))
PAST = frozenset({"outside_opening_hours", "too_many_persons"})
MORE = {"registered_by_city": CAMILLE.city, "registered_at": BOOKED_AT, "changed_at": BOOKED_AT}


def dated(session: Session, subject: str = DATED, **more: Any) -> Occurrence:
    """The workshop is on the programme, on a Thursday evening, for five to ten."""
    facts: dict[str, Any] = {
        "activity_id": LAMP.activity_id,
        "city": UNION.city,
        "place_id": UNION.place_id,
        "address": "1 rue de l'Invention, 59200 Tourcoing",
        "starts_at": START,
        "ends_at": END,
        "starts_local": EVENING[0].isoformat(timespec="minutes"),
        "ends_local": EVENING[1].isoformat(timespec="minutes"),
        "min_persons": 5,
        "dated_at": PUBLISHED_AT,
    }
    made = occurrence(subject, **(facts | more))
    put(session, made)
    return made


def schedule(session: Session) -> None:
    ids = iter((DATED, BOOKING))
    told = {"size": Size(10, 5), "now": BOOKED_AT, "new_id": lambda: next(ids), "space_id": ROOM_12.space_id}
    ACTIVITIES.schedule(session, LAMP.activity_id, PROGRAMME, *EVENING, **told, past=PAST)  # type: ignore[arg-type]


def register(session: Session, registration_id: str, of: str = DATED, **more: Any) -> None:
    """A member has two seats."""
    facts: dict[str, Any] = {"seats": 2, "status": "confirmed", "number": 1, "member_id": CAMILLE.member_id} | more
    whose = {"home_city": CAMILLE.city, "registered_by_id": facts["member_id"], **MORE}
    made = Registration(registration_id, of, LAMP.activity_id, UNION.city, **{**whose, **facts})
    session.execute(insert(registrations).values(vars(made)))


def reschedule(session: Session) -> None:
    schedule(session)
    register(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c64")
    later = (EVENING[0] + WEEK, EVENING[1] + WEEK)
    ACTIVITIES.reschedule(session, DATED, PROGRAMME, *later, CHANGED_AT, str, past=PAST)


def move_online(session: Session) -> None:
    subject = dated(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c56").occurrence_id
    ACTIVITIES.move_online(session, subject, PROGRAMME, CHANGED_AT, "https://visio.example.org/lampe")


def postpone(session: Session) -> None:
    subject = dated(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c57").occurrence_id
    ACTIVITIES.postpone(session, subject, PROGRAMME, CHANGED_AT)


def cancel(session: Session) -> None:
    subject = dated(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c58").occurrence_id
    ACTIVITIES.cancel_occurrence(session, subject, PROGRAMME, "staff", CHANGED_AT)


def resize(session: Session) -> None:
    booked = {"space_id": ROOM_12.space_id, "booking_id": BOOKING}
    subject = dated(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c59", **booked).occurrence_id
    ACTIVITIES.resize(session, subject, PROGRAMME, Resizing(12), CHANGED_AT, PAST)


def find_short(session: Session) -> None:
    booked = {"space_id": ROOM_12.space_id, "booking_id": BOOKING}
    subject = dated(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c5b", **booked).occurrence_id
    register(session, "registration-1", subject)
    ACTIVITIES.check_minimum(session, subject, START - timedelta(hours=72))


def cancel_for_having_too_few(session: Session) -> None:
    dated(session)
    register(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c65")
    dated(session, OTHER, starts_at=START + WEEK, ends_at=END + WEEK)
    one = queries.activities.lock_occurrence(session, DATED)
    ACTIVITIES.end_occurrence(session, one, queries.activities.activity_of(session, one), "below_minimum", CHANGED_AT)


def end(session: Session) -> None:
    booked = {"space_id": ROOM_12.space_id, "booking_id": BOOKING}
    subject = dated(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c5c", **booked).occurrence_id
    register(session, "registration-1", subject, seats=5, checked_in_at=START, checked_in_seats=5)
    register(session, "registration-2", subject, member_id="member-2", number=2)
    scan = {"occurrence_id": subject, "nonce": "nonce-1", "kind": "walk_in", "seats": 1, "result": "ok"}
    by = {"scanned_by_id": PROGRAMME.member_id, "scanned_by_city": PROGRAMME.city}
    session.execute(insert(scans).values(**scan, **by, scanned_at=START, received_at=START))
    for band in ("12_17", "26_59"):
        row = {"occurrence_id": subject, "band": band, "persons": 3}
        session.execute(insert(attendance_bands).values(**row, counted_at=START))
    ACTIVITIES.note_end(session, subject, END)


def miss(session: Session) -> None:
    dated(session)
    register(session, "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c69")
    register(session, "registration-2", member_id="member-2", number=2, checked_in_at=START, checked_in_seats=2)
    ACTIVITIES.note_end(session, DATED, END)


SCENES: dict[str, Callable[[Session], None]] = {
    "occurrence.scheduled": schedule,
    "occurrence.rescheduled": reschedule,
    "occurrence.moved_online": move_online,
    "occurrence.postponed": postpone,
    "occurrence.cancelled": cancel,
    "occurrence.resized": resize,
    "occurrence.found_short": find_short,
    "occurrence.ended": end,
    "registration.changed": reschedule,
    "registration.cancelled": cancel_for_having_too_few,
    "registration.missed": miss,
}


@pytest.fixture
def store(migrated: Migrated) -> Iterator[Store]:
    store = Store(migrated("services.bookings", "bookings"), "bookings", "hub")
    yield store
    store.close()


@pytest.mark.parametrize("name", SCENES)
def test_bookings_emits_exactly_the_sample_of_dates(store: Store, name: str) -> None:
    shown = {"status": "published", "published_at": PUBLISHED_AT, "visible_from": PUBLISHED_AT}
    with store.transaction() as session:
        commands.publish_place(session, UNION, PUBLISHED_AT)
        commands.publish_space(session, ROOM_12, PUBLISHED_AT)
        put(session, replace(LAMP, **shown, announced_at=PUBLISHED_AT))  # type: ignore[arg-type]
        SCENES[name](session)
    with store.reading() as session:
        emitted = [json.loads(body) for body in session.scalars(select(outbox.c.body))]
    sample = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    wanted = (sample["type"], sample["subject"])
    (said,) = (message for message in emitted if (message["type"], message["subject"]) == wanted)
    assert said | {"id": sample["id"]} == sample
