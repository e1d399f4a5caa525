"""Occurrences: the dated instances of an activity, with their seats and the space that is booked with them.

    scheduled ──▶ rescheduled, moved_online, postponed ──▶ … ──▶ cancelled

`full` and `done` are seen, not written: by the seats, and by the clock.

Source: OpenAgenda's status; schema.org `eventStatus`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

STATUSES = ("scheduled", "rescheduled", "moved_online", "postponed", "cancelled")


@dataclass(frozen=True)
class Kept:
    """Seats that are kept back for the members of an organisation."""

    organisation_id: str
    seats: int


@dataclass(frozen=True)
class Occurrence:
    """When an activity is, where, and for how many.

    Attributes:
        place_id, place_name, address, latitude, longitude: of the place, or of the venue; as they were when it was
            planned.
        starts_at, ends_at: computed from the wall times in the zone.
        zone: IANA name.
        starts_local, ends_local: the wall times that were meant, ISO 8601 without offset, to the minute.
        status: of `STATUSES`; a postponed one has no new date yet.
        min_persons: below which it is cancelled when its time to decide comes; 0: never.
        capacity: all its seats; 0: who wants to come waits.
        waiting_seats: the size of its waiting list, in seats; 0: none.
        kept_back: seats of `capacity` that are kept for partners.
        space_id, booking_id: what is booked with it; None: nothing.
        online_url: of this one; None: that of its activity.
        seats_taken: of registrations that stand and do not wait; never more than `capacity`.
        seats_waiting: of those that wait.
        last_number: of the registration that came last.
        dated_at: when it got the date that it has; None: it has none, it is postponed.
        alerted_at: when its city was told that it is below its minimum; None: not of this date.
        ended_at: when it was noted that it is over.
        previous_starts_at: before it was rescheduled the last time.
        sequence: 0, then one more with each change that others are told of.
    """

    occurrence_id: str
    activity_id: str
    city: str
    place_name: str
    address: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    starts_local: str
    ends_local: str
    capacity: int
    changed_at: datetime
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    status: str = "scheduled"
    min_persons: int = 0
    waiting_seats: int = 0
    kept_back: tuple[Kept, ...] = ()
    space_id: str | None = None
    booking_id: str | None = None
    online_url: str | None = None
    seats_taken: int = 0
    seats_waiting: int = 0
    last_number: int = 0
    dated_at: datetime | None = None
    alerted_at: datetime | None = None
    ended_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    previous_starts_at: datetime | None = None
    sequence: int = 0
