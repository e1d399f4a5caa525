"""The tables of a city's members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migrate import messaging_tables
from chassis.sql import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them."""
    messaging_tables(op)
    op.create_table(
        "members",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("organisation_kind", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("registered_at", UtcDateTime, nullable=False),
        sa.Column("confirmed_at", UtcDateTime),
    )
    op.create_table(
        "member_roles",
        _of_a_member(primary_key=True),
        sa.Column("role", sa.String(30), primary_key=True),
        sa.Column("granted_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "consents",
        _of_a_member(primary_key=True),
        sa.Column("notice_version", sa.String(20), primary_key=True),
        sa.Column("given_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "credentials",
        _of_a_member(primary_key=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "confirmations",
        sa.Column("token_digest", sa.String(64), primary_key=True),
        _of_a_member(index=True),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
    )
    op.create_table(
        "city_keys",
        sa.Column("use", sa.String(3), primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("jwk", sa.JSON, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("retires_at", UtcDateTime),
    )


def _of_a_member(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    """The column that says whose row it is; the row goes when the member goes."""
    owner = sa.ForeignKey("members.id", ondelete="CASCADE")
    return sa.Column("member_id", sa.String(36), owner, primary_key=primary_key, index=index, nullable=False)
