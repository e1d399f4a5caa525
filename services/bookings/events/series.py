"""What is told of a series as a whole; of each of its bookings the events of bookings tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from services.bookings.events.told import Told


@dataclass(frozen=True, kw_only=True)
class _AboutSeries(Told):
    """What every event of a series tells. Its member's home city is told, and the hub.

    `first_starts_at`, `last_starts_at`: of the bookings that were made or changed, as they are now.
    """

    series_id: str
    space_id: str
    space_name: str
    place_id: str
    place_name: str
    address: str
    host_city: str
    member_id: str
    home_city: str
    rule: str
    zone: str
    first_starts_at: datetime
    last_starts_at: datetime
    booked_by_id: str
    booked_by_city: str
    booked: int
    refused: int

    @property
    def subject(self) -> str:
        return self.series_id

    @property
    def city(self) -> str:
        return self.home_city


@dataclass(frozen=True, kw_only=True)
class SeriesBooked(_AboutSeries):
    """Units are held for a member, again and again. `refused`: occurrences that could not be booked."""

    type: ClassVar[str] = "series.booked"
    booked_at: datetime


@dataclass(frozen=True, kw_only=True)
class SeriesChanged(_AboutSeries):
    """Several bookings of a series changed together: how many were booked beside, moved, cancelled, or could not be.

    `reason`: of a cancellation, a code.
    """

    type: ClassVar[str] = "series.changed"
    moved: int
    cancelled: int
    reason: str | None
    changed_at: datetime
