"""The tables of bookings. Know no rule but one: a unit is never held twice.

`claims` holds what nobody else may have: a unit for a period. No two rows of a unit may overlap: on PostgreSQL an
exclusion constraint over the half-open range says so, on SQLite two triggers (`migrations/versions/0001_first.py`).
An INSERT that would break it is to be made with ON CONFLICT DO NOTHING: a plain one deadlocks on a hot period.

`bookings` keeps what was agreed, names and price included, so that a later edition of a space changes no agreement.
`members` is a copy of what the cities told: who may book. It has no name, no address, and gets none.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from chassis import tables
from chassis.sql import UtcDateTime

metadata = tables.metadata()

places = Table(
    "places",
    metadata,
    Column("place_id", String(36), primary_key=True),
    Column("city", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("address", String(200), nullable=False),
    Column("postcode", String(10), nullable=False),
    Column("insee", String(5), nullable=False),
    Column("commune", String(100), nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("opening_hours", Text, nullable=False),
    Column("zone", String(50), nullable=False),
    Column("description", Text, nullable=False),
    Column("website", Text),
    Column("kind", String(50), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Index("places_in_order", "name", "place_id"),
)

spaces = Table(
    "spaces",
    metadata,
    Column("space_id", String(36), primary_key=True),
    Column("place_id", ForeignKey("places.place_id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", String(50), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("units", Integer, nullable=False),
    Column("area_m2", Float),
    Column("floor", Integer),
    Column("equipment", JSON, nullable=False),
    Column("accessible", Boolean, nullable=False),
    Column("description", Text, nullable=False),
    Column("hourly_price_cents", Integer, nullable=False),
    Column("city", String(40), nullable=False),
    Column("place_name", String(200), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Index("spaces_in_order", "name", "space_id"),
    Index("spaces_of_place", "place_id"),
    CheckConstraint("capacity >= 1 AND units >= 1 AND hourly_price_cents >= 0", name="space_in_range"),
)

units = Table(
    "units",
    metadata,
    Column("unit_id", String(50), primary_key=True),
    Column("space_id", ForeignKey("spaces.space_id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(250), nullable=False),
    Column("retired_at", UtcDateTime),
    Index("units_of_space", "space_id", "number", unique=True),
)

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", String(36), primary_key=True),
    Column("space_id", ForeignKey("spaces.space_id"), nullable=False),
    Column("space_name", String(200), nullable=False),
    Column("place_id", ForeignKey("places.place_id"), nullable=False),
    Column("place_name", String(200), nullable=False),
    Column("address", String(400), nullable=False),
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
    Column("booked_at", UtcDateTime, nullable=False),
    Column("status", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("cancelled_at", UtcDateTime),
    Column("cancel_reason", String(50)),
    Index("bookings_of_member", "member_id", "starts_at", "booking_id"),
    CheckConstraint("ends_at > starts_at", name="booking_lasts"),
)

claims = Table(
    "claims",
    metadata,
    Column("claim_id", String(50), primary_key=True),
    Column(
        "booking_id",
        ForeignKey("bookings.booking_id", deferrable=True, initially="DEFERRED"),  # the claim is won first
        nullable=False,
    ),
    Column("unit_id", ForeignKey("units.unit_id"), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Index("claims_of_booking", "booking_id"),
    Index("claims_of_unit", "unit_id", "ends_at", "starts_at"),
    CheckConstraint("ends_at > starts_at", name="claim_lasts"),
)

members = Table(
    "members",
    metadata,
    Column("member_id", String(36), primary_key=True),
    Column("city", String(40), nullable=False),
    Column("category", String(40), nullable=False),
    Column("organisation_kind", String(40), nullable=False),
    Column("status", String(20), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("sequence", Integer, nullable=False),
)

issuer_keys = Table(
    "issuer_keys",
    metadata,
    Column("city", String(40), primary_key=True),
    Column("keys", JSON, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
)
