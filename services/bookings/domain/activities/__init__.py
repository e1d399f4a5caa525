"""The programme's rules: activities, their occurrences, who registers and who waits, the door. Never asks the time."""

from services.bookings.domain.activities import door, standing
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
from services.bookings.domain.activities.registering import Wanted, register
from services.bookings.domain.activities.registration import SEATED, STANDING, Decision, Registration
from services.bookings.domain.activities.seats import TAKES_PLACE, Seats
from services.bookings.domain.activities.state import WITH_SEATS, Seen, closes_at, registration_state, seats_left, state

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
    "TAKES_PLACE",
    "VENUE_KINDS",
    "WITH_SEATS",
    "Activity",
    "Decision",
    "Field",
    "Image",
    "Kept",
    "Occurrence",
    "Price",
    "Programme",
    "Registration",
    "Seats",
    "Seen",
    "Terms",
    "Texts",
    "Venue",
    "Wanted",
    "closes_at",
    "door",
    "register",
    "registration_state",
    "seats_left",
    "standing",
    "state",
]
