"""JSON <-> domain objects of the programme. Never queries."""

from services.bookings.schemas.activities.activities import Activity, ActivityForStaff
from services.bookings.schemas.activities.occurrences import Occurrence, OccurrenceForStaff

__all__ = [
    "Activity",
    "ActivityForStaff",
    "Occurrence",
    "OccurrenceForStaff",
]
