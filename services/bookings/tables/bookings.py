"""Who holds what when, and who waits."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from chassis.sql import UtcDateTime
from services.bookings.tables.catalogue import metadata

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", String(36), primary_key=True),
    Column("space_id", ForeignKey("spaces.space_id"), nullable=False),
    Column("space_name", String(200), nullable=False),
    Column("place_id", ForeignKey("places.place_id"), nullable=False),
    Column("place_name", String(200), nullable=False),
    Column("address", String(400), nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("host_city", String(40), nullable=False),
    Column("unit_id", ForeignKey("units.unit_id"), nullable=False),
    Column("unit_name", String(250), nullable=False),
    Column("member_id", String(36), nullable=False),
    Column("home_city", String(40), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("zone", String(50), nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("price_rule", String(100), nullable=False),
    Column("tariff", String(40)),
    Column("booked_at", UtcDateTime, nullable=False),
    Column("status", String(20), nullable=False),
    Column("persons", Integer, nullable=False),
    Column("organisation_id", String(36)),
    Column("category", String(40)),
    Column("credit_cents", Integer, nullable=False),
    Column("prepaid_minutes", Integer, nullable=False),
    Column("booked_by_id", String(36), nullable=False),
    Column("booked_by_city", String(40), nullable=False),
    Column("went_past", JSON, nullable=False),
    Column("lapses_at", UtcDateTime),
    Column("series_id", String(36)),
    Column("occurrence", String(20)),
    Column("replaces_id", String(36)),
    # the occurrence of an activity that holds it, instead of a member
    Column("for_occurrence_id", String(36)),
    Column("checked_in_at", UtcDateTime),
    Column("checked_out_at", UtcDateTime),
    Column("sequence", Integer, nullable=False),
    Column("cancelled_at", UtcDateTime),
    Column("cancel_reason", String(50)),
    Column("changed_at", UtcDateTime),  # when it was written last; None when it was made, before this was noted
    Index("bookings_of_member", "member_id", "starts_at", "booking_id"),
    Index("bookings_of_organisation", "organisation_id", "starts_at"),
    Index("bookings_of_space", "space_id", "starts_at"),
    Index("bookings_of_place", "place_id", "starts_at", "booking_id"),
    Index("bookings_of_host", "host_city", "starts_at", "booking_id"),
    Index("bookings_of_home", "home_city", "starts_at"),
    Index("bookings_of_series", "series_id", "starts_at"),
    Index("bookings_that_lapse", "lapses_at"),
    CheckConstraint("ends_at > starts_at", name="booking_lasts"),
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", String(100), primary_key=True),
    Column(
        "booking_id",
        ForeignKey("bookings.booking_id", deferrable=True, initially="DEFERRED"),  # the claim is won first
        nullable=False,
    ),
    Column("unit_id", ForeignKey("units.unit_id"), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("held_from", UtcDateTime, nullable=False),
    Column("held_until", UtcDateTime, nullable=False),
    Column("lapses_at", UtcDateTime),
    Index("claims_of_booking", "booking_id"),
    Index("claims_of_unit", "unit_id", "held_until", "held_from"),
    CheckConstraint("held_from <= starts_at AND starts_at < ends_at AND ends_at <= held_until", name="claim_lasts"),
)

# What is locked while the bookings of a member or of an organisation are counted.
holders = Table("holders", metadata, Column("holder", String(100), primary_key=True))

series = Table(
    "series",
    metadata,
    Column("series_id", String(36), primary_key=True),
    Column("space_id", ForeignKey("spaces.space_id"), nullable=False),
    Column("member_id", String(36), nullable=False),
    Column("home_city", String(40), nullable=False),
    Column("organisation_id", String(36)),
    Column("booked_by_id", String(36), nullable=False),
    Column("booked_by_city", String(40), nullable=False),
    Column("rule", Text, nullable=False),
    Column("starts_local", String(20), nullable=False),
    Column("ends_local", String(20), nullable=False),
    Column("zone", String(50), nullable=False),
    Column("persons", Integer, nullable=False),
    Column("past", JSON, nullable=False),
    Column("booked_at", UtcDateTime, nullable=False),
    Column("sequence", Integer, nullable=False),
    Index("series_of_member", "member_id", "booked_at", "series_id"),
)

# The occurrences of a series that could not be booked, to be proposed again.
refused_occurrences = Table(
    "refused_occurrences",
    metadata,
    Column("series_id", ForeignKey("series.series_id"), primary_key=True),
    Column("occurrence", String(20), primary_key=True),
    Column("starts_at", UtcDateTime),
    Column("ends_at", UtcDateTime),
    Column("codes", JSON, nullable=False),
    Column("refused_at", UtcDateTime, nullable=False),
)

# Who waits for a space to become free. What is offered is a booking with the id of the wait.
waits = Table(
    "waits",
    metadata,
    Column("wait_id", String(36), primary_key=True),
    Column("space_id", ForeignKey("spaces.space_id"), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("member_id", String(36), nullable=False),
    Column("home_city", String(40), nullable=False),
    Column("category", String(40), nullable=False),
    Column("organisation_kind", String(40), nullable=False),
    Column("organisation_id", String(36)),
    Column("persons", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("offered_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("refusal", String(40)),
    Index("waits_of_space", "space_id", "status", "asked_at", "wait_id"),
    Index("waits_of_member", "member_id", "starts_at", "wait_id"),
    Index("waits_that_begin", "status", "starts_at"),
    CheckConstraint("ends_at > starts_at", name="wait_lasts"),
)
