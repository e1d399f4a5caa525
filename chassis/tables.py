"""The three tables that every service's database has: outbox, inbox, answers. Knows no rule.

They stand in the service's own database so that a change, its event and the key under which it was asked
are one transaction.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware and UTC in Python on every database; a naive datetime is refused.

    PostgreSQL keeps `timestamptz`; SQLite keeps the UTC wall time as text, which sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_own = MetaData()

outbox = Table(
    "outbox",
    _own,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("message_id", String(36), nullable=False, unique=True),
    Column("subject", String(200), nullable=False),
    Column("routing_key", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Index("outbox_by_subject", "subject", "id"),
)

inbox = Table(
    "inbox",
    _own,
    Column("message_key", String(300), primary_key=True),
    Column("accepted_at", UtcDateTime, nullable=False, index=True),
)

answers = Table(
    "answers",
    _own,
    Column("scope", String(100), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("answer", JSON),
    Column("answered_at", UtcDateTime, nullable=False, index=True),
)


def metadata() -> MetaData:
    """A new collection of tables that begins with these three; a service adds its own."""
    target = MetaData()
    for table in _own.sorted_tables:
        table.to_metadata(target)
    return target
