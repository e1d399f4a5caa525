"""Places, their spaces, the units of a space: the shapes, and no rule about time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from chassis.errors import Invalid
from services.bookings.domain.conditions import Rules, Tariff

KINDS = (
    "desk_area",
    "office",
    "meeting_room",
    "training_room",
    "event_room",
    "workshop",
    "machine",
    "cinema",
    "stage",
    "studio",
    "kitchen",
    "equipment",
    "floor",
)
ACCESSIBILITY = ("hi", "ii", "pi", "vi", "mi")  # OpenAgenda: hearing, intellectual, psychic, visual, motor


@dataclass(frozen=True)
class Place:
    """A site with an address. Two are equal when they say the same, whatever their edition.

    Attributes:
        city: code of the city that runs it.
        insee: code of the commune it stands in (INSEE, code officiel géographique).
        latitude: degrees north, WGS 84; `longitude` degrees east.
        opening_hours: OpenStreetMap syntax, in the place's own local time.
        zone: IANA name, e.g. `Europe/Paris`.
        kind: typology code of the LaMednum schema, e.g. `TIERS_LIEUX`.
        school_zone: of the French school holidays, `A`, `B` or `C`; None where the hours do not ask.
        valid_from, valid_until: first and last local day on which it is there; None for no end.
        sequence: the edition, from 0; grows with each change.
    """

    place_id: str
    city: str
    name: str
    address: str
    postcode: str
    insee: str
    commune: str
    latitude: float
    longitude: float
    opening_hours: str
    zone: str
    description: str = ""
    website: str | None = None
    kind: str = "TIERS_LIEUX"
    school_zone: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    sequence: int = field(default=0, compare=False)
    published_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Space:
    """What is booked in a place. Two are equal when they say the same, whatever their edition.

    Attributes:
        city: the place's; `place_name` too: both are filled in when the space is published.
        kind: one of `KINDS`.
        capacity: persons in one unit, 1 or more.
        units: how many alike can be booked at the same time, 1 or more.
        area_m2: floor area of one unit, square metres.
        floor: 0 is the ground floor.
        accessible: by wheelchair; `accessibility` says the rest in OpenAgenda's codes: `hi`, `ii`, `pi`, `vi`, `mi`.
        hourly_price_cents: euro cents an hour of one unit for whom no tariff fits; 0 is free of charge.
        parent_id: the space that it is a part of, at the same place: who holds one holds the other.
        photos: addresses.
        opening_hours: narrower than the place's, same syntax; None for the place's own.
        valid_from, valid_until: first and last local day on which it is there; None for no end.
        sharing: the cities that have a say in it beside its own: their staff has the same rights over it.
        sequence: the edition, from 0; grows with each change.
    """

    space_id: str
    place_id: str
    name: str
    kind: str
    capacity: int
    units: int = 1
    area_m2: float | None = None
    floor: int | None = None
    equipment: tuple[str, ...] = ()
    accessible: bool = False
    description: str = ""
    hourly_price_cents: int = 0
    accessibility: tuple[str, ...] = ()
    parent_id: str | None = None
    photos: tuple[str, ...] = ()
    opening_hours: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    sharing: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    tariffs: tuple[Tariff, ...] = ()
    city: str = ""
    place_name: str = ""
    sequence: int = field(default=0, compare=False)
    published_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Unit:
    """One bookable copy of a space: desk 7 of 20, or the only one of a room."""

    unit_id: str
    space_id: str
    number: int
    name: str


def check_parts(space: Space, known: Space | None, parent: Space | None, below: Collection[str]) -> None:
    """Refuse a hierarchy that is none, and a space that goes elsewhere.

    Args:
        known: the space as it was published before; None when it is new.
        below: the ids of the parts of the space, and of theirs.

    Raises:
        Invalid: `space_elsewhere`, `parent_elsewhere`, `parent_is_part`, `parent_has_units`.
    """
    if known is not None and known.place_id != space.place_id:
        raise Invalid("space_elsewhere", "A space stays at its place.")
    if below and space.units > 1:
        raise Invalid("parent_has_units", "A space that has parts is booked whole: it has one unit.")
    if parent is None:
        return
    if parent.place_id != space.place_id:
        raise Invalid("parent_elsewhere", "A space is a part of one at the same place.")
    if parent.space_id == space.space_id or parent.space_id in below:
        raise Invalid("parent_is_part", "A space is no part of itself.")
    if parent.units > 1:
        raise Invalid("parent_has_units", "A space that has parts is booked whole: it has one unit.")


def units_of(space: Space) -> list[Unit]:
    """The units of a space, numbered from 1; the same number is always the same unit."""
    return [
        Unit(
            unit_id=f"{space.space_id}/{number}",
            space_id=space.space_id,
            number=number,
            name=space.name if space.units == 1 else f"{space.name} {number}",
        )
        for number in range(1, space.units + 1)
    ]
