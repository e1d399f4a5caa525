"""The database of Roubaix' notifications, on both kinds of server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.database import Store
from tests.substrates import Migrated


@pytest.fixture
def store(migrated: Migrated) -> Iterator[Store]:
    """An empty, migrated database."""
    url = migrated("services.notifications", "notifications_roubaix")
    store = Store(url, "notifications_roubaix", "roubaix")
    yield store
    store.close()
