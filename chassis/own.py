"""What a service holds of somebody, as plain rows for that person to take along. Knows no table of a service."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from chassis.clock import rfc3339


def section(
    session: Session, table: Table, theirs: ColumnElement[bool], without: Collection[str] = (), most: int = 10_000
) -> dict[str, Any]:
    """The rows of a table that are somebody's: `{"name", "rows": [{column: JSON}], "is_complete"}`.

    Args:
        without: the columns that are left out: secrets, and what is about others.
        most: rows; `is_complete` says whether there were no more.
    """
    columns = [column for column in table.columns if column.name not in without]
    wanted = select(*columns).where(theirs).order_by(*table.primary_key.columns).limit(most + 1)
    found = [{name: plain(value) for name, value in row.items()} for row in session.execute(wanted).mappings()]
    return {"name": table.name, "rows": found[:most], "is_complete": len(found) <= most}


def plain(value: Any) -> Any:
    """As JSON has it: instants as RFC 3339 in UTC, days as ISO 8601."""
    if isinstance(value, datetime):
        return rfc3339(value)
    return value.isoformat() if isinstance(value, date) else value
