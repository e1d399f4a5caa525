"""Accounts: what counts in which month, for the accountants of a city and between cities. Names nobody.

What counts is a booking that was confirmed, whether or not its member came, in the month in which it starts where its
place is. The city of its member counts the same bookings by the same rule from what it hears, so both come to the same
sums without asking each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from services.bookings.domain.bookings import Booking

COUNTED = ("confirmed", "missed")
_FURTHEST = timedelta(days=1)  # no zone is further than this from UTC


@dataclass(frozen=True)
class LedgerRow:
    """What the members of one city used in another, or at home, in a month.

    Attributes:
        minutes: that really passed, together.
        amount_cents: to be paid, after credits, together.
    """

    host_city: str
    home_city: str
    bookings: int
    minutes: int
    amount_cents: int


@dataclass(frozen=True)
class AccountLine:
    """A booking, as the accountants of its place have it.

    Attributes:
        day: local, on which it starts: `2026-11-23`.
        minutes: that really pass.
    """

    booking: Booking
    day: str
    minutes: int


def account_line(booking: Booking) -> AccountLine:
    """What a booking is in the accounts."""
    day = booking.starts_at.astimezone(ZoneInfo(booking.zone)).date().isoformat()
    return AccountLine(booking, day, booking.period.length // timedelta(minutes=1))


def month_in(month: str, zone: str) -> tuple[datetime, datetime]:
    """The instants at which a month begins, and the next one, in a zone.

    Args:
        month: `2026-11`.
    """
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=ZoneInfo(zone))
    return first, (first + timedelta(days=31)).replace(day=1)


def around_month(month: str) -> tuple[datetime, datetime]:
    """Instants between which a month lies in every zone."""
    first, following = month_in(month, "UTC")
    return first.astimezone(UTC) - _FURTHEST, following.astimezone(UTC) + _FURTHEST
