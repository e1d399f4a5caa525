from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.database import Store
from chassis.migrate import upgrade
from services.bookings import commands
from tests.bookings.world import DESKS, NOW, PLACE, ROOM
from tests.servers import DatabaseServer
from tests.substrates import Databases


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database of bookings in a file, to be copied: migrating takes longer than many a test."""
    url = f"sqlite:///{tmp_path_factory.mktemp('model')}/bookings.db"
    upgrade("services.bookings", url)
    return url


@pytest.fixture(scope="session")
def postgresql_model(postgresql: DatabaseServer) -> Iterator[str]:
    """The same on PostgreSQL."""
    with postgresql.databases() as family:
        url = family.make("bookings_model")
        upgrade("services.bookings", url)
        yield url


@pytest.fixture
def empty_store(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Store]:
    """A database of bookings, on SQLite and on PostgreSQL, with nothing in it."""
    kind = databases.template.partition(":")[0].partition("+")[0]
    url = databases.copy("bookings", request.getfixturevalue(f"{kind}_model"))
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
