"""The city's own keys."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table

from chassis.sql import UtcDateTime
from services.members.tables.people import metadata

city_keys = Table(
    "city_keys",
    metadata,
    # two processes that start at once cannot both make generation 1
    Column("use", String(3), primary_key=True),
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("jwk", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # before then it is published and not used, so that everybody has it when it is; None: from the first
    Column("used_from", UtcDateTime),
    Column("retires_at", UtcDateTime),
)
