"""The three tables that every service's database has: outbox, inbox, answers. Knows no rule.

They stand in the service's own database so that a change, its event and the key under which it was asked
are one transaction.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, String, Table, Text

from chassis.sql import UtcDateTime

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
