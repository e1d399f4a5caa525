"""The programme's rules: activities, their occurrences, who registers and who waits, the door. Never asks the time."""

from services.bookings.domain.activities.activity import (
    ACCESSIBILITY,
    ATTENDANCE,
    FIELD_KINDS,
    KINDS,
    LANGUAGES,
    MODES,
    PUBLICS,
    VENUE_KINDS,
    Activity,
    Field,
    Image,
    Price,
    Programme,
    Terms,
    Texts,
    Venue,
)
from services.bookings.domain.activities.occurrence import STATUSES, Kept, Occurrence
from services.bookings.domain.activities.registration import SEATED, STANDING, Decision, Registration

__all__ = [
    "ACCESSIBILITY",
    "ATTENDANCE",
    "FIELD_KINDS",
    "KINDS",
    "LANGUAGES",
    "MODES",
    "PUBLICS",
    "SEATED",
    "STANDING",
    "STATUSES",
    "VENUE_KINDS",
    "Activity",
    "Decision",
    "Field",
    "Image",
    "Kept",
    "Occurrence",
    "Price",
    "Programme",
    "Registration",
    "Terms",
    "Texts",
    "Venue",
]
