"""The database of Roubaix' notifications, on both kinds of server; a folder for templates of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.database import Store
from services.notifications.domain import LANGUAGES
from tests.notifications.desk import Desk
from tests.substrates import Migrated


@pytest.fixture
def store(migrated: Migrated) -> Iterator[Store]:
    """An empty, migrated database."""
    url = migrated("services.notifications", "notifications_roubaix")
    store = Store(url, "notifications_roubaix", "roubaix")
    yield store
    store.close()


@pytest.fixture
def own_templates(tmp_path: Path) -> Path:
    """A folder for the templates of a city, without any."""
    for language in LANGUAGES:
        (tmp_path / "own" / language).mkdir(parents=True)
    return tmp_path / "own"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
