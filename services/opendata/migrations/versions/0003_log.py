"""The log, from which everything published follows; what was known becomes its first lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the log and the publication; put down what the projections know; the service follows it at its start."""
    _create()
    connection = op.get_bind()
    position = 0
    for kind, table in (("place.published", "places"), ("space.published", "spaces"), ("booking", "occupancy")):
        found = connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY id"))  # noqa: S608  names of ours
        for row in found.mappings().all():
            position += 1
            connection.execute(_LOG.insert().values(position=position, **_line(kind, dict(row))))
    connection.execute(_HEAD.insert().values(id=1, position=position, applied=0, published=0, seal=""))
    op.execute(sa.text("DELETE FROM occupancy"))  # made again from the log
    op.drop_table("spaces")
    op.drop_table("places")


_LOG = sa.table(
    "log",
    sa.column("position"),
    sa.column("kind"),
    sa.column("subject"),
    sa.column("sequence"),
    sa.column("at", UtcDateTime),
    sa.column("facts", sa.JSON),
)
_HEAD = sa.table("head", *(sa.column(name) for name in ("id", "position", "applied", "published", "seal")))
_INSTANTS = ("published_at", "starts_at", "ends_at")
_LISTS = ("equipment", "accessibility")


def _line(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: _fact(name, value) for name, value in row.items() if name not in ("sequence", "held")}
    if kind == "booking":
        kind = "booking.confirmed" if row["held"] else "booking.cancelled"
    at = datetime.fromisoformat(facts.get("published_at") or facts["starts_at"])
    return {"kind": kind, "subject": row["id"], "sequence": row["sequence"], "at": at, "facts": facts}


def _fact(name: str, value: Any) -> Any:
    """A column's value as JSON; SQLite gives instants and lists as text."""
    if value is None:
        return None
    if name in _INSTANTS:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if name in _LISTS and isinstance(value, str):
        return sa.JSON().result_processor(op.get_bind().dialect, None)(value)  # type: ignore[misc]
    if name == "accessible":
        return bool(value)
    return value.isoformat() if isinstance(value, date) else value


def _create() -> None:
    op.create_table(
        "log",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(63), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("applied", sa.BigInteger, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name="head_is_one"),
    )
    op.create_table(
        "subjects",
        sa.Column("kind", sa.String(31), primary_key=True),
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("parent_id", sa.String(200)),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_index("subjects_by_parent", "subjects", ["kind", "parent_id"])
    op.create_table(
        "records",
        sa.Column("dataset", sa.String(63), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("segment", sa.String(63), nullable=False),
        sa.Column("sort", sa.String(200), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_index("records_by_segment", "records", ["dataset", "segment"])
    op.create_index("records_by_position", "records", ["dataset", "position"])
    op.create_table(
        "stale",
        sa.Column("dataset", sa.String(63), primary_key=True),
        sa.Column("segment", sa.String(63), primary_key=True),
    )
    op.create_table(
        "segments",
        sa.Column("dataset", sa.String(63), primary_key=True),
        sa.Column("format", sa.String(31), primary_key=True),
        sa.Column("segment", sa.String(63), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("packed_size", sa.BigInteger, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
    )
    op.create_index("segments_by_digest", "segments", ["digest"])
    op.create_table(
        "versions",
        sa.Column("dataset", sa.String(63), primary_key=True),
        sa.Column("name", sa.String(31), primary_key=True),
        sa.Column("format", sa.String(31), primary_key=True),
        sa.Column("segment", sa.String(63), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("packed_size", sa.BigInteger, nullable=False),
        sa.Column("crc", sa.BigInteger, nullable=False),
    )
    op.create_index("versions_by_digest", "versions", ["digest"])
    op.create_table(
        "bodies",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.Column("unused_since", UtcDateTime),
    )
    op.create_index("bodies_by_unused_since", "bodies", ["unused_since"])
    op.add_column("datasets", sa.Column("digest", sa.String(64), nullable=False, server_default=""))
    op.add_column("datasets", sa.Column("published_at", UtcDateTime))
