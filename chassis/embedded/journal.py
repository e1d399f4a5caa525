"""What outlives the process: durable exchanges, queues, bindings and persistent messages, in one SQLite file.

Written through before a publisher is told that its message is safe. Survives the death of the process at any
instant; of a power cut it may lose the last moments (WAL, `synchronous=NORMAL`). Knows nothing of routing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from amqp import serialization

from chassis.embedded.exchanges import Exchange, Table
from chassis.embedded.queues import Entry, Message, Queue

_SCHEMA = """
CREATE TABLE IF NOT EXISTS exchanges (
    name TEXT PRIMARY KEY, type TEXT NOT NULL, auto_delete INTEGER NOT NULL, arguments BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, arguments BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bindings (
    queue TEXT NOT NULL REFERENCES queues ON DELETE CASCADE,
    exchange TEXT NOT NULL REFERENCES exchanges ON DELETE CASCADE,
    routing_key TEXT NOT NULL,
    PRIMARY KEY (queue, exchange, routing_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bindings_by_exchange ON bindings (exchange);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY,
    queue TEXT NOT NULL REFERENCES queues ON DELETE CASCADE,
    exchange TEXT NOT NULL,
    routing_key TEXT NOT NULL,
    body BLOB NOT NULL,
    properties BLOB NOT NULL,
    deadline REAL,
    returns INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue);
"""


def _packed(table: Table) -> bytes:
    packed: bytes = serialization.dumps("F", [dict(table)])
    return packed


def _unpacked(packed: bytes) -> dict[str, Any]:
    (table,), _ = serialization.loads("F", packed, 0)
    return dict(table)


class Journal:
    """The file. Every method is one transaction.

    Raises:
        RuntimeError: another process has the file open.
    """

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            self._db.close()
            raise RuntimeError(f"the broker's journal {path} cannot be opened: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def add_exchange(self, exchange: Exchange) -> None:
        """Remember a durable exchange."""
        self._db.execute(
            "INSERT INTO exchanges VALUES (?, ?, ?, ?)",
            (exchange.name, exchange.type, exchange.auto_delete, _packed(exchange.arguments)),
        )

    def remove_exchange(self, name: str) -> None:
        """Forget an exchange and its bindings."""
        self._db.execute("DELETE FROM exchanges WHERE name = ?", (name,))

    def add_queue(self, queue: Queue) -> None:
        """Remember a durable queue."""
        self._db.execute("INSERT INTO queues VALUES (?, ?)", (queue.name, _packed(queue.arguments)))

    def remove_queue(self, name: str) -> None:
        """Forget a queue, its bindings and its messages, also those being handled."""
        self._db.execute("DELETE FROM queues WHERE name = ?", (name,))

    def add_binding(self, queue: str, exchange: str, routing_key: str) -> None:
        """Remember a binding of a durable queue to a durable exchange."""
        self._db.execute("INSERT OR IGNORE INTO bindings VALUES (?, ?, ?)", (queue, exchange, routing_key))

    def remove_binding(self, queue: str, exchange: str, routing_key: str) -> None:
        """Forget a binding."""
        self._db.execute(
            "DELETE FROM bindings WHERE queue = ? AND exchange = ? AND routing_key = ?",
            (queue, exchange, routing_key),
        )

    def add(self, queue: str, message: Message, deadline: float | None) -> int:
        """Remember a message in a queue; the row is its place in time."""
        cursor = self._db.execute(
            "INSERT INTO messages (queue, exchange, routing_key, body, properties, deadline) VALUES (?, ?, ?, ?, ?, ?)",
            (
                queue,
                message.exchange,
                message.routing_key,
                message.body,
                _packed(message.properties),
                deadline,
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def returned(self, entry: Entry) -> None:
        """Remember how often an entry was given back."""
        self._db.execute("UPDATE messages SET returns = ? WHERE id = ?", (entry.returns, entry.row))

    def remove(self, row: int) -> None:
        """Forget a message that is settled."""
        self._db.execute("DELETE FROM messages WHERE id = ?", (row,))

    def scrub(self) -> None:
        """Have what was forgotten gone from the file and its log, too."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def exchanges(self) -> list[Exchange]:
        """The durable exchanges, without their bindings."""
        return [
            Exchange(name, type_, durable=True, auto_delete=bool(auto_delete), arguments=_unpacked(arguments))
            for name, type_, auto_delete, arguments in self._db.execute("SELECT * FROM exchanges").fetchall()
        ]

    def queues(self) -> list[tuple[str, Table]]:
        """Names and arguments of the durable queues."""
        rows = self._db.execute("SELECT name, arguments FROM queues").fetchall()
        return [(name, _unpacked(arguments)) for name, arguments in rows]

    def bindings(self) -> list[tuple[str, str, str]]:
        """Queue, exchange and routing key of each durable binding."""
        return self._db.execute("SELECT queue, exchange, routing_key FROM bindings").fetchall()

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every message with the name of its queue, oldest first; each may have been delivered before."""
        rows = self._db.execute(
            "SELECT id, queue, exchange, routing_key, body, properties, deadline, returns FROM messages ORDER BY id"
        ).fetchall()
        for row, queue, exchange, routing_key, body, properties, deadline, returns in rows:
            message = Message(body, _unpacked(properties), exchange, routing_key)
            yield queue, Entry(message, row, row, deadline, returns, redelivered=True)
