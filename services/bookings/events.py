"""The events that bookings emits: a published contract. Never changes shape; never holds a name of a person.

The fields are those of the domain's dataclasses of the same names; units, zones and ranges are told there.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Self

from chassis.events import Event


@dataclass(frozen=True, kw_only=True)
class _Told(Event):
    sequence: int = 0

    @classmethod
    def of(cls, thing: object, **more: Any) -> Self:
        """The event about a thing that calls its facts by the same names; `more` are those it does not."""
        names = {field.name for field in fields(cls)} - more.keys()
        return cls(**{name: getattr(thing, name) for name in names}, **more)


@dataclass(frozen=True, kw_only=True)
class _Edition(_Told):
    """What is published in editions. Everybody is told, so `host_city` is a fact in it and addresses nobody.

    On the wire the fact is called `city`, and the edition's number stands on the envelope alone.
    """

    host_city: str

    def data(self) -> dict[str, Any]:
        facts = super().data()
        return {"city": facts.pop("host_city")} | {name: facts[name] for name in facts if name != "sequence"}


@dataclass(frozen=True, kw_only=True)
class PlacePublished(_Edition):
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
    published_at: datetime

    @property
    def subject(self) -> str:
        return self.place_id


@dataclass(frozen=True, kw_only=True)
class SpacePublished(_Edition):
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
    published_at: datetime

    @property
    def subject(self) -> str:
        return self.space_id


@dataclass(frozen=True, kw_only=True)
class _AboutBooking(_Told):
    """What every event of a booking tells. Its member's home city is told, and the hub."""

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

    @property
    def subject(self) -> str:
        return self.booking_id

    @property
    def city(self) -> str:
        return self.home_city


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(_AboutBooking):
    """A unit is held for a member."""

    type: ClassVar[str] = "booking.confirmed"
    booked_at: datetime


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(_AboutBooking):
    """The unit is free again. `reason` is `member` or another code."""

    type: ClassVar[str] = "booking.cancelled"
    cancelled_at: datetime
    reason: str
