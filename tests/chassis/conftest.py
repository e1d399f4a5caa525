"""What the tests of the chassis share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chassis.database import Store
from tests.chassis.stores import opened
from tests.substrates import MakeDatabase


@pytest.fixture
def store(make_database: MakeDatabase) -> Iterator[Store]:
    """An empty database of a service, on either kind of server."""
    with opened(make_database) as store:
        yield store
