"""The first tables: notices, and the last word heard of each booking."""

import sqlalchemy as sa
from alembic import op

from chassis.migrate import messaging_tables
from chassis.sql import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create them."""
    messaging_tables(op)
    op.create_table(
        "notices",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("notice_id", sa.String(36), nullable=False, unique=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(36), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("traceparent", sa.String(55)),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime, nullable=False),
        sa.Column("not_after", UtcDateTime, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("reason", sa.String(60)),
        sa.UniqueConstraint("member_id", "kind", "subject", "sequence", name="notices_once"),
    )
    queued = sa.text("status = 'queued'")
    op.create_index("notices_queued", "notices", ["number"], sqlite_where=queued, postgresql_where=queued)
    op.create_index(
        "notices_of_member", "notices", ["member_id", "number"], sqlite_where=queued, postgresql_where=queued
    )
    op.create_table(
        "bookings_heard",
        sa.Column("booking_id", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
