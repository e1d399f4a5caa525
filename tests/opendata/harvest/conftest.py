from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.opendata.harvest.fetching import Limits, Web
from services.opendata.harvest.reaching import Reach
from tests.opendata.harvest.odd_server import OddServer

QUICK = Limits(connect_seconds=1, silence_seconds=0.5, whole_seconds=1, most_bytes=200_000)


@pytest.fixture
def server() -> Iterator[OddServer]:
    server = OddServer()
    yield server
    server.close()


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web(Reach.of(["127.0.0.1"]), QUICK)
    yield web
    web.close()
