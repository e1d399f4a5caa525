"""Timetables: how to get somewhere, and back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables; they fill when a source is configured."""
    op.create_table(
        "transit_sources",
        sa.Column("code", sa.String(31), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("licence", sa.String(200), nullable=False),
        sa.Column("page", sa.Text),
        sa.Column("looked_at", UtcDateTime, nullable=False),
        sa.Column("seen", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64)),
        sa.Column("refused", sa.Text),
    )
    op.create_table(
        "transit_timetables",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("code", sa.String(31), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("written_at", UtcDateTime, nullable=False),
        sa.Column("loaded_at", UtcDateTime),
        sa.Column("publisher", sa.String(200), nullable=False),
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("kept_until", sa.Date, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("refusals", sa.JSON, nullable=False),
    )
    op.create_index("transit_timetables_by_code", "transit_timetables", ["code"])
    _create_parts()


def _create_parts() -> None:
    op.create_table(
        "transit_days",
        sa.Column("timetable", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("calendars", sa.JSON, nullable=False),
    )
    op.create_table(
        "transit_stops",
        sa.Column("timetable", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("folded", sa.String(200), nullable=False),
        sa.Column("latitude", sa.Float, nullable=False),
        sa.Column("longitude", sa.Float, nullable=False),
    )
    op.create_index("transit_stops_by_latitude", "transit_stops", ["timetable", "latitude"])
    op.create_table(
        "transit_lines",
        sa.Column("timetable", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(15), nullable=False),
        sa.Column("colour", sa.String(7)),
        sa.Column("text_colour", sa.String(7)),
    )
    op.create_table(
        "transit_patterns",
        sa.Column("timetable", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("direction", sa.Integer),
        sa.Column("towards", sa.String(200), nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
    )
    op.create_table(
        "transit_calls",
        sa.Column("timetable", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("stop", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("pattern", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("boards", sa.Boolean, nullable=False),
        sa.Column("alights", sa.Boolean, nullable=False),
    )
    op.create_table(
        "transit_runs",
        sa.Column("timetable", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("pattern", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("calendar", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("trips", sa.Integer, nullable=False),
        sa.Column("times", sa.LargeBinary, nullable=False),
    )
