"""Who is gone, by the digest of an id that no row has any more."""

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "erased",
        sa.Column("member_digest", sa.String(64), primary_key=True),
        sa.Column("erased_at", UtcDateTime, nullable=False),
    )
    op.create_index("erased_in_order", "erased", ["erased_at"])
