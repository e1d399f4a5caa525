"""What is told of bookings: each event carries the whole booking as it is from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.bookings.events.told import Told


@dataclass(frozen=True, kw_only=True)
class _AboutBooking(Told):
    """What every event of a booking tells. Its member's home city is told, and the hub.

    With a `for_occurrence_id` it is held by an occurrence of an activity, which is the `member_id` then: nobody is
    written to.
    """

    booking_id: str
    space_id: str
    space_name: str
    place_id: str
    place_name: str
    address: str
    host_city: str
    unit_id: str
    unit_name: str
    member_id: str
    home_city: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    price_cents: int
    currency: str
    latitude: float
    longitude: float
    persons: int
    organisation_id: str | None
    status: str
    series_id: str | None
    lapses_at: datetime | None
    booked_by_id: str
    booked_by_city: str
    for_occurrence_id: str | None

    @property
    def subject(self) -> str:
        return self.booking_id

    @property
    def city(self) -> str:
        return self.home_city


@dataclass(frozen=True, kw_only=True)
class BookingHeld(_AboutBooking):
    """A unit is held until `lapses_at`, unless the member confirms it.

    `offered`: to a member who waited for it. `replaces_id`: proposed instead of another booking.
    """

    type: ClassVar[str] = "booking.held"
    held_at: datetime
    offered: bool
    replaces_id: str | None


@dataclass(frozen=True, kw_only=True)
class BookingRequested(_AboutBooking):
    """A unit is held until `lapses_at`, unless the host city answers."""

    type: ClassVar[str] = "booking.requested"
    requested_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(_AboutBooking):
    """A unit is held for a member."""

    type: ClassVar[str] = "booking.confirmed"
    booked_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingMoved(_AboutBooking):
    """The booking is at another time or in another unit. `in_series`: with others of its series, told together."""

    type: ClassVar[str] = "booking.moved"
    previous_starts_at: datetime
    previous_ends_at: datetime
    previous_space_id: str
    previous_space_name: str
    moved_at: datetime
    in_series: bool


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(_AboutBooking):
    """The unit is free again. `reason` is `member` or another code."""

    type: ClassVar[str] = "booking.cancelled"
    cancelled_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class BookingDenied(_AboutBooking):
    """The host city said no to what was requested. `reason` is a code."""

    type: ClassVar[str] = "booking.denied"
    denied_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class BookingLapsed(_AboutBooking):
    """Nobody confirmed the hold, or answered the request, in time. `reason` is what it was: `held`, `requested`."""

    type: ClassVar[str] = "booking.lapsed"
    lapsed_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class BookingMissed(_AboutBooking):
    """Nobody checked in in time, and the unit is free again."""

    type: ClassVar[str] = "booking.missed"
    missed_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingCheckedIn(_AboutBooking):
    """The member is there."""

    type: ClassVar[str] = "booking.checked_in"
    checked_in_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingCheckedOut(_AboutBooking):
    """The member has left; the unit is free from then on."""

    type: ClassVar[str] = "booking.checked_out"
    checked_out_at: datetime
