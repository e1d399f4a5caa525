from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from chassis.database import Store
from chassis.migrate import upgrade
from services.bookings import commands
from tests.bookings.world import DESKS, NOW, PLACE, ROOM


@pytest.fixture
def empty_store(make_database: Callable[[str], str]) -> Iterator[Store]:
    """A database of bookings, on SQLite and on PostgreSQL, with nothing in it."""
    url = make_database("bookings")
    upgrade("services.bookings", url)
    store = Store(url, "bookings", "hub")
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
