"""Statements are compiled once in a run, not once for each database: a test has one of its own, and few statements.

What is compiled is the same for every engine of a kind: chassis.database opens all of them alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

KEPT = 3000


class Compiled(LRUCache[Any, Any]):
    """What was compiled for a kind of database, whichever dialect object it was for: the first part of its key."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


def share() -> None:
    """From now on every connection of this process uses what another one compiled."""
    kept: dict[str, Compiled] = {}

    @event.listens_for(Engine, "engine_connect")
    def use(connection: Connection) -> None:
        connection.execution_options(compiled_cache=kept.setdefault(connection.dialect.driver, Compiled(KEPT)))
