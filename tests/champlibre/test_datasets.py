"""What is published is made again by a word of the command."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from champlibre import datasets
from chassis import migrate
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.opendata import commands, reactions
from services.opendata.network import network_of
from services.opendata.tables import datasets as published
from services.opendata.tables import records, segments
from tests.opendata.heard import NOW, envelope, place


@pytest.fixture
def store(settings: Settings) -> Store:
    """The publisher's database of the node, with a place."""
    url = database_url(settings, "opendata")
    migrate.upgrade("services.opendata", url)
    store = Store(url, "opendata")
    with store.transaction() as session:
        reactions.on_event(session, envelope("place.published", place()), NOW)
        commands.publish(session, network_of(settings), NOW)
    return store


def test_what_is_as_its_log_says_comes_out_the_same(settings: Settings, store: Store) -> None:
    assert datasets.rebuild(settings) == []


def test_what_was_damaged_is_mended_and_named(settings: Settings, store: Store) -> None:
    with store.transaction() as session:
        session.execute(update(records).values(content={"name": "damaged"}, segment="elsewhere"))
        session.execute(update(segments).values(digest="0" * 64))
        session.execute(update(published).where(published.c.name == "places").values(digest="f" * 64))
    assert "places" in datasets.rebuild(settings)
    assert datasets.rebuild(settings) == []
