"""Addresses that refuse letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    member = sa.ForeignKey("members.id", ondelete="CASCADE")
    op.create_table(
        "address_failures",
        sa.Column("member_id", sa.String(36), member, primary_key=True),
        sa.Column("refused_since", UtcDateTime, nullable=False),
        sa.Column("last_refused_at", UtcDateTime, nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
    )
