"""What the tests of the chassis share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chassis import embedded
from chassis.database import Store
from tests.chassis.bus import Connect, connections
from tests.chassis.stores import opened
from tests.substrates import MakeDatabase


@pytest.fixture
def store(make_database: MakeDatabase) -> Iterator[Store]:
    """An empty database of a service, on either kind of server."""
    with opened(make_database) as store:
        yield store


@pytest.fixture
def connect(broker_uri: str) -> Iterator[Connect]:
    """Makes connections to the broker of this test."""
    yield from connections(broker_uri)


@pytest.fixture
def channel(connect: Connect) -> Any:
    """A channel that is confirmed what it publishes."""
    return connect().channel()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[str]:
    """The URI of an embedded broker with a journal."""
    uri = f"embedded:///{tmp_path}/journal.db"
    yield uri
    embedded.forget(uri)
