"""The datasets of the publisher of this node, worked on from outside it."""

from __future__ import annotations

from chassis import clock
from chassis.config import Settings
from chassis.database import Store
from chassis.service import database_url
from services.opendata import commands
from services.opendata.domain import DATASETS
from services.opendata.network import network_of

NAMES = tuple(DATASETS)


def rebuild(settings: Settings) -> list[str]:
    """Make everything that is published again from the log; gives the names of the datasets that came out otherwise."""
    store = Store(database_url(settings, "opendata"), "opendata", settings.site)
    try:
        changed = store.retrying(lambda session: commands.rebuild(session, network_of(settings), clock.now()))
    finally:
        store.close()
    return [edition.name for edition in changed]
