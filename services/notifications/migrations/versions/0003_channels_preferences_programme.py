"""A notice goes out by several channels, each a delivery; preferences, reminders, and the programme for digests."""

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them; what is said and how it went become two tables."""
    _split_notices()
    op.create_table(
        "preferences",
        sa.Column("member_id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("channel", sa.String(10), primary_key=True),
        sa.Column("is_wanted", sa.Boolean, nullable=False),
    )
    op.create_table(
        "habits",
        sa.Column("member_id", sa.String(36), primary_key=True),
        sa.Column("quiet_since", sa.String(5)),
        sa.Column("quiet_until", sa.String(5)),
        sa.Column("reminders", sa.JSON, nullable=False),
    )
    op.create_table(
        "appointments",
        sa.Column("thing_id", sa.String(36), primary_key=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.Column("is_attended", sa.Boolean, nullable=False),
        sa.Column("next_reminder_at", UtcDateTime),
    )
    op.create_index("appointments_of_member", "appointments", ["member_id"])
    op.create_index("appointments_by_reminder", "appointments", ["next_reminder_at"])
    op.create_index("appointments_by_start", "appointments", ["starts_at"])
    op.create_table(
        "programme_activities",
        sa.Column("activity_id", sa.String(36), primary_key=True),
        sa.Column("city", sa.String(31), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("is_shown", sa.Boolean, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_table(
        "programme_dates",
        sa.Column("occurrence_id", sa.String(36), primary_key=True),
        sa.Column("activity_id", sa.String(36), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("place_name", sa.String(300), nullable=False),
        sa.Column("is_shown", sa.Boolean, nullable=False),
        sa.Column("is_full", sa.Boolean, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("programme_dates_by_start", "programme_dates", ["starts_at"])
    op.create_table(
        "digests",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("after_id", sa.String(36)),
        sa.Column("finished_at", UtcDateTime),
    )


def _split_notices() -> None:
    op.create_table(
        "deliveries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("notice_id", sa.String(36), nullable=False),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("is_prompt", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime, nullable=False),
        sa.Column("perhaps_out", sa.Boolean, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("reason", sa.String(60)),
        sa.UniqueConstraint("notice_id", "channel", name="deliveries_once"),
    )
    op.execute(
        "INSERT INTO deliveries (notice_id, member_id, channel, is_prompt, status, attempts, due_at, next_attempt_at,"
        " perhaps_out, sent_at, reason) SELECT notice_id, member_id, 'mail', false, status, attempts, created_at,"
        " next_attempt_at, false, sent_at, reason FROM notices ORDER BY number"
    )
    queued = sa.text("status = 'queued'")
    op.create_index(
        "deliveries_queued",
        "deliveries",
        ["next_attempt_at", "number"],
        sqlite_where=queued,
        postgresql_where=queued,
    )
    op.create_index(
        "deliveries_of_member",
        "deliveries",
        ["member_id", "channel", "is_prompt", "number"],
        sqlite_where=queued,
        postgresql_where=queued,
    )
    op.drop_index("notices_queued", "notices")
    op.drop_index("notices_of_member", "notices")
    with op.batch_alter_table("notices") as table:
        table.add_column(sa.Column("cause", sa.String(120)))
        table.drop_constraint("notices_once", type_="unique")
        for name in ("status", "attempts", "next_attempt_at", "sent_at", "reason"):
            table.drop_column(name)
    op.execute("UPDATE notices SET cause = subject || '/' || sequence")
    with op.batch_alter_table("notices") as table:
        table.alter_column("cause", existing_type=sa.String(120), nullable=False)
        table.create_unique_constraint("notices_once", ["member_id", "kind", "cause"])
    op.create_index("notices_of_subject", "notices", ["subject"])
