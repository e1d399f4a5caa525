"""What months are counted from. What was heard before is not whole: months are counted from the next one on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis import clock
from chassis.sql import UtcDateTime

revision = "0006"
down_revision = "0005"

_LOG = sa.table(
    "log",
    sa.column("position"),
    sa.column("kind"),
    sa.column("subject"),
    sa.column("sequence"),
    sa.column("at", UtcDateTime),
    sa.column("facts", sa.JSON),
)


def upgrade() -> None:
    """Create the tables; a log that has lines already says from when on it is whole."""
    op.create_table(
        "uses",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("space_id", sa.String(36), nullable=False),
        sa.Column("place_id", sa.String(36), nullable=False),
        sa.Column("city", sa.String(31), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("came_at", UtcDateTime),
        sa.Column("left_at", UtcDateTime),
    )
    op.create_index("uses_by_starts_at", "uses", ["starts_at"])
    op.create_table(
        "holders",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("person", sa.String(36)),
        sa.Column("home_city", sa.String(31), nullable=False),
    )
    op.create_index("holders_by_person", "holders", ["person"])
    op.create_table(
        "attendances",
        sa.Column("occurrence_id", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("place_id", sa.String(36)),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("came", sa.Integer, nullable=False),
        sa.Column("bands", sa.JSON, nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("person", sa.String(36), primary_key=True),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("city", sa.String(31), nullable=False),
        sa.Column("category", sa.String(31), nullable=False),
        sa.Column("status", sa.String(31), nullable=False),
    )
    op.create_table(
        "erased",
        sa.Column("member_digest", sa.String(64), primary_key=True),
        sa.Column("erased_at", UtcDateTime, nullable=False),
    )
    connection = op.get_bind()
    position = connection.execute(sa.text("SELECT position FROM head")).scalar() or 0
    if position:
        began = {"kind": "statistics.began", "subject": "statistics", "sequence": 0, "at": clock.now(), "facts": {}}
        connection.execute(_LOG.insert().values(position=position + 1, **began))
        connection.execute(sa.text("UPDATE head SET position = :position, applied = 0"), {"position": position + 1})
        for following in ("records", "occupancy", "outings", "subjects"):  # made again from the log, with what is new
            op.execute(sa.text(f"DELETE FROM {following}"))  # noqa: S608  names of ours
