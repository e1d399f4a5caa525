"""What is remembered: who looked at whom, what members booked anywhere, who is gone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

views = Table(
    "views",
    metadata,
    Column("view_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("member_id", String(36), nullable=False, index=True),
    Column("viewer_id", String(36), nullable=False),
    # the role by which, and the right that was used
    Column("role", String(30), nullable=False),
    Column("permission", String(40), nullable=False),
    # what was done: the name of the operation
    Column("operation", String(40), nullable=False),
    Column("viewed_at", UtcDateTime, nullable=False, index=True),
)

heard_bookings = Table(
    "heard_bookings",
    metadata,
    Column("booking_id", String(36), primary_key=True),
    # no foreign key: what was used is owed, also when the member is gone
    Column("member_id", String(36), nullable=False, index=True),
    Column("host_city", String(40), nullable=False),
    Column("space_id", String(36), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("zone", String(50), nullable=False),
    Column("status", String(20), nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
)

erased = Table(
    "erased",
    metadata,
    # SHA-256 of an id that no row has any more: what is still said of it changes nothing
    Column("member_digest", String(64), primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False, index=True),
)
