"""JSON <-> domain objects of the programme. Never queries."""

from services.bookings.schemas.activities.activities import Activity, ActivityForStaff
from services.bookings.schemas.activities.door import (
    AbsenceNoted,
    BandsCounted,
    Door,
    DoorNamed,
    Expected,
    Scanned,
    ScanSent,
    ScansSent,
    WalkInsCounted,
)
from services.bookings.schemas.activities.occurrences import Occurrence, OccurrenceForStaff

__all__ = [
    "AbsenceNoted",
    "Activity",
    "ActivityForStaff",
    "BandsCounted",
    "Door",
    "DoorNamed",
    "Expected",
    "Occurrence",
    "OccurrenceForStaff",
    "ScanSent",
    "Scanned",
    "ScansSent",
    "WalkInsCounted",
]
