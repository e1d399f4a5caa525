"""Being signed in, and trying to be."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, String, Table

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

logins = Table(
    "logins",
    metadata,
    Column("login_id", String(36), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    # what the browser says it is, shortened
    Column("device", String(100), nullable=False),
    # digest of the network address it came from
    Column("client", String(64), nullable=False),
    # `password`, `provider`
    Column("method", String(20), nullable=False),
    Column("has_second_factor", Boolean, nullable=False),
    Column("began_at", UtcDateTime, nullable=False),
    Column("last_used_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime),
    # `signed_out`, `signed_out_elsewhere`, `token_reused`, `password_changed`, `suspended`...
    Column("ended_because", String(30)),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    # SHA-256 of the token, which its browser alone has
    Column("token_digest", String(64), primary_key=True),
    Column("login_id", ForeignKey("logins.login_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("issued_at", UtcDateTime, nullable=False),
    # None: the login's present one
    Column("used_at", UtcDateTime),
)

throttles = Table(
    "throttles",
    metadata,
    # digest of what is throttled: an account, a network address, or an account from a network address
    Column("key", String(80), primary_key=True),
    # when all tries will be there again (the theoretical arrival time of GCRA); from then on the row says nothing
    Column("full_at", UtcDateTime, nullable=False, index=True),
)

provider_logins = Table(
    "provider_logins",
    metadata,
    # SHA-256 of the `state` that goes to the provider and comes back, once; then of the ticket to a consent, once
    Column("state_digest", String(64), primary_key=True),
    # empty of a ticket, as what follows
    Column("nonce", String(64), nullable=False),
    Column("code_verifier", String(128), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
