"""The log, what follows from it, and what is published. Knows no rule, and no person.

    log ─▶ subjects, occupancy, outings, uses ─▶ records ─▶ segments, bodies, datasets
           (the newest of each)                  (the data)  (its documents, ready to be sent)

Everything right of the log can be thrown away: `champlibre opendata rebuild` makes it again. Beside it waits what
persons did, until a month is closed: holders, attendances, memberships, erased.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from chassis import tables
from chassis.database import UtcDateTime

metadata = tables.metadata()

log = Table(
    "log",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(63), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("facts", JSON, nullable=False),
)

# One row: locked by whoever adds to the log or publishes, so that positions are in the order of the commits.
head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),  # of the newest line of the log
    Column("applied", BigInteger, nullable=False),  # up to which line the records follow the log
    Column("published", BigInteger, nullable=False),  # up to which line what is published does
    Column("seal", String(64), nullable=False),  # of what else shaped the published bytes
    CheckConstraint("id = 1", name="head_is_one"),
)

subjects = Table(
    "subjects",
    metadata,
    Column("kind", String(31), primary_key=True),  # place, space, dataset, …
    Column("id", String(200), primary_key=True),
    Column("parent_id", String(200)),  # the place of a space
    Column("sequence", BigInteger, nullable=False),
    Column("facts", JSON, nullable=False),
    Index("subjects_by_parent", "kind", "parent_id"),
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

# One row a date of what is on, ours and what others announce. What has `told_by` is the same outing as that one, which
# says more; it is shown with it.
outings = Table(
    "outings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("happening", String(64), nullable=False),
    Column("source", String(31), nullable=False),
    Column("city", String(31)),
    Column("insee", String(5)),
    Column("place_id", String(36)),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("over_at", UtcDateTime, nullable=False),
    Column("lasting", Boolean, nullable=False),
    Column("off", Boolean, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("theme", Text),
    Column("label", Text),
    Column("publics", Text, nullable=False),
    Column("accessibility", Text, nullable=False),
    Column("is_free", Boolean),
    Column("least_cents", Integer),
    Column("alike", String(32)),
    Column("told_by", String(64)),
    Column("content", JSON, nullable=False),
    Index("outings_by_happening", "happening", "starts_at"),
    Index("outings_by_likeness", "alike"),
)
_shown, _told = outings.c.told_by.is_(None), outings.c.told_by.is_not(None)
Index("outings_by_teller", outings.c.told_by, sqlite_where=_told, postgresql_where=_told)
Index(
    "outings_by_time",
    outings.c.off,
    outings.c.lasting,
    outings.c.starts_at,
    outings.c.id,
    sqlite_where=_shown,
    postgresql_where=_shown,
)
Index("outings_by_position", outings.c.latitude, outings.c.longitude, sqlite_where=_shown, postgresql_where=_shown)

records = Table(
    "records",
    metadata,
    Column("dataset", String(63), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("segment", String(63), nullable=False),
    Column("sort", String(200), nullable=False),
    Column("position", BigInteger, nullable=False),  # of the line of the log that changed it last
    Column("at", UtcDateTime, nullable=False),  # when that happened
    Column("gone", Boolean, nullable=False),  # it is published no more; who follows the changes is told so
    Column("content", JSON, nullable=False),
    Index("records_by_segment", "dataset", "segment"),
    Index("records_by_position", "dataset", "position"),
)

# What was not rendered since it changed.
stale = Table(
    "stale",
    metadata,
    Column("dataset", String(63), primary_key=True),
    Column("segment", String(63), primary_key=True),
)

# The parts of each document, in the order of their names.
segments = Table(
    "segments",
    metadata,
    Column("dataset", String(63), primary_key=True),
    Column("format", String(31), primary_key=True),
    Column("segment", String(63), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("packed_size", BigInteger, nullable=False),  # bytes, compressed
    Column("crc", BigInteger, nullable=False),  # CRC-32 of the bytes
    Index("segments_by_digest", "digest"),
)

# The segments of past versions that stay: of monthly statistics, one a month.
versions = Table(
    "versions",
    metadata,
    Column("dataset", String(63), primary_key=True),
    Column("name", String(31), primary_key=True),  # 2026-11
    Column("format", String(31), primary_key=True),
    Column("segment", String(63), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("packed_size", BigInteger, nullable=False),
    Column("crc", BigInteger, nullable=False),
    Index("versions_by_digest", "digest"),
)

# The bytes of segments, by their SHA-256: who began to read a version finds its parts although a newer one is out.
bodies = Table(
    "bodies",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # deflate blocks, none of them the last
    Column("unused_since", UtcDateTime),  # in no document since then; swept away later
    Index("bodies_by_unused_since", "unused_since"),
)

datasets = Table(
    "datasets",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("modified_at", UtcDateTime),  # when what it shows happened
    Column("rows", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),  # of all its segments
    Column("published_at", UtcDateTime),  # whole seconds; no two versions have the same
)
