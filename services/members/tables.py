"""The tables of members. Knows no rule.

Personal data stands in `members.name` and `email` only; what an organisation is called, in `organisations.name`.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from chassis import tables
from chassis.sql import UtcDateTime

metadata = tables.metadata()

members = Table(
    "members",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    # `chassis.addresses.digest`: of two members with one address the database keeps one
    Column("email_digest", String(64), nullable=False, unique=True),
    Column("language", String(2), nullable=False),
    Column("category", String(20), nullable=False),
    Column("organisation_kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
)

member_roles = Table(
    "member_roles",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(30), primary_key=True),
    Column("granted_at", UtcDateTime, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("notice_version", String(20), primary_key=True),
    Column("given_at", UtcDateTime, nullable=False),
)

credentials = Table(
    "credentials",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", String(200), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

confirmations = Table(
    "confirmations",
    metadata,
    # SHA-256 of the token in the link, which is nowhere but in the letter
    Column("token_digest", String(64), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

city_keys = Table(
    "city_keys",
    metadata,
    # two processes that start at once cannot both make generation 1
    Column("use", String(3), primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("jwk", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("retires_at", UtcDateTime),
)

attestations = Table(
    "attestations",
    metadata,
    Column("attestation_id", String(36), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("valid_until", UtcDateTime),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("issued_by_id", String(36), nullable=False),
    Column("revoked_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    Column("organisation_id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("founded_at", UtcDateTime, nullable=False),
)

acting = Table(
    "acting",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.organisation_id"), primary_key=True),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
)

heard_bookings = Table(
    "heard_bookings",
    metadata,
    Column("booking_id", String(36), primary_key=True),
    # no foreign key: what was used is owed, also when the member is gone
    Column("member_id", String(36), nullable=False),
    Column("host_city", String(40), nullable=False),
    Column("space_id", String(36), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("zone", String(50), nullable=False),
    Column("status", String(20), nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
)
