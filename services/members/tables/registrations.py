"""What somebody without an account wishes to come to; what members registered for; what they answered to forms."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table

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

heard_registrations = Table(
    "heard_registrations",
    metadata,
    Column("registration_id", String(36), primary_key=True),
    # no foreign key: what is heard of who is gone is passed over
    Column("member_id", String(36), nullable=False, index=True),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("status", String(20), nullable=False),
    Column("occurrence_status", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
)

forms = Table(
    "forms",
    metadata,
    Column("registration_id", String(36), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("occurrence_id", String(36), nullable=False, index=True),
    # of the occurrence, as far as was heard: from then on the days of each answer are counted
    Column("ends_at", UtcDateTime, nullable=False, index=True),
    Column("complete", Boolean, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
    Column("sequence", Integer, nullable=False),
    # of the latest event of the registration
    Column("heard_sequence", Integer, nullable=False),
)

form_answers = Table(
    "form_answers",
    metadata,
    Column("registration_id", ForeignKey("forms.registration_id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("value", JSON, nullable=False),
    Column("keep_days", Integer, nullable=False),
    Column("keep_until", UtcDateTime, nullable=False, index=True),
)
