"""What is on, one row a date, to be found by time and by place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; its rows follow from the log."""
    op.create_table(
        "outings",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("happening", sa.String(64), nullable=False),
        sa.Column("source", sa.String(31), nullable=False),
        sa.Column("city", sa.String(31)),
        sa.Column("insee", sa.String(5)),
        sa.Column("place_id", sa.String(36)),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("over_at", UtcDateTime, nullable=False),
        sa.Column("lasting", sa.Boolean, nullable=False),
        sa.Column("off", sa.Boolean, nullable=False),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("theme", sa.Text),
        sa.Column("label", sa.Text),
        sa.Column("publics", sa.Text, nullable=False),
        sa.Column("accessibility", sa.Text, nullable=False),
        sa.Column("is_free", sa.Boolean),
        sa.Column("least_cents", sa.Integer),
        sa.Column("alike", sa.String(32)),
        sa.Column("told_by", sa.String(64)),
        sa.Column("content", sa.JSON, nullable=False),
    )
    shown, told = sa.text("told_by IS NULL"), sa.text("told_by IS NOT NULL")
    op.create_index("outings_by_happening", "outings", ["happening", "starts_at"])
    op.create_index("outings_by_likeness", "outings", ["alike"])
    for name, columns, where in (
        ("outings_by_teller", ["told_by"], told),
        ("outings_by_time", ["off", "lasting", "starts_at", "id"], shown),
        ("outings_by_position", ["latitude", "longitude"], shown),
    ):
        op.create_index(name, "outings", columns, sqlite_where=where, postgresql_where=where)
