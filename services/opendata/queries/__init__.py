"""Every SELECT of the publisher. Never writes."""

from __future__ import annotations

from services.opendata.queries.editions import edition, editions, inventory
from services.opendata.queries.log import behind, entries, head, lock_head
from services.opendata.queries.records import (
    children,
    contents,
    facts,
    occupied,
    record,
    recorded_segments,
    records,
    segment_records,
    subject,
)
from services.opendata.queries.segments import (
    bodies_of,
    is_stale,
    manifest,
    packed_size,
    part,
    published_parts,
    published_segments,
    snapshot,
    stale_segments,
)

__all__ = [
    "behind",
    "bodies_of",
    "children",
    "contents",
    "edition",
    "editions",
    "entries",
    "facts",
    "head",
    "inventory",
    "is_stale",
    "lock_head",
    "manifest",
    "occupied",
    "packed_size",
    "part",
    "published_parts",
    "published_segments",
    "record",
    "recorded_segments",
    "records",
    "segment_records",
    "snapshot",
    "stale_segments",
    "subject",
]
