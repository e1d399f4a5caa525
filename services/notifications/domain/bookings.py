"""What a letter tells of: a booking, or a series of them. No person in either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Booking:
    """A booking as an event leaves it; `price_cents` is in hundredths of `currency` (ISO 4217).

    Attributes:
        latitude: degrees north, WGS 84, with `longitude` degrees east; None where the event does not say.
        lapses_at: when it ends by itself unless it is confirmed, answered or checked in.
        booked_by_id: who acted; the member, or somebody on their behalf.
        previous_starts_at, previous_ends_at, previous_space_name: what it was before it moved.
        reason: the code why it was cancelled or denied, or what it was when it lapsed.
        offered: a hold for a member who waited.
        replaces_id: the booking that ends when this hold is confirmed.
        in_series: it moved with its whole series.
        for_occurrence_id: the occurrence of an activity that holds it: nobody is written to.
    """

    booking_id: str
    member_id: str
    home_city: str
    space_name: str
    unit_name: str | None
    place_name: str
    address: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    price_cents: int
    currency: str
    latitude: float | None = None
    longitude: float | None = None
    status: str | None = None
    series_id: str | None = None
    lapses_at: datetime | None = None
    booked_by_id: str | None = None
    previous_starts_at: datetime | None = None
    previous_ends_at: datetime | None = None
    previous_space_name: str | None = None
    reason: str | None = None
    offered: bool = False
    replaces_id: str | None = None
    in_series: bool = False
    for_occurrence_id: str | None = None

    @property
    def space_and_unit(self) -> str:
        """What to look for at the door; a unit is named where the space has several."""
        if not self.unit_name:
            return self.space_name
        says_both = self.unit_name.startswith(self.space_name)
        return self.unit_name if says_both else f"{self.space_name} ({self.unit_name})"

    @property
    def is_by_another(self) -> bool:
        """Whether somebody booked it on the member's behalf."""
        return self.booked_by_id is not None and self.booked_by_id != self.member_id

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude, where both are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


@dataclass(frozen=True)
class Series:
    """A series of bookings as an event leaves it.

    Attributes:
        first_starts_at, last_starts_at: of the bookings that the event touched.
        booked, refused: how many dates, when it was booked.
        moved, cancelled: how many bookings, when it was changed; `reason`: the code why they were cancelled.
    """

    series_id: str
    member_id: str
    home_city: str
    space_name: str
    place_name: str
    address: str
    zone: str
    first_starts_at: datetime
    last_starts_at: datetime
    booked_by_id: str | None = None
    booked: int = 0
    refused: int = 0
    moved: int = 0
    cancelled: int = 0
    reason: str | None = None

    @property
    def is_by_another(self) -> bool:
        """Whether somebody booked it on the member's behalf."""
        return self.booked_by_id is not None and self.booked_by_id != self.member_id
