"""What is told of places and spaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from services.bookings.domain.conditions import Tariff
from services.bookings.events.told import Edition


@dataclass(frozen=True, kw_only=True)
class PlacePublished(Edition):
    """A place is new or says something else."""

    type: ClassVar[str] = "place.published"
    place_id: str
    name: str
    address: str
    postcode: str
    insee: str
    commune: str
    latitude: float
    longitude: float
    opening_hours: str
    zone: str
    description: str
    website: str | None
    kind: str
    school_zone: str | None
    valid_from: date | None
    valid_until: date | None
    published_at: datetime

    @property
    def subject(self) -> str:
        return self.place_id


@dataclass(frozen=True, kw_only=True)
class SpacePublished(Edition):
    """A space is new or says something else."""

    type: ClassVar[str] = "space.published"
    space_id: str
    place_id: str
    place_name: str
    name: str
    kind: str
    capacity: int
    units: int
    area_m2: float | None
    floor: int | None
    equipment: tuple[str, ...]
    accessible: bool
    description: str
    hourly_price_cents: int
    accessibility: tuple[str, ...]
    parent_id: str | None
    photos: tuple[str, ...]
    opening_hours: str | None
    valid_from: date | None
    valid_until: date | None
    sharing: tuple[str, ...]
    tariffs: tuple[Tariff, ...]
    published_at: datetime

    @property
    def subject(self) -> str:
        return self.space_id
