"""Tariffs: what a period in a space costs, in whole cents, with the rule that says so and where the amount comes from.

The first tariff of a space that fits whom it is for counts; where none fits, and for a space without any, the hourly
price. A tariff counts its longest tier as often as it fits, then the next longer one in what is left, and so on; of the
shortest, one that has started counts whole. What is left over never costs more than one more of the tier above it:
then that one counts. So a longer period is never cheaper, nor dearer than by the hour (`check_conditions` refuses a
tier that is dearer than the shorter ones that fill it). Half a cent is rounded up, once, on the sum.

Source: the longest fitting tier first, as in Fab-manager; in whole numbers, not in fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from services.bookings.domain.conditions import TIERS, Tariff
from services.bookings.domain.wishes import Wish

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """A part of an amount.

    Attributes:
        tier: `quarter` (of an hour), `half_day`, `day` or `month`.
        count: how many of it, 1 or more.
        cents: what they cost together.
    """

    tier: str
    count: int
    cents: int


@dataclass(frozen=True)
class Price:
    """An amount and where it comes from.

    Attributes:
        cents: euro cents, 0 or more.
        rule: `free`; `started_quarters`: each started quarter of an hour counts a quarter of the price of an hour;
            `tiers`: half days, days or months count too.
        tariff: the name of the one that counts; None for the space's hourly price.
        lines: whose cents make the sum; none when it is free.
    """

    cents: int
    rule: str
    currency: str = "EUR"
    tariff: str | None = None
    lines: tuple[Line, ...] = ()


class _Tier(NamedTuple):
    """`cost`: quarters of a cent, so that a quarter of an hour costs a whole number."""

    name: str
    span: timedelta
    cost: int


def price(wish: Wish) -> Price:
    """The price of one unit for the period of a wish, for whom it is for; a visitor's is that of no condition."""
    tariff = tariff_of(wish)
    tiers = [_Tier("quarter", QUARTER, wish.space.hourly_price_cents)] if tariff is None else _tiers(tariff)
    counted = _count(tiers, wish.period.length)
    lines = tuple(Line(tier.name, count, (count * tier.cost + 2) // 4) for tier, count in counted if count)
    cents = sum(line.cents for line in lines)
    name = tariff.name if tariff else None
    if cents == 0:
        return Price(0, "free", tariff=name)
    rule = "started_quarters" if all(line.tier == "quarter" for line in lines) else "tiers"
    return Price(cents, rule, tariff=name, lines=lines)


def tariff_of(wish: Wish) -> Tariff | None:
    """The first tariff of the space whose every condition whom it is for meets at the start of the period."""
    return next((tariff for tariff in wish.space.tariffs if _fits(tariff, wish)), None)


def _fits(tariff: Tariff, wish: Wish) -> bool:
    city = wish.beneficiary.city if wish.beneficiary else None
    asked = (
        (tariff.categories, wish.category),
        (tariff.organisation_kinds, wish.organisation_kind),
        (tariff.cities, city),
    )
    return all(has in admitted for admitted, has in asked if admitted) and (
        tariff.attestation is None or wish.attested(tariff.attestation, wish.period.starts_at)
    )


def _tiers(tariff: Tariff) -> list[_Tier]:
    """Longest first."""
    known = [(tier, getattr(tariff, tier.field)) for tier in TIERS]
    return [
        _Tier("quarter", QUARTER, cents) if tier.name == "hour" else _Tier(tier.name, tier.span, 4 * cents)
        for tier, cents in known
        if cents is not None
    ]


def _count(tiers: Sequence[_Tier], length: timedelta) -> list[tuple[_Tier, int]]:
    """How many of each tier a length counts, the longest first."""
    tier, *shorter = tiers
    fitting, left = divmod(length, tier.span)
    if left and shorter:
        rest = _count(shorter, left)
        if sum(below.cost * count for below, count in rest) < tier.cost:
            return [(tier, fitting), *rest]
    return [(tier, fitting + bool(left))]
