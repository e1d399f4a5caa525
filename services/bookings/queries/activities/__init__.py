"""Every SELECT of the programme."""

from services.bookings.queries.activities.door import (
    arrivals,
    at_door,
    bands,
    expected,
    lock_at_door,
    occurrence_of,
    registrations_by_id,
    scans_by_nonce,
    walked_in,
)
from services.bookings.queries.activities.seen import kept_taken, seen

__all__ = [
    "arrivals",
    "at_door",
    "bands",
    "expected",
    "kept_taken",
    "lock_at_door",
    "occurrence_of",
    "registrations_by_id",
    "scans_by_nonce",
    "seen",
    "walked_in",
]
