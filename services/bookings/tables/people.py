"""What the cities told: who may book. Has no name, no address, and gets none."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from chassis.sql import UtcDateTime
from services.bookings.tables.catalogue import metadata

members = Table(
    "members",
    metadata,
    Column("member_id", String(36), primary_key=True),
    Column("city", String(40), nullable=False),
    Column("category", String(40), nullable=False),
    Column("organisation_kind", String(40), nullable=False),
    Column("status", String(20), nullable=False),
    Column("roles", JSON, nullable=False),
    # initials that the member chose, for who calls them at the door; None: none
    Column("handle", String(12)),
    Column("sequence", Integer, nullable=False),
)

attestations = Table(
    "attestations",
    metadata,
    Column("attestation_id", String(36), primary_key=True),
    Column("member_id", String(36), nullable=False),
    Column("city", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("valid_until", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
    Index("attestations_of_member", "member_id", "city"),
)

member_organisations = Table(
    "member_organisations",
    metadata,
    Column("member_id", String(36), primary_key=True),
    Column("organisation_id", String(36), primary_key=True),
    Column("city", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("left_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
)

# Of who is gone the digest of their id, for a time: what is said late of them brings nothing back.
erased = Table(
    "erased",
    metadata,
    Column("member_digest", String(64), primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
    Index("erased_in_order", "erased_at"),
)

guardianships = Table(
    "guardianships",
    metadata,
    Column("member_id", String(36), primary_key=True),
    # of the same city, who books for the member
    Column("guardian_id", String(36), primary_key=True),
    Column("city", String(40), nullable=False),
    Column("ended_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
    Index("guardianships_of_guardian", "guardian_id", "city"),
)

issuer_keys = Table(
    "issuer_keys",
    metadata,
    Column("city", String(40), primary_key=True),
    Column("keys", JSON, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
)
