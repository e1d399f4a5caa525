"""The events that bookings emits: a published contract. Fields are added, never taken away; no person is named.

The fields are those of the domain's dataclasses of the same names; units, zones and ranges are told there.
"""

from services.bookings.events.activities import (
    ActivityCancelled,
    ActivityPublished,
    ActivityWithdrawn,
    OccurrenceCancelled,
    OccurrenceEnded,
    OccurrenceFilled,
    OccurrenceMovedOnline,
    OccurrencePostponed,
    OccurrenceReopened,
    OccurrenceRescheduled,
    OccurrenceResized,
    OccurrenceScheduled,
    OccurrenceShort,
)
from services.bookings.events.bookings import (
    BookingCancelled,
    BookingCheckedIn,
    BookingCheckedOut,
    BookingConfirmed,
    BookingDenied,
    BookingHeld,
    BookingLapsed,
    BookingMissed,
    BookingMoved,
    BookingRequested,
)
from services.bookings.events.catalogue import PlacePublished, SpacePublished
from services.bookings.events.hours import HoursAnnounced, HoursWithdrawn
from services.bookings.events.issuers import IssuerAttestationRevoked, IssuerKeysTold
from services.bookings.events.registrations import (
    OtherDate,
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationCheckedIn,
    RegistrationConfirmed,
    RegistrationDeclined,
    RegistrationLapsed,
    RegistrationMissed,
    RegistrationOffered,
    RegistrationQueued,
    RegistrationRequested,
)
from services.bookings.events.series import SeriesBooked, SeriesChanged

__all__ = [
    "ActivityCancelled",
    "ActivityPublished",
    "ActivityWithdrawn",
    "BookingCancelled",
    "BookingCheckedIn",
    "BookingCheckedOut",
    "BookingConfirmed",
    "BookingDenied",
    "BookingHeld",
    "BookingLapsed",
    "BookingMissed",
    "BookingMoved",
    "BookingRequested",
    "HoursAnnounced",
    "HoursWithdrawn",
    "IssuerAttestationRevoked",
    "IssuerKeysTold",
    "OccurrenceCancelled",
    "OccurrenceEnded",
    "OccurrenceFilled",
    "OccurrenceMovedOnline",
    "OccurrencePostponed",
    "OccurrenceReopened",
    "OccurrenceRescheduled",
    "OccurrenceResized",
    "OccurrenceScheduled",
    "OccurrenceShort",
    "OtherDate",
    "PlacePublished",
    "RegistrationCancelled",
    "RegistrationChanged",
    "RegistrationCheckedIn",
    "RegistrationConfirmed",
    "RegistrationDeclined",
    "RegistrationLapsed",
    "RegistrationMissed",
    "RegistrationOffered",
    "RegistrationQueued",
    "RegistrationRequested",
    "SeriesBooked",
    "SeriesChanged",
    "SpacePublished",
]
