"""Every change of the programme: activities, occurrences, registrations, the door. Load, decide, save, record."""

from services.bookings.commands.activities.door import count_bands, count_walk_ins, note_absence, scan

__all__ = [
    "count_bands",
    "count_walk_ins",
    "note_absence",
    "scan",
]
