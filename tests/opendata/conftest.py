"""The open data database on both kinds of server, what it may hear, and a client of its HTTP face."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from chassis.config import Settings
from chassis.database import Store
from chassis.envelope import Envelope
from services.opendata import commands, reactions
from services.opendata.network import network_of
from services.opendata.web import Publisher
from tests.opendata.heard import NOW, Reader, as_application, envelope, hub
from tests.substrates import Migrated

Hear = Callable[..., Envelope]


@pytest.fixture
def settings() -> Settings:
    """A hub's, of three cities."""
    return hub()


@pytest.fixture
def store(migrated: Migrated) -> Iterator[Store]:
    """The empty database of the publisher, as its migrations make it."""
    store = Store(migrated("services.opendata", "opendata"), "opendata")
    yield store
    store.close()


@pytest.fixture
def hear(store: Store, settings: Settings) -> Hear:
    """`hear(name, data, sequence=0)`: have the service hear an event and publish; once more if called once more."""

    def react(name: str, data: dict[str, Any], sequence: int = 0, now: datetime = NOW) -> Envelope:
        heard = envelope(name, data, sequence, now)
        with store.transaction() as session:
            reactions.on_event(session, heard, now)
        with store.transaction() as session:
            commands.publish(session, network_of(settings), now)
        return heard

    return react


@pytest.fixture
def client(store: Store, settings: Settings) -> Client:
    """A client of the publisher, without a network between."""
    return Reader(as_application(Publisher(store, settings).handle), Response)
