"""What months are counted from. `uses` follows from the log; the others do not, and wait until a month is closed."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table

from chassis.database import UtcDateTime
from services.opendata.tables.published import metadata

# Each booking without its member, as it was in the end: what the months are counted from.
uses = Table(
    "uses",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("status", String(20), nullable=False),
    Column("space_id", String(36), nullable=False),
    Column("place_id", String(36), nullable=False),
    Column("city", String(31), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("came_at", UtcDateTime),
    Column("left_at", UtcDateTime),
    Index("uses_by_starts_at", "starts_at"),
)

# The four that follow from no log, and are not made again: what persons did waits here until its month is closed.
# Who holds a booking that no closed month has counted, as a pseudonym; None: nobody any more.
holders = Table(
    "holders",
    metadata,
    Column("id", String(36), primary_key=True),  # that of `uses`
    Column("person", String(36)),
    Column("home_city", String(31), nullable=False),
    Index("holders_by_person", "person"),
)

# Who came to an occurrence that no closed month has counted, as numbers.
attendances = Table(
    "attendances",
    metadata,
    Column("occurrence_id", String(36), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("place_id", String(36)),
    Column("zone", String(64), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("came", Integer, nullable=False),
    Column("bands", JSON, nullable=False),
)

# What a city says of its members, who are pseudonyms: other ones than those that hold bookings.
memberships = Table(
    "memberships",
    metadata,
    Column("person", String(36), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("city", String(31), nullable=False),
    Column("category", String(31), nullable=False),
    Column("status", String(31), nullable=False),
)

# Who is gone: a digest of their number, so that what comes late brings nothing back; forgotten after a while.
erased = Table(
    "erased",
    metadata,
    Column("member_digest", String(64), primary_key=True),
    Column("erased_at", UtcDateTime, nullable=False),
)
