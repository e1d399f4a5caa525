"""Of a space also what it is a part of, its own hours, its accessibility, from when until when it is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; what is known of them comes with each space's next edition."""
    op.add_column("spaces", sa.Column("parent_id", sa.String(36)))
    op.add_column("spaces", sa.Column("opening_hours", sa.Text))
    op.add_column("spaces", sa.Column("accessibility", sa.JSON))
    op.add_column("spaces", sa.Column("valid_from", sa.Date))
    op.add_column("spaces", sa.Column("valid_until", sa.Date))
