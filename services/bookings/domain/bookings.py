"""Bookings: a unit of a space held by a member for a period; how one comes to be and ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Conflict
from services.bookings.domain.periods import Period
from services.bookings.domain.places import Place, Space, Unit
from services.bookings.domain.tariffs import Price


@dataclass(frozen=True)
class Actor:
    """Who asks, as their city attests it in a token. Names nobody."""

    member_id: str
    city: str
    category: str
    organisation_kind: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """What a city has told of a member. `sequence` grows with each time it tells."""

    member_id: str
    city: str
    category: str
    organisation_kind: str
    status: str
    roles: tuple[str, ...]
    sequence: int


@dataclass(frozen=True)
class Wish:
    """A period in a space, asked for by somebody.

    Attributes:
        member: what we know of the actor; None when their city has told nothing yet: then the token counts alone.
    """

    space: Space
    place: Place
    period: Period
    actor: Actor
    member: Member | None = None


@dataclass(frozen=True)
class Booking:
    """A unit held by a member for a period, with the names and the price as they were agreed.

    Attributes:
        host_city: of the place; `home_city` of the member.
        zone: IANA name, of the place.
        sequence: 0, then one more with each change.
        cancel_reason: `member`, or the code of another reason.
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
    price_rule: str
    booked_at: datetime
    status: str = "confirmed"
    sequence: int = 0
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None


def confirm(wish: Wish, booking_id: str, unit: Unit, price: Price, now: datetime) -> Booking:
    """The booking that grants a wish."""
    return Booking(
        booking_id=booking_id,
        space_id=wish.space.space_id,
        space_name=wish.space.name,
        place_id=wish.place.place_id,
        place_name=wish.place.name,
        address=f"{wish.place.address}, {wish.place.postcode} {wish.place.commune}",
        host_city=wish.place.city,
        unit_id=unit.unit_id,
        unit_name=unit.name,
        member_id=wish.actor.member_id,
        home_city=wish.actor.city,
        starts_at=wish.period.starts_at,
        ends_at=wish.period.ends_at,
        zone=wish.place.zone,
        price_cents=price.cents,
        currency=price.currency,
        price_rule=price.rule,
        booked_at=now,
    )


def cancel(booking: Booking, reason: str, now: datetime) -> Booking:
    """The booking, cancelled; one that is cancelled already stays as it is.

    Raises:
        Conflict: `booking_over`.
    """
    if booking.status == "cancelled":
        return booking
    if booking.ends_at <= now:
        raise Conflict("booking_over", "What has been used can no longer be cancelled.")
    return replace(booking, status="cancelled", sequence=booking.sequence + 1, cancelled_at=now, cancel_reason=reason)
