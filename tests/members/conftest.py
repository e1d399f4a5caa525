"""A city's members database, on both kinds of server, and what was recorded in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from chassis import envelope
from chassis.database import Store
from services.members.tables import metadata
from tests.members.asker import Asker, running
from tests.substrates import Migrated, Substrate


@pytest.fixture
def store(migrated: Migrated) -> Iterator[Store]:
    """The empty database of Roubaix' members."""
    store = Store(migrated("services.members", "members_roubaix"), "members_roubaix", "roubaix")
    yield store
    store.close()


@pytest.fixture
def said(store: Store) -> Callable[[], list[envelope.Envelope]]:
    """Gives the events recorded so far, in order."""

    def read() -> list[envelope.Envelope]:
        outbox = metadata.tables["outbox"]
        with store.reading() as session:
            return [envelope.parse(body) for body in session.execute(select(outbox.c.body).order_by("id")).scalars()]

    return read


@pytest.fixture
def rows(store: Store) -> Callable[[str], list[dict[str, Any]]]:
    """Gives all rows of a table."""

    def read(name: str) -> list[dict[str, Any]]:
        with store.reading() as session:
            return [dict(row) for row in session.execute(select(metadata.tables[name])).mappings()]

    return read


@pytest.fixture
def roubaix(substrate: Substrate) -> Iterator[Asker]:
    """Whoever asks the members service of Roubaix over the bus; it runs on its own."""
    with running(substrate) as asker:
        yield asker
