"""The database of Roubaix' notifications, on both kinds of server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from chassis import migrate
from chassis.database import Store


@pytest.fixture
def store(make_database: Callable[[str], str]) -> Iterator[Store]:
    """An empty, migrated database."""
    url = make_database("notifications_roubaix")
    migrate.upgrade("services.notifications", url)
    store = Store(url, "notifications_roubaix", "roubaix")
    yield store
    store.close()
