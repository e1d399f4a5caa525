"""Quotes: what a wish would cost and everything that stands against it, before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Conflict, ServiceError
from services.bookings.domain.availability import Diary, free_units
from services.bookings.domain.credits import Credit, Payment, pay
from services.bookings.domain.rules import judge
from services.bookings.domain.tariffs import Price, price
from services.bookings.domain.wishes import Wish


@dataclass(frozen=True)
class Quote:
    """An answer that binds nobody: the unit may be gone a moment later.

    Attributes:
        payment: how credits would pay it.
        approval: the city would be asked, and the booking be a request until it answers.
        went_past: the rules that the actor would go past.
    """

    wish: Wish
    price: Price
    payment: Payment
    refusals: tuple[ServiceError, ...]
    approval: bool
    went_past: tuple[str, ...]


def quote(wish: Wish, diary: Diary, now: datetime, granted: Iterable[Credit] = ()) -> Quote:
    """The price of a wish with every refusal it would meet, `unit_taken` included.

    Args:
        granted: the credits of whom it is for, at the city of the space.
    """
    verdict = judge(wish, now)
    against = list(verdict.refusals)
    if not free_units(diary, wish.period):
        against.append(Conflict("unit_taken", "No unit is free for the whole period."))
    approval = wish.space.rules.approval and "approval_needed" not in verdict.went_past
    cost = price(wish)
    payment = pay(cost.cents, wish.space.space_id, wish.period, granted)
    return Quote(wish, cost, payment, tuple(against), approval, verdict.went_past)
