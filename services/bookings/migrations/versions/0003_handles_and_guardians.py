"""By what a member is called at the door, and who books for whom."""

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("members", sa.Column("handle", sa.String(12)))
    op.create_table(
        "guardianships",
        sa.Column("member_id", sa.String(36), primary_key=True),
        sa.Column("guardian_id", sa.String(36), primary_key=True),
        sa.Column("city", sa.String(40), nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("guardianships_of_guardian", "guardianships", ["guardian_id", "city"])
