"""An editor's hands: dates made and changed, each step a transaction of its own; and what there is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from chassis.database import Store
from services.bookings import commands, queries
from services.bookings.domain.activities import Occurrence, Registration, Scheduled, Size
from services.bookings.queries import rows
from services.bookings.tables import bookings, registrations
from tests.bookings.activities.programme import STAFF, activity, put
from tests.bookings.front_desk import do
from tests.bookings.world import ACTOR, NOW

TEN = Size(10)
EVENING = ("2026-11-23T17:00", "2026-11-23T19:00")
MORNING = ("2026-11-24T09:00", "2026-11-24T11:00")


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"id-{next(numbers)}"


def local(*times: str) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(time) for time in times)


def announce(store: Store, **more: Any) -> None:
    """The workshop is on the programme, with no date yet."""
    with store.transaction() as session:
        put(session, activity(**more))


def schedule(
    store: Store, when: tuple[str, str] = EVENING, size: Size = TEN, now: datetime = NOW, **more: Any
) -> Scheduled:
    new_id = more.pop("new_id", None) or ids()
    actor = more.pop("actor", STAFF)
    made: Scheduled = do(
        store, commands.activities.schedule, "activity-lamp", actor, *local(*when), size, now, new_id, **more
    )
    return made


def one(store: Store, **more: Any) -> Occurrence:
    """The workshop with its only date, in the room if one is named."""
    announce(store)
    [occurrence] = schedule(store, **more).occurrences
    return occurrence


def reschedule(store: Store, occurrence_id: str, when: tuple[str, str], **more: Any) -> Occurrence:
    actor, now = more.pop("actor", STAFF), more.pop("now", NOW)
    moved: Occurrence = do(
        store,
        commands.activities.reschedule,
        occurrence_id,
        actor,
        *local(*when),
        now,
        more.pop("new_id", None) or (lambda: "id-again"),
        **more,
    )
    return moved


def change(store: Store, command: Callable[..., Occurrence], occurrence_id: str, *args: Any, **more: Any) -> Occurrence:
    """Postpone it, move it online, resize it: by staff, now."""
    actor, now = more.pop("actor", STAFF), more.pop("now", NOW)
    changed: Occurrence = do(store, command, occurrence_id, actor, *args, now=now, **more)
    return changed


def seen(store: Store, occurrence_id: str) -> Occurrence:
    with store.reading() as session:
        return queries.activities.occurrence(session, occurrence_id)


def booked_for(store: Store, occurrence_id: str) -> list[tuple[str, str, datetime]]:
    """What is, or was, booked for an occurrence: the space, the status, the start."""
    with store.reading() as session:
        theirs = select(bookings).where(bookings.c.for_occurrence_id == occurrence_id).order_by(bookings.c.booking_id)
        return [(row.space_id, row.status, row.starts_at) for row in session.execute(theirs)]


def have(store: Store, occurrence: Occurrence, number: int = 1, **more: Any) -> Registration:
    """Somebody has a seat, or waits; as if they had registered. Counts nothing."""
    facts: dict[str, Any] = {
        "registration_id": f"registration-{number}",
        "occurrence_id": occurrence.occurrence_id,
        "activity_id": occurrence.activity_id,
        "host_city": occurrence.city,
        "member_id": f"member-{number}",
        "home_city": ACTOR.city,
        "seats": 1,
        "status": "confirmed",
        "number": number,
        "registered_by_id": f"member-{number}",
        "registered_by_city": ACTOR.city,
        "registered_at": NOW,
        "changed_at": NOW,
    }
    registration = Registration(**(facts | more))
    with store.transaction() as session:
        session.execute(insert(registrations).values(**vars(registration)))
    return registration


def registered(store: Store, registration_id: str = "registration-1") -> Registration:
    with store.reading() as session:
        query = select(registrations).where(registrations.c.registration_id == registration_id)
        return rows.one(session, query, Registration, "registration_not_found")
