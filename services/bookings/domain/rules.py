"""Rules: whether a member may hold a period in a space. Each rule is a function with one refusal code.

Whether a unit is still free is not decided here but by the database, at the moment of holding it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chassis.errors import Conflict, Forbidden, Invalid, ServiceError
from services.bookings.domain.bookings import Wish
from services.bookings.domain.hours import open_periods

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
GRID = timedelta(minutes=15)
HORIZON = timedelta(days=365)

Rule = Callable[[Wish, datetime], ServiceError | None]


def refusals(wish: Wish, now: datetime) -> list[ServiceError]:
    """Every rule that a wish breaks, all at once; empty when it may be granted."""
    return [refusal for rule in _RULES if (refusal := rule(wish, now)) is not None]


def check(wish: Wish, now: datetime) -> None:
    """Refuse a wish that breaks a rule, with the first one.

    Raises:
        Forbidden: `member_not_active`.
        Invalid: `too_short`, `too_long`, `off_grid`.
        Conflict: `in_the_past`, `too_far_ahead`, `outside_opening_hours`.
    """
    for refusal in refusals(wish, now)[:1]:
        raise refusal


def next_on_grid(instant: datetime, zone: str) -> datetime:
    """The first instant from the one given at which a booking may start or end; UTC in, UTC out."""
    local = instant.astimezone(ZoneInfo(zone))
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond) % GRID
    return instant + (GRID - past) % GRID


def _member_not_active(wish: Wish, _now: datetime) -> ServiceError | None:
    if wish.member is None or wish.member.status == "active":
        return None
    return Forbidden("member_not_active", "The member's city has not approved the member, or no longer does.")


def _in_the_past(wish: Wish, now: datetime) -> ServiceError | None:
    if wish.period.starts_at >= now:
        return None
    return Conflict("in_the_past", "The period has begun.")


def _too_far_ahead(wish: Wish, now: datetime) -> ServiceError | None:
    if wish.period.starts_at <= now + HORIZON:
        return None
    return Conflict("too_far_ahead", f"Bookings start at most {HORIZON.days} days from now.", {"days": HORIZON.days})


def _too_short(wish: Wish, _now: datetime) -> ServiceError | None:
    if wish.period.length >= SHORTEST:
        return None
    return _at_end("too_short", f"A booking lasts at least {SHORTEST // timedelta(minutes=1)} minutes.")


def _too_long(wish: Wish, _now: datetime) -> ServiceError | None:
    if wish.period.length <= LONGEST:
        return None
    return _at_end("too_long", f"A booking lasts at most {LONGEST // timedelta(hours=1)} hours.")


def _off_grid(wish: Wish, _now: datetime) -> ServiceError | None:
    named = {"/starts_at": wish.period.starts_at, "/ends_at": wish.period.ends_at}
    off = [pointer for pointer, instant in named.items() if next_on_grid(instant, wish.place.zone) != instant]
    if not off:
        return None
    message = "Bookings start and end at a quarter of an hour, local time."
    return Invalid("off_grid", message, {"errors": [{"pointer": pointer, "detail": message} for pointer in off]})


def _outside_opening_hours(wish: Wish, now: datetime) -> ServiceError | None:
    if _too_long(wish, now) or _too_far_ahead(wish, now):
        return None  # refused anyway, and a century of opening hours would be long to compute
    if open_periods(wish.place, wish.period) == [wish.period]:
        return None
    return Conflict("outside_opening_hours", "The place is not open for the whole period.")


def _at_end(code: str, message: str) -> Invalid:
    return Invalid(code, message, {"errors": [{"pointer": "/ends_at", "detail": message}]})


_RULES: tuple[Rule, ...] = (
    _member_not_active,
    _in_the_past,
    _too_far_ahead,
    _too_short,
    _too_long,
    _off_grid,
    _outside_opening_hours,
)
