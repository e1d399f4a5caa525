"""The events that bookings emits: a published contract. Fields are added, never taken away; no person is named.

The fields are those of the domain's dataclasses of the same names; units, zones and ranges are told there.
"""

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
from services.bookings.events.series import SeriesBooked, SeriesChanged

__all__ = [
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
    "PlacePublished",
    "SeriesBooked",
    "SeriesChanged",
    "SpacePublished",
]
