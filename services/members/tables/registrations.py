"""What somebody without an account wishes to come to."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

registration_wishes = Table(
    "registration_wishes",
    metadata,
    Column("wish_id", String(36), primary_key=True),
    # a member, or who signed up by it and will be one
    Column("member_id", String(36), nullable=False, index=True),
    Column("occurrence_id", String(36), nullable=False),
    Column("seats", Integer, nullable=False),
    Column("accept_waiting", Boolean, nullable=False),
    Column("wished_at", UtcDateTime, nullable=False, index=True),
)
