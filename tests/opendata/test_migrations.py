"""What was published before is published after. The tables of an old revision are read from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis import migrate
from chassis.database import Store
from chassis.schema import read
from services.opendata import commands, queries, reactions, schemas
from tests.migrations import differences, reflected
from tests.opendata.heard import NETWORK, NOW, booking, envelope

PLACE = {
    "id": "place-1",
    "sequence": 4,
    "city": "roubaix",
    "name": "Champ Libre",
    "address": "8 rue de l'Union",
    "postcode": "59100",
    "insee": "59512",
    "commune": "Roubaix",
    "latitude": 50.7053,
    "longitude": 3.1625,
    "opening_hours": None,
    "zone": "Europe/Paris",
    "description": "Un lieu.",
    "website": None,
    "kind": "TIERS_LIEUX",
    "published_at": NOW,
}
SPACE = {
    "id": "space-1",
    "sequence": 2,
    "place_id": "place-1",
    "place_name": "Champ Libre",
    "city": "roubaix",
    "name": "Salle Lumière",
    "kind": "meeting_room",
    "capacity": 12,
    "units": 1,
    "area_m2": 35.5,
    "floor": 0,
    "equipment": ["projector"],
    "accessible": True,
    "description": None,
    "hourly_price_cents": 1200,
    "published_at": NOW,
    "parent_id": None,
    "opening_hours": None,
    "accessibility": ["mi"],
    "valid_from": date(2026, 11, 23),
    "valid_until": None,
}


def old_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """A place, a space, a booking that stands and one that was cancelled before its confirmation came."""
    yield "places", PLACE
    yield "spaces", SPACE
    for booking_id, held in (("booking-1", True), ("booking-2", False)):
        heard = read(schemas.BookingHeard, booking(booking_id))
        kept = {name: heard[name] for name in ("id", "space_id", "place_id", "city", "unit_name")}
        period = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=2)}
        yield "occupancy", {**kept, **period, "sequence": 1, "held": held}
    yield "datasets", {"name": "places", "version": 7, "modified_at": NOW, "rows": 1}


@pytest.fixture
def old(make_database: Callable[[str], str]) -> Iterator[Store]:
    """A database of the second revision, upgraded with rows in it."""
    url = make_database("opendata")
    migrate.upgrade_to("services.opendata", url, "0002")
    store = Store(url, "opendata")
    tables = reflected(store.engine).tables
    with store.transaction() as session:
        for name, row in old_rows():
            session.execute(insert(tables[name]).values(row))
    migrate.upgrade("services.opendata", url)
    assert differences("services.opendata", url) == []
    yield store
    store.close()


def test_what_was_published_before_is_published_after(old: Store) -> None:
    with old.transaction() as session:
        assert commands.is_due(session, NETWORK)
        commands.publish(session, NETWORK, NOW)
    with old.reading() as session:
        found = {name: list(queries.records(session, name, NETWORK)) for name in ("places", "spaces", "occupancy")}
        assert queries.editions(session)["places"].version == 8
    (place,), (space,), (taken,) = found["places"], found["spaces"], found["occupancy"]
    assert (place["nom"], place["date_maj"]) == ("Champ Libre", "2026-11-23")
    assert (space["equipment"], space["accessible"], space["valid_from"]) == (["projector"], True, "2026-11-23")
    assert (space["latitude"], space["accessibility"]) == (50.7053, ["mi"])
    assert (taken["starts_at"], taken["ends_at"]) == ("2026-11-23T09:00:00Z", "2026-11-23T11:00:00Z")


def test_what_comes_late_after_an_upgrade_still_changes_nothing(old: Store) -> None:
    with old.transaction() as session:
        reactions.on_event(session, envelope("booking.confirmed", booking("booking-2"), 0), NOW)
        commands.publish(session, NETWORK, NOW)
    with old.reading() as session:
        assert len(list(queries.records(session, "occupancy", NETWORK))) == 1
