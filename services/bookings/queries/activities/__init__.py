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
from services.bookings.queries.activities.seating import (
    lapsed_in,
    lock_occurrences,
    lock_seats,
    other_dates,
    position,
    registration_in,
    seats_of,
    standing_in,
    stands_in,
    to_settle,
    waiting_in,
)
from services.bookings.queries.activities.seen import kept_taken, seen

__all__ = [
    "arrivals",
    "at_door",
    "bands",
    "expected",
    "kept_taken",
    "lapsed_in",
    "lock_at_door",
    "lock_occurrences",
    "lock_seats",
    "occurrence_of",
    "other_dates",
    "position",
    "registration_in",
    "registrations_by_id",
    "scans_by_nonce",
    "seats_of",
    "seen",
    "standing_in",
    "stands_in",
    "to_settle",
    "waiting_in",
    "walked_in",
]
