"""The projections, one table a dataset, and the state of each dataset. Knows no rule, and no person."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Float, Index, Integer, String, Table, Text

from chassis import tables
from chassis.database import UtcDateTime

metadata = tables.metadata()

datasets = Table(
    "datasets",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("modified_at", UtcDateTime),
    Column("rows", BigInteger, nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("city", String(31), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("postcode", String(5), nullable=False),
    Column("insee", String(5), nullable=False),
    Column("commune", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("opening_hours", Text),
    Column("zone", String(64), nullable=False),
    Column("description", Text),
    Column("website", Text),
    Column("kind", String(63), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
)

spaces = Table(
    "spaces",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("place_id", String(36), nullable=False),
    Column("place_name", Text, nullable=False),
    Column("city", String(31), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(63), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("units", Integer, nullable=False),
    Column("area_m2", Float),
    Column("floor", Integer),
    Column("equipment", JSON, nullable=False),
    Column("accessible", Boolean, nullable=False),
    Column("description", Text),
    Column("hourly_price_cents", Integer, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("parent_id", String(36)),
    Column("opening_hours", Text),
    Column("accessibility", JSON),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Index("spaces_place_id", "place_id"),
)

occupancy = Table(
    "occupancy",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    # False: not confirmed, or over. The row stays, unpublished, so that what is older and comes later changes nothing.
    Column("held", Boolean, nullable=False),
    Column("space_id", String(36), nullable=False),
    Column("place_id", String(36), nullable=False),
    Column("city", String(31), nullable=False),
    Column("unit_name", Text, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Index("occupancy_starts_at", "starts_at", "id"),
    Index("occupancy_ends_at", "ends_at"),
)
