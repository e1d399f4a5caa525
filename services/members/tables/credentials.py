"""By what a member shows who they are. Secrets of links and codes are kept as digests only."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

credentials = Table(
    "credentials",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("password_hash", String(200), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

links = Table(
    "links",
    metadata,
    # SHA-256 of the token in the link, which is nowhere but in the letter
    Column("token_digest", String(64), primary_key=True),
    # of a member, or of somebody who signed up
    Column("member_id", String(36), nullable=False, index=True),
    # `confirmation`, `reset`, `address_change`, `registration_wish`
    Column("purpose", String(20), nullable=False),
    # the address that a link of `address_change` shows to be theirs
    Column("email", String(254)),
    # the wish for seats that a link of `registration_wish` grants
    Column("about_id", String(36), index=True),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    Column("used_at", UtcDateTime),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    # base32, of RFC 6238
    Column("secret", String(64), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    # None: shown, and no code of it was typed yet
    Column("confirmed_at", UtcDateTime),
    # the number of the time step of the last code that was taken: none is taken twice
    Column("last_step", Integer),
    # what takes its place as soon as a code of it was typed
    Column("next_secret", String(64)),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("code_digest", String(64), primary_key=True),
    Column("used_at", UtcDateTime),
)

identities = Table(
    "identities",
    metadata,
    # the city's OpenID Connect provider, and who it says somebody is
    Column("issuer", String(255), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("linked_at", UtcDateTime, nullable=False),
)
