"""What SQL needs on both databases: the type of an instant, an insert that yields. Knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
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
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def insert_ignoring(session: Session, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless a constraint (or, on SQLite, a trigger's RAISE(IGNORE)) stands against it.

    Never raises for the conflict and never waits in a circle as a plain INSERT does on a hot range.

    Returns:
        Whether the row went in.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return bool(session.connection().execute(statement).rowcount == 1)
