"""The ledger of a home city: what its members used in which city. Pure; a row names nobody.

What counts is a booking that was confirmed, kept or not, in the month in which it starts where the place is. The city
of the place counts the same bookings by the same rule, so both come to the same sums without asking each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

COUNTED = ("confirmed", "missed")

_FURTHEST = timedelta(days=1)  # no zone is further than this from UTC


@dataclass(frozen=True)
class HeardBooking:
    """The part of a booking that the ledger needs, as bookings told it last.

    Attributes:
        host_city: of the place; the home city is ours.
        starts_at, ends_at: UTC.
        zone: IANA name, of the place.
        price_cents: what is to be paid, after credits.
        sequence: of the event that told it.
    """

    booking_id: str
    member_id: str
    host_city: str
    space_id: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: str
    price_cents: int
    sequence: int


@dataclass(frozen=True)
class Row:
    """What was used in one city in one month.

    Attributes:
        bookings: how many.
        minutes: that really passed, together.
        amount_cents: to pay, together.
    """

    host_city: str
    bookings: int
    minutes: int
    amount_cents: int


def around(month: str) -> tuple[datetime, datetime]:
    """Instants between which the month lies in every zone; the first is in, the second is not.

    Args:
        month: `2026-11`.
    """
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    return first - _FURTHEST, (first + timedelta(days=31)).replace(day=1) + _FURTHEST


def ledger(heard: Iterable[HeardBooking], month: str) -> list[Row]:
    """A row for each city in which something was used in the month, by the code of the city."""
    of_city: dict[str, list[HeardBooking]] = {}
    for booking in heard:
        if booking.status in COUNTED and _month(booking) == month:
            of_city.setdefault(booking.host_city, []).append(booking)
    return [
        Row(
            host_city=city,
            bookings=len(used),
            minutes=sum((booking.ends_at - booking.starts_at for booking in used), timedelta()) // timedelta(minutes=1),
            amount_cents=sum(booking.price_cents for booking in used),
        )
        for city, used in sorted(of_city.items())
    ]


def _month(booking: HeardBooking) -> str:
    return booking.starts_at.astimezone(ZoneInfo(booking.zone)).strftime("%Y-%m")
