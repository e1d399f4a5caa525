"""An invented activity with one date, at the place of the world."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.envelope import Envelope
from services.bookings import domain
from services.bookings.commands.activities.rows import row
from services.bookings.domain.activities import Activity, Occurrence
from services.bookings.tables import activities, occurrences
from tests.bookings.front_desk import said
from tests.bookings.world import MONDAY, NOW, PLACE, hours

EVENING = hours(17, 19, MONDAY)
STAFF = domain.Actor(
    "0b0e7f0c-6a3f-4c8e-9a53-000000000101", "roubaix", "resident", "individual", ("member", "programme")
)
ELSEWHERE = domain.Actor(
    "0b0e7f0c-6a3f-4c8e-9a53-000000000102", "tourcoing", "resident", "individual", ("member", "programme")
)


def activity(activity_id: str = "activity-lamp", **more: Any) -> Activity:
    """A workshop of Roubaix that is published."""
    facts: dict[str, Any] = {
        "activity_id": activity_id,
        "city": "roubaix",
        "title": {"fr": "Fabriquer sa lampe"},
        "summary": {"fr": "Un soir, une lampe, à emporter."},
        "kind": "workshop",
        "place_id": PLACE.place_id,
        "status": "published",
        "drafted_by_id": STAFF.member_id,
        "drafted_by_city": STAFF.city,
        "drafted_at": NOW,
        "published_at": NOW,
        "visible_from": NOW,
        "announced_at": NOW,
        "changed_at": NOW,
    }
    return Activity(**(facts | more))


def occurrence(occurrence_id: str = "occurrence-1", **more: Any) -> Occurrence:
    """Monday evening, for ten."""
    facts: dict[str, Any] = {
        "occurrence_id": occurrence_id,
        "activity_id": "activity-lamp",
        "city": "roubaix",
        "place_id": PLACE.place_id,
        "place_name": PLACE.name,
        "address": "1 rue de l'Invention, 59100 Roubaix",
        "latitude": PLACE.latitude,
        "longitude": PLACE.longitude,
        "starts_at": EVENING.starts_at,
        "ends_at": EVENING.ends_at,
        "zone": PLACE.zone,
        "starts_local": "2026-11-23T18:00",
        "ends_local": "2026-11-23T20:00",
        "capacity": 10,
        "changed_at": NOW,
    }
    return Occurrence(**(facts | more))


def put(session: Session, *things: Activity | Occurrence) -> None:
    """Write them as they are, past every rule."""
    for thing in things:
        table = activities if isinstance(thing, Activity) else occurrences
        session.execute(insert(table).values(row(thing)))


def told(store: Store) -> list[Envelope]:
    """What was said of the programme, in order."""
    return [event for event in said(store) if event.name.startswith(("activity.", "occurrence.", "registration."))]
