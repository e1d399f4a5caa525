from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.database import Store
from services.bookings import commands
from tests.bookings.world import DESKS, NOW, PLACE, ROOM
from tests.substrates import Databases, Migrated, Model, kind_of

PACKAGE = "services.bookings"


def opened(url: str) -> Store:
    return Store(url, "bookings", "hub")


@pytest.fixture
def empty_store(migrated: Migrated) -> Iterator[Store]:
    """A database of bookings, on SQLite and on PostgreSQL, with nothing in it."""
    store = opened(migrated(PACKAGE, "bookings"))
    yield store
    store.close()


def furnish(url: str) -> None:
    """Publish a room of one unit and three desks."""
    store = opened(url)
    with store.transaction() as session:
        commands.publish_place(session, PLACE, NOW)
        commands.publish_space(session, ROOM, NOW)
        commands.publish_space(session, DESKS, NOW)
    store.close()


@pytest.fixture
def store(databases: Databases, models: Model) -> Iterator[Store]:
    """A database of bookings likewise, with a room of one unit and three desks."""
    model = models(kind_of(databases.template), PACKAGE, furnish)
    store = opened(databases.copy("bookings", model))
    yield store
    store.close()
