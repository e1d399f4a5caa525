"""Credits: what was paid before, and how it pays a booking. Value in, value out; whole cents, whole minutes.

First prepaid minutes pay time: each its share of the price, rounded half up on what is left. Then credits in cents
pay what is left. Of either the one that ends first is used first, and one for the space before one for the whole
city. A credit pays bookings that start before it ends. An organisation's pays what is booked for it, a member's the
rest. What is free uses none.

Source: the order credits, prepaid time, price of Fab-manager, with time first, since minutes pay nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chassis.errors import Invalid
from chassis.periods import Period
from services.bookings.domain.bookings import STANDING, Booking
from services.bookings.domain.people import Actor, Holder, Member, organisation_key

CENTS, MINUTES = "cents", "minutes"
MOST = 10_000_000
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Credit:
    """What a city granted a member or an organisation.

    Attributes:
        holder: one of `Holder.keys`.
        host_city: at whose places it pays.
        space_id: the only space for which it pays; None for every one of the city.
        unit: `cents` or `minutes`.
        granted, remaining: of the unit.
        valid_until: it pays what starts before; None for no end.
        reason: a code of the city's own.
    """

    credit_id: str
    holder: str
    host_city: str
    space_id: str | None
    unit: str
    granted: int
    remaining: int
    valid_until: datetime | None
    reason: str
    granted_by_id: str
    granted_by_city: str
    granted_at: datetime

    @property
    def organisation_id(self) -> str | None:
        """Whose it is; None when it is a member's."""
        kind, _, organisation_id = self.holder.partition("/")
        return organisation_id if kind == "organisation" else None

    @property
    def member_id(self) -> str | None:
        """Whose it is; None when it is an organisation's."""
        return None if self.organisation_id else self.holder.split("/", 2)[2]

    @property
    def home_city(self) -> str | None:
        """The member's."""
        return None if self.organisation_id else self.holder.split("/", 2)[1]


@dataclass(frozen=True)
class Use:
    """What a booking takes of a credit, in its unit; 1 or more."""

    credit_id: str
    amount: int


@dataclass(frozen=True)
class Payment:
    """How a price is paid: time by `prepaid_minutes`, then `credit_cents`; `price_cents` remain to be paid."""

    price_cents: int
    prepaid_minutes: int = 0
    credit_cents: int = 0
    uses: tuple[Use, ...] = ()


def pay(price_cents: int, space_id: str, period: Period, granted: Iterable[Credit]) -> Payment:
    """How a price for a period in a space is paid out of the credits of its city that whom it is for has."""
    if price_cents == 0:
        return Payment(0)
    fitting = [credit for credit in granted if _pays(credit, space_id, period.starts_at)]
    minutes = -(-period.length // timedelta(minutes=1))
    of_minutes = _use(fitting, MINUTES, minutes)
    prepaid = sum(use.amount for use in of_minutes)
    left = (2 * price_cents * (minutes - prepaid) + minutes) // (2 * minutes)
    of_cents = _use(fitting, CENTS, left)
    credit = sum(use.amount for use in of_cents)
    return Payment(left - credit, prepaid, credit, (*of_minutes, *of_cents))


def paid(booking: Booking, payment: Payment) -> Booking:
    """The booking, as it is paid."""
    return replace(
        booking,
        price_cents=payment.price_cents,
        prepaid_minutes=payment.prepaid_minutes,
        credit_cents=payment.credit_cents,
    )


def gives_back(booking: Booking) -> bool:
    """Whether a booking that has ended gives back what it used: not when its member could have come, or did."""
    if booking.status in (*STANDING, "missed"):
        return False
    if booking.status == "cancelled":
        return booking.cancelled_at is not None and booking.cancelled_at < booking.starts_at
    return True


def payers(actor: Actor, member: Member | None) -> list[str]:
    """Whose credits an actor sees: their own, and those of the organisations that they act for."""
    organisations = member.organisations if member else ()
    own = Holder(actor.member_id, actor.city).payer
    return [own, *(organisation_key(found.organisation_id) for found in organisations)]


def check_validity(valid_until: datetime | None, now: datetime) -> None:
    """Refuse a credit that has ended before it began.

    Raises:
        Invalid: `valid_until_past`.
    """
    if valid_until is not None and valid_until <= now:
        raise Invalid("valid_until_past", "A credit ends after it is granted.")


def _pays(credit: Credit, space_id: str, starts_at: datetime) -> bool:
    ends = credit.valid_until or _NEVER
    return credit.remaining > 0 and credit.space_id in (None, space_id) and starts_at < ends


def _use(granted: Iterable[Credit], unit: str, wanted: int) -> list[Use]:
    """What is taken of which, up to what is wanted."""
    uses: list[Use] = []
    for credit in sorted((credit for credit in granted if credit.unit == unit), key=_turn):
        amount = min(credit.remaining, wanted)
        if amount:
            uses.append(Use(credit.credit_id, amount))
            wanted -= amount
    return uses


def _turn(credit: Credit) -> tuple[datetime, bool, datetime, str]:
    return (credit.valid_until or _NEVER, credit.space_id is None, credit.granted_at, credit.credit_id)
