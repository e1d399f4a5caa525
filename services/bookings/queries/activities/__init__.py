"""Every SELECT of the programme."""

from services.bookings.queries.activities.seen import kept_taken, seen

__all__ = [
    "kept_taken",
    "seen",
]
