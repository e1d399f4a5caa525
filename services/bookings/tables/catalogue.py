"""What there is to be booked, and when it is open."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

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
    Column("school_zone", String(1)),
    Column("valid_from", Date),
    Column("valid_until", Date),
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
    Column("accessibility", JSON, nullable=False),
    Column("parent_id", ForeignKey("spaces.space_id")),
    Column("photos", JSON, nullable=False),
    Column("opening_hours", Text),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("sharing", JSON, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("tariffs", JSON, nullable=False),
    Column("city", String(40), nullable=False),
    Column("place_name", String(200), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Index("spaces_in_order", "name", "space_id"),
    Index("spaces_of_place", "place_id"),
    CheckConstraint("capacity >= 1 AND units >= 1 AND hourly_price_cents >= 0", name="space_in_range"),
)

# Which spaces a space covers: itself, its parts, their parts. Who holds it holds all their units.
covers = Table(
    "covers",
    metadata,
    Column("space_id", ForeignKey("spaces.space_id"), primary_key=True),
    Column("covered_id", ForeignKey("spaces.space_id"), primary_key=True),
    Index("covers_of_covered", "covered_id", "space_id"),
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

special_hours = Table(
    "special_hours",
    metadata,
    Column("special_id", String(36), primary_key=True),
    Column("place_id", ForeignKey("places.place_id"), nullable=False),
    Column("space_id", ForeignKey("spaces.space_id")),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("uid", String(255)),
    Index("special_hours_of_place", "place_id", "ends_at"),
    Index("special_hours_of_calendar", "place_id", "uid", "starts_at", unique=True),
    CheckConstraint("ends_at > starts_at", name="special_hours_last"),
)
