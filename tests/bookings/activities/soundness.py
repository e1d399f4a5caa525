"""What is true of the seats at every moment between two transactions, computed without the code's help."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.tables import outbox
from services.bookings.tables import decisions, occurrences, registrations

SEATED = {"requested", "offered", "confirmed"}


def check_seats(store: Store) -> None:
    """Fail with everything that is not as it must be."""
    with store.reading() as session:
        faults = [*_miscounted(session), *_twice(session), *_untold(session), *_unexplained(session)]
    assert not faults, "\n".join(faults)


def _miscounted(session: Session) -> Iterator[str]:
    """Counters that are not the sums, more seats than there are, numbers that are missing."""
    for house in session.execute(select(occurrences)):
        mine = registrations.c.occurrence_id == house.occurrence_id
        rows = session.execute(select(registrations).where(mine).order_by(registrations.c.number)).all()
        taken = sum(row.seats for row in rows if row.status in SEATED)
        waiting = sum(row.seats for row in rows if row.status == "waiting")
        if (taken, waiting) != (house.seats_taken, house.seats_waiting):
            yield f"{taken} taken and {waiting} waited for, counted {house.seats_taken} and {house.seats_waiting}"
        if taken > house.capacity or waiting > house.waiting_seats:
            yield f"{taken} of {house.capacity} taken, {waiting} of {house.waiting_seats} waited for"
        if [row.number for row in rows] != list(range(1, house.last_number + 1)):
            yield f"numbers {[row.number for row in rows]}, the last {house.last_number}"


def _twice(session: Session) -> Iterator[str]:
    """Who stands twice in one occurrence."""
    seen = set()
    for row in session.execute(select(registrations)):
        key = (row.occurrence_id, row.home_city, row.member_id)
        if row.status in SEATED | {"waiting"}:
            if key in seen:
                yield f"{key} stands twice"
            seen.add(key)


def _untold(session: Session) -> Iterator[str]:
    """A step that was told never, twice or in the wrong order; an event of what did not happen."""
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id)):
        message = json.loads(body)
        if message["type"].startswith("fr.champlibre.registration."):
            told[message["subject"]].append(message["data"])
    for row in session.execute(select(registrations)):
        events = told.pop(row.registration_id, [])
        if [event["sequence"] for event in events] != list(range(row.sequence + 1)):
            yield f"{row.registration_id} at {row.sequence} told {[event['sequence'] for event in events]}"
        elif (events[-1]["status"], events[-1]["seats"]) != (row.status, row.seats):
            yield f"{row.registration_id} is {row.status}, and was told to be {events[-1]['status']}"
    yield from (f"events of no registration: {subject}" for subject in told)


def _unexplained(session: Session) -> Iterator[str]:
    """A registration of which no line says why it is so."""
    explained = set(session.scalars(select(decisions.c.registration_id)))
    for registration_id in session.scalars(select(registrations.c.registration_id)):
        if registration_id not in explained:
            yield f"nothing says why {registration_id} is so"
