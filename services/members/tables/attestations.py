"""What the city attests; and of other cities, by which keys they sign and what they attest no longer."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

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

issuers = Table(
    "issuers",
    metadata,
    Column("city", String(40), primary_key=True),
    Column("keys", JSON, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
)

revocations = Table(
    "revocations",
    metadata,
    # both: no city hides what another revoked
    Column("city", String(40), primary_key=True),
    Column("attestation_id", String(36), primary_key=True),
    Column("revoked_at", UtcDateTime, nullable=False),
)
