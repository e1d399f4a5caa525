"""What makes the databases of this process quick: its tests open thousands, each for a few statements.

The nodes that the tests start are processes of their own, which do none of it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

KEPT = 3000


class Compiled(LRUCache[Any, Any]):
    """The compiled statements of one kind of database, whichever engine's dialect asks: it is the first of the key."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


def begin() -> None:
    """From now on a statement is compiled once, not once for each engine; and SQLite waits for no disk."""
    compiled: dict[str, Compiled] = {}

    @event.listens_for(Engine, "engine_connect")
    def hurry(connection: Connection) -> None:
        driver = connection.dialect.driver
        connection.execution_options(compiled_cache=compiled.setdefault(driver, Compiled(KEPT)))
        if connection.dialect.name == "sqlite":
            lent: Any = connection.connection.driver_connection
            lent.execute("PRAGMA synchronous=OFF")
