"""Search: which spaces are looked for, around which point, in which order, and what each could be had for.

Distances are great circles on a sphere: at most half a percent off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

from chassis.periods import Period
from services.bookings.domain.availability import Diary, free_units
from services.bookings.domain.people import Actor, Holder, Member
from services.bookings.domain.places import Place, Space
from services.bookings.domain.rules import judge
from services.bookings.domain.tariffs import Price, price
from services.bookings.domain.wishes import Wish

EARTH_KM = 6371.0088  # the mean radius
_A_METRE = 1e-5  # in degrees; a box is a little too large rather than too small

Key = tuple[float, str, str, str]


@dataclass(frozen=True)
class Point:
    """A point on the map, degrees north and east, WGS 84."""

    latitude: float
    longitude: float

    def km_to(self, place: Place) -> float:
        """How far a place is, as the crow flies."""
        north, other = radians(self.latitude), radians(place.latitude)
        half_way = sin((other - north) / 2) ** 2
        half_way += cos(north) * cos(other) * sin(radians(place.longitude - self.longitude) / 2) ** 2
        return 2 * EARTH_KM * asin(min(1.0, sqrt(half_way)))


class Box(NamedTuple):
    """What lies between two parallels and two meridians, in degrees."""

    south: float
    north: float
    west: float = -180.0
    east: float = 180.0


@dataclass(frozen=True)
class Filters:
    """Which spaces are looked for; what is None, False or empty asks for nothing.

    Attributes:
        space_ids, cities: any of them.
        persons: a unit takes as many.
        equipment: all of it, in small letters or capitals.
        accessible: by wheelchair; `accessibility`: all of OpenAgenda's codes.
        within_km: from `near`; without, spaces are told by distance and none is too far.
    """

    space_ids: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    kind: str | None = None
    persons: int | None = None
    place_id: str | None = None
    equipment: tuple[str, ...] = ()
    accessible: bool = False
    accessibility: tuple[str, ...] = ()
    near: Point | None = None
    within_km: float | None = None

    @property
    def box(self) -> Box | None:
        """What holds every place that is near enough, and some that are not; None for the whole world."""
        if self.near is None or self.within_km is None:
            return None
        angle = self.within_km / EARTH_KM
        south = self.near.latitude - degrees(angle) - _A_METRE
        north = self.near.latitude + degrees(angle) + _A_METRE
        if angle >= pi / 2 or south <= -90 or north >= 90:  # a pole is in it, and with it every meridian
            return Box(max(south, -90.0), min(north, 90.0))
        aside = degrees(asin(min(1.0, sin(angle) / cos(radians(self.near.latitude))))) + _A_METRE
        west, east = self.near.longitude - aside, self.near.longitude + aside
        return Box(south, north) if west < -180 or east > 180 else Box(south, north, west, east)

    def is_at(self, place: Place) -> bool:
        """Whether a place is in one of the cities, and near enough."""
        if self.cities and place.city not in self.cities:
            return False
        return self.near is None or self.within_km is None or self.near.km_to(place) <= self.within_km


@dataclass(frozen=True)
class Asker:
    """Who looks for a space, for whom, for how many; a visitor is nobody.

    Attributes:
        member: what is known of whom it is for.
    """

    actor: Actor | None = None
    holder: Holder | None = None
    member: Member | None = None
    persons: int = 1

    @property
    def beneficiary(self) -> Holder | None:
        """Whom it is for; None for a visitor."""
        if self.holder or self.actor is None:
            return self.holder
        return Holder(self.actor.member_id, self.actor.city)

    def wish(self, space: Space, place: Place, period: Period) -> Wish:
        """Their wish for a period in a space, without what else there is at that time."""
        return Wish(space, place, period, self.actor, self.member, self.holder, self.persons)


@dataclass(frozen=True)
class Candidate:
    """A space that may be free, with all that is needed to tell.

    Attributes:
        wish: for the period that is asked for.
        diary: reaches as far as the periods that are tried.
        km: how far it is; None when nobody asked.
    """

    wish: Wish
    diary: Diary
    km: float | None = None

    @property
    def key(self) -> Key:
        """By which it is sorted: its distance, else its city and its name; two are never equal."""
        space = self.wish.space
        return (self.km or 0.0, space.city, space.name, space.space_id)


@dataclass(frozen=True)
class Choice:
    """A period for which a space could be booked now. Binds nobody: the unit may be gone a moment later.

    Attributes:
        units: how many are free for the whole period, 1 or more.
        approval: the city would be asked.
    """

    wish: Wish
    units: int
    price: Price
    approval: bool
    km: float | None


class Reason(StrEnum):
    """What is other than was asked for; the rest is the same."""

    SHIFTED = "shifted"
    SHORTER = "shorter"
    OTHER_SPACE = "other_space"
    OTHER_KIND = "other_kind"
    OTHER_CITY = "other_city"


@dataclass(frozen=True)
class Alternative(Choice):
    """What could be booked now, near what was asked for."""

    reason: Reason


@dataclass(frozen=True)
class Page:
    """A page of what could be booked.

    Attributes:
        following: the key of the last one, when there is more.
        alternatives: what is near, when nothing could be booked.
    """

    items: Sequence[Choice]
    following: Key | None
    alternatives: Sequence[Alternative] = ()


@dataclass(frozen=True)
class Soon:
    """A space, and the next periods of some minutes in which it can be booked, in order."""

    space: Space
    place: Place
    minutes: int
    free: Sequence[Period] = ()

    @property
    def space_id(self) -> str:
        """Of the space."""
        return self.space.space_id

    @property
    def zone(self) -> str:
        """Of the place."""
        return self.place.zone

    @property
    def length(self) -> timedelta:
        """Of the periods."""
        return timedelta(minutes=self.minutes)

    @property
    def is_bookable(self) -> bool:
        """Whether a booking may be that long; else there is never any."""
        return self.space.rules.allow(self.minutes)

    def looked_until(self, seen_until: datetime) -> datetime:
        """Before when no other period begins, once all that ends until an instant has been looked at."""
        last = self.free[-1].ends_at if self.free else seen_until - self.length
        return max(last, seen_until - self.length)


def soonest(found: Iterable[Soon]) -> list[Soon]:
    """Those that can be booked, the soonest first."""
    return sorted(
        (soon for soon in found if soon.free), key=lambda soon: (soon.free[0], soon.space.name, soon.space_id)
    )


def choice(candidate: Candidate, now: datetime) -> Choice | None:
    """What could be booked; None when a rule or a booking stands against it."""
    wish = candidate.wish
    units = len(free_units(candidate.diary, wish.period))
    if not units or judge(wish, now).refusals:
        return None
    return Choice(wish, units, price(wish), wish.space.rules.approval, candidate.km)


def like(space: Space, place: Place, persons: int) -> Filters:
    """What is looked for by who asks for one space: the same kind in the same city, the nearest first."""
    near = Point(place.latitude, place.longitude)
    return Filters(cities=(place.city,), kind=space.kind, persons=persons, near=near)


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The nearest first, else by city and name."""
    return sorted(candidates, key=lambda candidate: candidate.key)


def page(candidates: Iterable[Candidate], now: datetime, limit: int, after: Key | None = None) -> Page:
    """What could be booked of some spaces in order.

    Args:
        after: the key of the last one seen.
    """
    rest = (candidate for candidate in candidates if after is None or candidate.key > after)
    found = ((candidate.key, possible) for candidate in rest if (possible := choice(candidate, now)))
    shown = list(islice(found, limit + 1))
    following = shown[limit - 1][0] if len(shown) > limit else None
    return Page([possible for _, possible in shown[:limit]], following)
