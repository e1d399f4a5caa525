"""The programme's rules: activities, their occurrences, who registers and who waits, the door. Never asks the time."""

from services.bookings.domain.activities import booked, changing, door, ending, minimum, scheduling, standing
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
from services.bookings.domain.activities.booked import check_own
from services.bookings.domain.activities.changing import attendance, is_told
from services.bookings.domain.activities.ending import Attendance
from services.bookings.domain.activities.minimum import BELOW_MINIMUM, DATED
from services.bookings.domain.activities.occurrence import STATUSES, Kept, Occurrence
from services.bookings.domain.activities.registering import Wanted, register
from services.bookings.domain.activities.registration import SEATED, STANDING, Decision, Registration
from services.bookings.domain.activities.scheduling import (
    MOST_DATES,
    ZONE,
    Date,
    RefusedDate,
    Scheduled,
    Size,
    Whereabouts,
)
from services.bookings.domain.activities.seats import TAKES_PLACE, Seats
from services.bookings.domain.activities.state import WITH_SEATS, Seen, closes_at, registration_state, seats_left, state

__all__ = [
    "ACCESSIBILITY",
    "ATTENDANCE",
    "BELOW_MINIMUM",
    "DATED",
    "FIELD_KINDS",
    "KINDS",
    "LANGUAGES",
    "MODES",
    "MOST_DATES",
    "PUBLICS",
    "SEATED",
    "STANDING",
    "STATUSES",
    "TAKES_PLACE",
    "VENUE_KINDS",
    "WITH_SEATS",
    "ZONE",
    "Activity",
    "Attendance",
    "Date",
    "Decision",
    "Field",
    "Image",
    "Kept",
    "Occurrence",
    "Price",
    "Programme",
    "RefusedDate",
    "Registration",
    "Scheduled",
    "Seats",
    "Seen",
    "Size",
    "Terms",
    "Texts",
    "Venue",
    "Wanted",
    "Whereabouts",
    "attendance",
    "booked",
    "changing",
    "check_own",
    "closes_at",
    "door",
    "ending",
    "is_told",
    "minimum",
    "register",
    "registration_state",
    "scheduling",
    "seats_left",
    "standing",
    "state",
]
