"""What concerns registrations at home: wishes without an account, what is heard, and the answers to forms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.sql import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make them."""
    _wishes()
    _heard()
    _forms()


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


def _heard() -> None:
    op.create_table(
        "heard_registrations",
        sa.Column("registration_id", sa.String(36), primary_key=True),
        sa.Column("member_id", sa.String(36), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("occurrence_status", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
    )
    for name in ("member_id", "ends_at"):
        op.create_index(f"ix_heard_registrations_{name}", "heard_registrations", [name])


def _forms() -> None:
    of_member = sa.Column("member_id", sa.String(36), sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False)
    op.create_table(
        "forms",
        sa.Column("registration_id", sa.String(36), primary_key=True),
        of_member,
        sa.Column("occurrence_id", sa.String(36), nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("heard_sequence", sa.Integer, nullable=False),
    )
    for name in ("member_id", "occurrence_id", "ends_at"):
        op.create_index(f"ix_forms_{name}", "forms", [name])
    form = sa.ForeignKey("forms.registration_id", ondelete="CASCADE")
    op.create_table(
        "form_answers",
        sa.Column("registration_id", sa.String(36), form, primary_key=True),
        sa.Column("field", sa.String(40), primary_key=True),
        sa.Column("member_id", sa.String(36), sa.ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("keep_days", sa.Integer, nullable=False),
        sa.Column("keep_until", UtcDateTime, nullable=False),
    )
    for name in ("member_id", "keep_until"):
        op.create_index(f"ix_form_answers_{name}", "form_answers", [name])
