"""A database with the three tables of every service, and an event to record in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from chassis.database import Store
from chassis.events import Event
from chassis.tables import metadata
from tests.substrates import MakeDatabase

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Counted(Event):
    """Something counted up: number `number` of `thing`."""

    type: ClassVar[str] = "thing.counted"
    thing: str
    number: int

    @property
    def subject(self) -> str:
        return self.thing

    @property
    def sequence(self) -> int:
        return self.number


@contextmanager
def opened(make_database: MakeDatabase, name: str = "things") -> Iterator[Store]:
    """The database `name`, with its tables."""
    store = Store(make_database(name), name, "hub")
    metadata().create_all(store.engine)
    try:
        yield store
    finally:
        store.close()
