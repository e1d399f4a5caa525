"""What belongs to a member beside bookings: calendar feeds, credits."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from chassis.sql import UtcDateTime
from services.bookings.tables.catalogue import metadata

# Calendar feeds: only the digest of a feed's secret is kept.
feeds = Table(
    "feeds",
    metadata,
    Column("feed_id", String(36), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("member_id", String(36), nullable=False),
    Column("home_city", String(40), nullable=False),
    Column("space_id", ForeignKey("spaces.space_id")),
    Column("made_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Index("feeds_of_member", "member_id", "made_at"),
)

# What a member or an organisation has paid before: cents, or minutes. `holder` is one of `Holder.keys`.
credit_grants = Table(
    "credit_grants",
    metadata,
    Column("credit_id", String(36), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("host_city", String(40), nullable=False),
    Column("space_id", ForeignKey("spaces.space_id")),
    Column("unit", String(10), nullable=False),
    Column("granted", Integer, nullable=False),
    Column("remaining", Integer, nullable=False),
    Column("valid_until", UtcDateTime),
    Column("reason", String(40), nullable=False),
    Column("granted_by_id", String(36), nullable=False),
    Column("granted_by_city", String(40), nullable=False),
    Column("granted_at", UtcDateTime, nullable=False),
    Index("credits_of_holder", "holder", "host_city"),
    CheckConstraint("unit IN ('cents', 'minutes')", name="credit_unit"),
    CheckConstraint("remaining >= 0 AND remaining <= granted", name="credit_in_range"),
)

credit_uses = Table(
    "credit_uses",
    metadata,
    Column("booking_id", ForeignKey("bookings.booking_id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("credit_id", ForeignKey("credit_grants.credit_id"), primary_key=True),
    Column("amount", Integer, nullable=False),
    CheckConstraint("amount > 0", name="credit_use_counts"),
)
