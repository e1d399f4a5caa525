"""What concerns registrations at home: wishes without an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make them."""
    _wishes()


def _wishes() -> None:
    op.add_column("links", sa.Column("about_id", sa.String(36)))
    op.create_index("ix_links_about_id", "links", ["about_id"])
    op.create_table(
        "registration_wishes",
        sa.Column("wish_id", sa.String(36), primary_key=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("occurrence_id", sa.String(36), nullable=False),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.Column("accept_waiting", sa.Boolean, nullable=False),
        sa.Column("wished_at", UtcDateTime, nullable=False),
    )
    for name in ("member_id", "wished_at"):
        op.create_index(f"ix_registration_wishes_{name}", "registration_wishes", [name])
