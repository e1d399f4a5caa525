"""The projections places, spaces and occupancy, and the state of each dataset."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migrate import messaging_tables
from chassis.sql import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    messaging_tables(op)
    op.create_table(
        "datasets",
        sa.Column("name", sa.String(63), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("modified_at", UtcDateTime),
        sa.Column("rows", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("city", sa.String(31), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("insee", sa.String(5), nullable=False),
        sa.Column("commune", sa.Text, nullable=False),
        sa.Column("latitude", sa.Float, nullable=False),
        sa.Column("longitude", sa.Float, nullable=False),
        sa.Column("opening_hours", sa.Text),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("website", sa.Text),
        sa.Column("kind", sa.String(63), nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "spaces",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("place_id", sa.String(36), nullable=False),
        sa.Column("place_name", sa.Text, nullable=False),
        sa.Column("city", sa.String(31), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(63), nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("area_m2", sa.Float),
        sa.Column("floor", sa.Integer),
        sa.Column("equipment", sa.JSON, nullable=False),
        sa.Column("accessible", sa.Boolean, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("hourly_price_cents", sa.Integer, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
    )
    op.create_index("spaces_place_id", "spaces", ["place_id"])
    op.create_table(
        "occupancy",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("space_id", sa.String(36), nullable=False),
        sa.Column("place_id", sa.String(36), nullable=False),
        sa.Column("city", sa.String(31), nullable=False),
        sa.Column("unit_name", sa.Text, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
    )
    op.create_index("occupancy_starts_at", "occupancy", ["starts_at", "id"])
    op.create_index("occupancy_ends_at", "occupancy", ["ends_at"])
