"""Happenings that are announced, a clock, and a client that asks what is on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from chassis.config import Settings
from chassis.database import Store
from services.opendata import commands
from services.opendata.domain import happenings
from services.opendata.domain.happenings import Happening
from services.opendata.web import Publisher
from tests.opendata.announcing import START
from tests.opendata.heard import NOW, Reader, as_application

AT = START - timedelta(minutes=30)  # half past seven in the evening
PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
Announce = Callable[..., None]


@pytest.fixture
def announce(store: Store) -> Announce:
    """`announce(*happenings)`: their sources announce them; `sequence` and `removed` as told."""

    def announced(*found: Happening, sequence: int = 0, removed: bool = False) -> None:
        kind = "happening.removed" if removed else "happening.received"
        with store.transaction() as session:
            for each in found:
                commands.note(session, kind, each.id, sequence, NOW, happenings.as_json(each))

    return announced


@pytest.fixture
def clock() -> list[datetime]:
    """What the clock says, last."""
    return [AT]


@pytest.fixture
def client(store: Store, settings: Settings, clock: list[datetime]) -> Client:
    """A client of the publisher, at `clock`."""
    return Reader(as_application(Publisher(store, settings, lambda: clock[-1]).handle), Response)
