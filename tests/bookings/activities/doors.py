"""The door of the invented activity: who is registered, and what its page sends."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from chassis.database import Store
from services.bookings import commands, domain
from services.bookings.domain.activities import Activity, Registration, door
from services.bookings.tables import registrations, scans
from tests.bookings.activities.programme import EVENING, activity, occurrence, put
from tests.bookings.front_desk import DESK, do
from tests.bookings.world import ACTOR, NOW

OPEN = EVENING.starts_at - timedelta(minutes=10)  # people arrive
MINUTE = timedelta(minutes=1)


def registration(number: int = 1, **more: Any) -> Registration:
    """A seat that is a member's."""
    facts: dict[str, Any] = {
        "registration_id": f"registration-{number}",
        "occurrence_id": "occurrence-1",
        "activity_id": "activity-lamp",
        "host_city": "roubaix",
        "member_id": f"0b0e7f0c-6a3f-4c8e-9a53-00000000{number:04}",
        "home_city": ACTOR.city,
        "seats": 1,
        "status": "confirmed",
        "number": number,
        "registered_by_id": f"0b0e7f0c-6a3f-4c8e-9a53-00000000{number:04}",
        "registered_by_city": ACTOR.city,
        "registered_at": NOW,
        "confirmed_at": NOW,
        "changed_at": NOW,
    }
    return Registration(**(facts | more))


def expect(store: Store, *registered: Registration, of: Activity | None = None, **more: Any) -> None:
    """An activity with one date, and who is registered for it, written past every rule."""
    with store.transaction() as session:
        put(session, of or activity(), occurrence(**more))
        if registered:
            session.execute(insert(registrations), [asdict(one) for one in registered])


def arrival(number: int = 1, nonce: str = "", at: datetime = OPEN, **more: Any) -> door.Scan:
    """A scan of a registration."""
    return door.Scan(nonce or f"nonce-{number:04}", f"registration-{number}", at, **more)


def scan(store: Store, *sent: door.Scan, now: datetime = OPEN, actor: domain.Actor = DESK) -> list[door.Scanned]:
    told: list[door.Scanned] = do(store, commands.activities.scan, "occurrence-1", actor, sent, now)
    return told


def results(told: list[door.Scanned]) -> list[str]:
    return [one.result for one in told]


def known(store: Store, number: int = 1) -> Registration:
    """A registration as it is written down."""
    with store.reading() as session:
        row = session.execute(
            select(registrations).where(registrations.c.registration_id == f"registration-{number}")
        ).one()
    return Registration(**row._mapping)


def written(store: Store) -> int:
    """How many scans there are."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(scans)) or 0
