from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.database import Store
from services.bookings import commands
from tests.bookings.world import DESKS, NOW, PLACE, ROOM
from tests.substrates import Migrated


@pytest.fixture
def empty_store(migrated: Migrated) -> Iterator[Store]:
    """A database of bookings, on SQLite and on PostgreSQL, with nothing in it."""
    store = Store(migrated("services.bookings", "bookings"), "bookings", "hub")
    yield store
    store.close()


@pytest.fixture
def store(empty_store: Store) -> Store:
    """The same, with a room of one unit and three desks."""
    with empty_store.transaction() as session:
        commands.publish_place(session, PLACE, NOW)
        commands.publish_space(session, ROOM, NOW)
        commands.publish_space(session, DESKS, NOW)
    return empty_store
