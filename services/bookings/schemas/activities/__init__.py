"""JSON <-> domain objects of the programme. Never queries."""

from services.bookings.schemas.activities.activities import Activity, ActivityForStaff
from services.bookings.schemas.activities.asked import (
    ActivitiesAsked,
    ActivitiesPage,
    ActivityCopied,
    ActivityNamed,
    ActivitySeen,
    ActivityUnwanted,
    AgendaAsked,
    AgendaPage,
    Programme,
    ProgrammeAsked,
    ProgrammesAsked,
    ProgrammeWanted,
)
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
from services.bookings.schemas.activities.drafts import ActivityDraft, ActivityEdited
from services.bookings.schemas.activities.occurrences import Occurrence, OccurrenceForStaff

__all__ = [
    "AbsenceNoted",
    "ActivitiesAsked",
    "ActivitiesPage",
    "Activity",
    "ActivityCopied",
    "ActivityDraft",
    "ActivityEdited",
    "ActivityForStaff",
    "ActivityNamed",
    "ActivitySeen",
    "ActivityUnwanted",
    "AgendaAsked",
    "AgendaPage",
    "BandsCounted",
    "Door",
    "DoorNamed",
    "Expected",
    "Occurrence",
    "OccurrenceForStaff",
    "Programme",
    "ProgrammeAsked",
    "ProgrammeWanted",
    "ProgrammesAsked",
    "ScanSent",
    "Scanned",
    "ScansSent",
    "WalkInsCounted",
]
