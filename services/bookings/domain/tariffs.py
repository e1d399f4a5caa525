"""Tariffs: what a period in a space costs, in whole cents, with the rule that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.bookings.domain.periods import Period
from services.bookings.domain.places import Space

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Price:
    """An amount and where it comes from.

    Attributes:
        cents: euro cents, 0 or more.
        rule: `free`, or `started_quarters`: each started quarter of an hour counts a quarter of the hourly price.
    """

    cents: int
    rule: str
    currency: str = "EUR"


def price(space: Space, period: Period) -> Price:
    """The price of one unit for a period; half a cent is rounded up, once, on the sum."""
    if space.hourly_price_cents == 0:
        return Price(0, "free")
    started_quarters = -(-period.length // QUARTER)
    return Price((started_quarters * space.hourly_price_cents + 2) // 4, "started_quarters")
