"""Attestations, organisations and who acts for them, and what the home city hears of its members' bookings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "attestations",
        sa.Column("attestation_id", sa.String(36), primary_key=True),
        _of_a_member(),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("valid_until", UtcDateTime),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("issued_by_id", sa.String(36), nullable=False),
        sa.Column("revoked_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("ix_attestations_member_id", "attestations", ["member_id"])
    op.create_table(
        "organisations",
        sa.Column("organisation_id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("founded_at", UtcDateTime, nullable=False),
    )
    organisation = sa.ForeignKey("organisations.organisation_id")
    op.create_table(
        "acting",
        _of_a_member(primary_key=True),
        sa.Column("organisation_id", sa.String(36), organisation, primary_key=True),
        sa.Column("joined_at", UtcDateTime, nullable=False),
        sa.Column("left_at", UtcDateTime),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_table(
        "heard_bookings",
        sa.Column("booking_id", sa.String(36), primary_key=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("host_city", sa.String(40), nullable=False),
        sa.Column("space_id", sa.String(36), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("zone", sa.String(50), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    op.create_index("ix_heard_bookings_starts_at", "heard_bookings", ["starts_at"])


def _of_a_member(*, primary_key: bool = False) -> sa.Column[str]:
    """The column that says whose row it is; the row goes when the member goes."""
    owner = sa.ForeignKey("members.id", ondelete="CASCADE")
    return sa.Column("member_id", sa.String(36), owner, primary_key=primary_key, nullable=False)
