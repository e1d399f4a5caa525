"""The tables of timetables, as they are kept: what `domain.transit` needs and no more.

A timetable is written in portions, and shown once `loaded_at` stands there: it appears whole or not at all. Everything
of it is numbered within it. A day's calendars, a run's times are in one value each: a network of 1.5 million stop times
is some 50,000 rows.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from chassis.database import UtcDateTime
from services.opendata.tables.published import metadata

# What the configuration names, and how it was the last time that anybody looked.
transit_sources = Table(
    "transit_sources",
    metadata,
    Column("code", String(31), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("licence", String(200), nullable=False),
    Column("page", Text),
    Column("looked_at", UtcDateTime, nullable=False),
    Column("seen", JSON, nullable=False),  # by what one tells that it is still the same
    Column("digest", String(64)),  # SHA-256 of the archive that was looked at last, taken or not
    Column("refused", Text),  # why it was not taken; None: it was
)

transit_timetables = Table(
    "transit_timetables",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("code", String(31), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("written_at", UtcDateTime, nullable=False),  # its newest portion, while it is not loaded
    Column("loaded_at", UtcDateTime),  # since then it is whole, and shown
    Column("publisher", String(200), nullable=False),
    Column("version", String(100), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("kept_until", Date, nullable=False),  # the days after it are read when it is nearer
    Column("counts", JSON, nullable=False),  # stops, lines, trips
    Column("refusals", JSON, nullable=False),  # of its rows: file, reason, count, first_line
    Index("transit_timetables_by_code", "code"),
)

transit_days = Table(
    "transit_days",
    metadata,
    Column("timetable", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("calendars", JSON, nullable=False),  # numbers
)

transit_stops = Table(
    "transit_stops",
    metadata,
    Column("timetable", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("external_id", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("folded", String(200), nullable=False),  # domain.transit.fold, by which it is found
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Index("transit_stops_by_latitude", "timetable", "latitude"),
)

transit_lines = Table(
    "transit_lines",
    metadata,
    Column("timetable", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("kind", String(15), nullable=False),
    Column("colour", String(7)),
    Column("text_colour", String(7)),
)

transit_patterns = Table(
    "transit_patterns",
    metadata,
    Column("timetable", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("line", Integer, nullable=False),
    Column("direction", Integer),
    Column("towards", String(200), nullable=False),
    Column("calls", Integer, nullable=False),
)

transit_calls = Table(
    "transit_calls",
    metadata,
    Column("timetable", BigInteger, primary_key=True, autoincrement=False),
    Column("stop", Integer, primary_key=True, autoincrement=False),
    Column("pattern", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("boards", Boolean, nullable=False),
    Column("alights", Boolean, nullable=False),
)

transit_runs = Table(
    "transit_runs",
    metadata,
    Column("timetable", BigInteger, primary_key=True, autoincrement=False),
    Column("pattern", Integer, primary_key=True, autoincrement=False),
    Column("calendar", Integer, primary_key=True, autoincrement=False),
    Column("trips", Integer, nullable=False),
    Column("times", LargeBinary, nullable=False),  # domain.transit.pack
)
