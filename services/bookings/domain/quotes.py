"""Quotes: what a wish would cost and everything that stands against it, before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict, ServiceError
from services.bookings.domain.availability import Diary, free_units
from services.bookings.domain.bookings import Wish
from services.bookings.domain.rules import refusals
from services.bookings.domain.tariffs import Price, price


@dataclass(frozen=True)
class Quote:
    """An answer that binds nobody: the unit may be gone a moment later."""

    wish: Wish
    price: Price
    refusals: tuple[ServiceError, ...]


def quote(wish: Wish, diary: Diary, now: datetime) -> Quote:
    """The price of a wish with every refusal it would meet, `unit_taken` included."""
    against = refusals(wish, now)
    if not free_units(diary, wish.period):
        against.append(Conflict("unit_taken", "No unit is free for the whole period."))
    return Quote(wish, price(wish.space, wish.period), tuple(against))
