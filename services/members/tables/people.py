"""Who lives here: members, who signed up and is yet to confirm, what they consented to, which roles they have;
whose address refuses letters.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from chassis import tables
from chassis.sql import UtcDateTime

metadata = tables.metadata()

members = Table(
    "members",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    # None: of a minor, or of whom a helper entered; then a guardian or the helper is written to
    Column("email", String(254)),
    # `chassis.addresses.digest`: of two members with one address the database keeps one
    Column("email_digest", String(64), unique=True),
    # E.164
    Column("phone", String(16)),
    Column("born_on", Date),
    # initials that the member chose, for the doors of other cities; None: the opaque id alone
    Column("handle", String(12)),
    Column("language", String(2), nullable=False),
    Column("category", String(20), nullable=False),
    Column("organisation_kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    # of the membership that the city granted; None: no end
    Column("membership_ends_at", UtcDateTime, index=True),
    Column("sequence", Integer, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("last_seen_at", UtcDateTime, nullable=False, index=True),
    # until when something is due that the member was told of: the end of a membership, of rights, of the account
    Column("ending_told_at", UtcDateTime),
    Column("rights_ending_told_at", UtcDateTime),
    Column("inactivity_told_at", UtcDateTime),
    # when the letter about the account went out, or was refused for good
    Column("inactivity_letter_at", UtcDateTime),
    # who entered a person that cannot write; a member of staff
    Column("helper_id", String(36)),
)

member_roles = Table(
    "member_roles",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(30), primary_key=True),
    # "": in the whole city
    Column("place_id", String(36), primary_key=True, server_default=""),
    Column("granted_at", UtcDateTime, nullable=False),
    Column("granted_by_id", String(36)),
)

consents = Table(
    "consents",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    # `account`, `directory`, `newsletter`...
    Column("purpose", String(20), primary_key=True),
    Column("notice_version", String(20), primary_key=True),
    Column("given_at", UtcDateTime, primary_key=True),
    Column("withdrawn_at", UtcDateTime),
    # who heard it said, when the member did not type it: a member of staff, or the guardian of a minor
    Column("heard_by_id", String(36)),
)

# Whose address refuses letters, until one goes there again or it is another.
address_failures = Table(
    "address_failures",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("refused_since", UtcDateTime, nullable=False),
    Column("last_refused_at", UtcDateTime, nullable=False),
    # the code of the last refusal; no word of a mail server, which might quote the address
    Column("reason", String(60), nullable=False),
    Column("refusals", Integer, nullable=False),
)

sign_ups = Table(
    "sign_ups",
    metadata,
    # the id that the member will have
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    # not unique: whoever signs up with another's address takes nothing from whoever has it
    Column("email_digest", String(64), nullable=False, index=True),
    Column("language", String(2), nullable=False),
    # None: a guest, who leaves a name and an address and needs no account
    Column("password_hash", String(200)),
    Column("notice_version", String(20), nullable=False),
    Column("signed_up_at", UtcDateTime, nullable=False, index=True),
)
