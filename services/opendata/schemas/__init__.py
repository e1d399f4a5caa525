"""What we hear, read: facts of the log (`heard`), and what goes into no log (`persons`)."""

from __future__ import annotations

from services.opendata.schemas.heard import (
    ActivityEnded,
    ActivityPublished,
    BookingCheckedIn,
    BookingCheckedOut,
    BookingHeard,
    BookingMoved,
    HoursAnnounced,
    HoursWithdrawn,
    OccurrenceHeard,
    OccurrenceRescheduled,
    PlacePublished,
    SpacePublished,
)
from services.opendata.schemas.persons import BookingHolder, MemberErased, MemberTold, OccurrenceEnded

__all__ = [
    "ActivityEnded",
    "ActivityPublished",
    "BookingCheckedIn",
    "BookingCheckedOut",
    "BookingHeard",
    "BookingHolder",
    "BookingMoved",
    "HoursAnnounced",
    "HoursWithdrawn",
    "MemberErased",
    "MemberTold",
    "OccurrenceEnded",
    "OccurrenceHeard",
    "OccurrenceRescheduled",
    "PlacePublished",
    "SpacePublished",
]
