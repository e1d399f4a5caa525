"""A network of many spaces to look for, written straight into the tables: publishing them one by one takes its time."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import insert

from chassis.database import Store
from services.bookings import domain
from services.bookings.tables import covers, places, spaces, units
from tests.bookings.world import NOW, PLACE, ROOM

CITIES = ("roubaix", "tourcoing", "marcq")
KINDS = ("meeting_room", "office")


def place(number: int, **changes: Any) -> domain.Place:
    """A place: each a kilometre further north, in one city after the other."""
    known: dict[str, Any] = {"place_id": f"place-{number}", "city": CITIES[number % 3], "name": f"Lieu {number}"}
    return replace(PLACE, **{**known, "latitude": 50.7 + number / 111.2, "published_at": NOW, **changes})


def space(number: int, at: domain.Place, **changes: Any) -> domain.Space:
    """A space: of one kind after the other."""
    known: dict[str, Any] = {"space_id": f"space-{number}", "name": f"Salle {number:03}", "kind": KINDS[number % 2]}
    where = {"place_id": at.place_id, "place_name": at.name, "city": at.city, "published_at": NOW}
    return replace(ROOM, **{**known, **where, **changes})


def publish(store: Store, found: list[domain.Place], their: list[domain.Space]) -> None:
    """Make them known, none a part of another."""
    with store.transaction() as session:
        session.execute(insert(places), [asdict(one) for one in found])
        session.execute(insert(spaces), [asdict(one) for one in their])
        session.execute(insert(covers), [{"space_id": one.space_id, "covered_id": one.space_id} for one in their])
        session.execute(insert(units), [{**asdict(unit)} for one in their for unit in domain.units_of(one)])


def publish_many(store: Store, count: int, **changes: Any) -> list[domain.Space]:
    """So many spaces, three at each place."""
    found = [place(number) for number in range((count + 2) // 3)]
    their = [space(number, found[number // 3], **changes) for number in range(count)]
    publish(store, found, their)
    return their
