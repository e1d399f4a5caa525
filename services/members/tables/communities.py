"""What binds members: applications for a membership, suspensions, organisations, guardians, the directory, topics."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

applications = Table(
    "applications",
    metadata,
    Column("application_id", String(36), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("category", String(20), nullable=False),
    Column("organisation_kind", String(20), nullable=False),
    Column("organisation_id", String(36)),
    Column("motivation", Text, nullable=False),
    Column("is_renewal", Boolean, nullable=False),
    # `open`, `admitted`, `declined`, `withdrawn`
    Column("status", String(20), nullable=False),
    Column("applied_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("decided_by_id", String(36)),
    Column("reason", Text),
    Column("valid_until", UtcDateTime),
    Column("sequence", Integer, nullable=False),
)
_OPEN = text("status = 'open'")
Index("one_open_application", applications.c.member_id, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("applications_of_member", applications.c.member_id, applications.c.applied_at)

suspensions = Table(
    "suspensions",
    metadata,
    Column("suspension_id", String(36), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("suspended_at", UtcDateTime, nullable=False),
    Column("suspended_by_id", String(36), nullable=False),
    # None: until somebody ends it
    Column("ends_at", UtcDateTime),
    # what the member is again afterwards
    Column("status_before", String(20), nullable=False),
    # None as long as it stands
    Column("lifted_at", UtcDateTime),
    Column("lifted_by_id", String(36)),
)
_STANDS = text("lifted_at IS NULL")
Index("one_standing_suspension", suspensions.c.member_id, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)
Index("suspensions_of_member", suspensions.c.member_id, suspensions.c.suspended_at)

organisations = Table(
    "organisations",
    metadata,
    Column("organisation_id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    # 14 digits; of two organisations with one the database keeps one
    Column("siret", String(14), unique=True),
    # when the city looked whether it is what it says it is; a member of staff
    Column("verified_at", UtcDateTime),
    Column("verified_by_id", String(36)),
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

guardianships = Table(
    "guardianships",
    metadata,
    Column("minor_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("guardian_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    # None: a guardian asked another one to be it too, who has not said yes
    Column("began_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
)
Index("guardianships_of_guardian", guardianships.c.guardian_id)

directory_entries = Table(
    "directory_entries",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("shown_name", String(200), nullable=False),
    Column("presentation", String(500), nullable=False),
    # both, in small letters without accents
    Column("searched", Text, nullable=False),
    Column("listed_at", UtcDateTime, nullable=False),
)

interests = Table(
    "interests",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", String(40), primary_key=True),
)
