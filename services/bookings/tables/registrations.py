"""Who registered for what occurrence, what was decided of it and why, and who came. Has no name and gets none."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    text,
)

from chassis.sql import UtcDateTime
from services.bookings.tables.catalogue import metadata

registrations = Table(
    "registrations",
    metadata,
    Column("registration_id", String(36), primary_key=True),
    Column("occurrence_id", ForeignKey("occurrences.occurrence_id"), nullable=False),
    Column("activity_id", ForeignKey("activities.activity_id"), nullable=False),
    Column("host_city", String(40), nullable=False),
    Column("member_id", String(36), nullable=False),
    Column("home_city", String(40), nullable=False),
    Column("organisation_id", String(36)),
    Column("seats", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    # the order of arrival at its occurrence
    Column("number", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    # drawn from the seats that are kept back for its organisation
    Column("kept", Boolean, nullable=False),
    Column("registered_by_id", String(36), nullable=False),
    Column("registered_by_city", String(40), nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("offered_at", UtcDateTime),
    Column("lapses_at", UtcDateTime),
    Column("confirmed_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("end_reason", String(50)),
    Column("answered_at", UtcDateTime),
    Column("checked_in_at", UtcDateTime),
    Column("checked_in_seats", Integer, nullable=False),
    Column("absence_reason", String(50)),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("registrations_of_occurrence", "occurrence_id", "status", "number"),
    Index("registrations_of_member", "member_id", "registered_at", "registration_id"),
    Index("registrations_that_lapse", "lapses_at"),
    CheckConstraint("seats >= 1", name="registration_has_seats"),
    CheckConstraint("checked_in_seats >= 0", name="registration_came_in_range"),
)
_STANDING = text("status IN ('waiting', 'requested', 'offered', 'confirmed')")
# Nobody stands twice in one occurrence.
Index(
    "registrations_once",
    registrations.c.occurrence_id,
    registrations.c.member_id,
    registrations.c.home_city,
    unique=True,
    sqlite_where=_STANDING,
    postgresql_where=_STANDING,
)

# A line for each decision of who gets a seat, which explains it.
decisions = Table(
    "decisions",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("occurrence_id", ForeignKey("occurrences.occurrence_id"), nullable=False),
    # None: of the occurrence as a whole
    Column("registration_id", ForeignKey("registrations.registration_id")),
    Column("code", String(40), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    # None: by the rules alone
    Column("decided_by_id", String(36)),
    Column("decided_by_city", String(40)),
    Column("detail", JSON, nullable=False),
    Index("decisions_of_occurrence", "occurrence_id", "number"),
    Index("decisions_of_registration", "registration_id", "number"),
)

# What a door sent, each once under the nonce that its page drew, however often it was sent.
scans = Table(
    "scans",
    metadata,
    Column("occurrence_id", ForeignKey("occurrences.occurrence_id"), primary_key=True),
    Column("nonce", String(36), primary_key=True),
    Column("kind", String(20), nullable=False),
    # None: of somebody who walked in, or of whom nothing is known
    Column("registration_id", ForeignKey("registrations.registration_id")),
    Column("seats", Integer, nullable=False),
    Column("result", String(40), nullable=False),
    Column("scanned_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    # of who came already: when they were first seen
    Column("first_scanned_at", UtcDateTime),
    # of an arrival: the nonce of what took it back
    Column("undone_by", String(36)),
    Column("scanned_by_id", String(36), nullable=False),
    Column("scanned_by_city", String(40), nullable=False),
    Index("scans_of_registration", "registration_id", "scanned_at"),
    CheckConstraint("seats >= 0", name="scan_in_range"),
)

# How many came, by age band: counted at the door, never named.
attendance_bands = Table(
    "attendance_bands",
    metadata,
    Column("occurrence_id", ForeignKey("occurrences.occurrence_id"), primary_key=True),
    Column("band", String(20), primary_key=True),
    Column("persons", Integer, nullable=False),
    Column("counted_at", UtcDateTime, nullable=False),
    CheckConstraint("persons >= 0", name="band_in_range"),
)
