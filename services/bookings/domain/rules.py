"""Rules: whether a member may hold a period in a space. Each rule is a function with one refusal code.

The numbers are those of the space (`conditions.Rules`). Whether a unit is still free is not decided here but by the
database, at the moment of holding it. Staff may go past a rule that `permissions.PAST` names, with that right.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from services.bookings.domain import quotas
from services.bookings.domain.hours import open_periods
from services.bookings.domain.permissions import PAST, Permission, Where, may, missing
from services.bookings.domain.wishes import Wish

LONGEST_EVER = timedelta(days=62)

Rule = Callable[[Wish, datetime], ServiceError | None]


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a wish.

    Attributes:
        refusals: all that stands against it; empty when it may be granted.
        went_past: the codes of the refusals that the actor has the right to go past and asked to, in order.
    """

    refusals: list[ServiceError]
    went_past: tuple[str, ...] = ()


def judge(wish: Wish, now: datetime) -> Verdict:
    """Every rule that a wish breaks, all at once."""
    against: list[ServiceError] = []
    went_past: list[str] = []
    for refusal in _broken(wish, now):
        permission = _permission_to_go_past(refusal, wish)
        if permission is None:
            against.append(refusal)
        elif not _may(wish, permission):
            against.append(missing(permission))
        else:
            went_past.append(refusal.code)
    if "approval_needed" in wish.past and wish.space.rules.approval:
        if _may(wish, Permission.IGNORE_APPROVAL):
            went_past.append("approval_needed")
        else:
            against.append(missing(Permission.IGNORE_APPROVAL))
    return Verdict(against, tuple(dict.fromkeys(went_past)))


def check(wish: Wish, now: datetime) -> Verdict:
    """Refuse a wish that breaks a rule, with the first one; else the verdict, for what it went past.

    Raises:
        NotFound: `member_not_found`.
        Forbidden: `member_not_active`, `permission_missing`, `not_of_organisation`, `category_not_admitted`,
            `city_not_admitted`, `attestation_missing`.
        Invalid: `too_short`, `too_long`, `off_grid`, `off_step`, `too_few_persons`, `too_many_persons`.
        Conflict: `in_the_past`, `notice_too_short`, `too_far_ahead`, `outside_opening_hours`, `too_many_bookings`,
            `too_many_hours`.
    """
    verdict = judge(wish, now)
    for refusal in verdict.refusals[:1]:
        raise refusal
    return verdict


def next_on_grid(instant: datetime, zone: str, minutes: int) -> datetime:
    """The first instant from the one given at which a booking may start; UTC in, UTC out.

    Args:
        minutes: the grid, counted from local midnight.
    """
    local = instant.astimezone(ZoneInfo(zone))
    since_midnight = ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 + local.microsecond
    wait = min(-since_midnight % (minutes * 60_000_000), 86_400_000_000 - since_midnight)
    found = instant + timedelta(microseconds=wait)
    if 30 % minutes == 0:  # clocks change by half hours, and this grid is the same before and after
        return found
    change = _clock_change(instant, found, zone)
    return found if change is None else next_on_grid(change, zone, minutes)


def _clock_change(after: datetime, until: datetime, zone: str) -> datetime | None:
    """The minute between two instants of one day in which the clocks change; None when they do not."""
    local, minute = ZoneInfo(zone), timedelta(minutes=1)
    offset = after.astimezone(local).utcoffset()
    if until.astimezone(local).utcoffset() == offset:
        return None
    start = after.replace(second=0, microsecond=0)
    minutes = [start + number * minute for number in range((until - start) // minute + 1)]
    return minutes[bisect(minutes, False, key=lambda found: found.astimezone(local).utcoffset() != offset)]


def _broken(wish: Wish, now: datetime) -> Iterable[ServiceError]:
    yield from (refusal for rule in _RULES if (refusal := rule(wish, now)) is not None)
    if wish.period.length <= LONGEST_EVER:  # else refused anyway, and a century has many days
        yield from quotas.refusals(wish, now)


def _permission_to_go_past(refusal: ServiceError, wish: Wish) -> Permission | None:
    """None when it is not asked for, and for what nobody goes past."""
    if refusal.code not in wish.past or wish.period.length > LONGEST_EVER:
        return None
    return PAST.get(refusal.code)


def _may(wish: Wish, permission: Permission) -> bool:
    return wish.actor is not None and may(wish.actor, permission, Where.of_space(wish.space))


def _member_not_active(wish: Wish, _now: datetime) -> ServiceError | None:
    is_new = wish.kept is None or wish.proposed  # who changes what stands already need not be told of its member
    if wish.member is None and not wish.is_own and is_new:
        return NotFound("member_not_found", "No city has told of this member.")
    if wish.member is None or wish.member.status == "active":
        return None
    return Forbidden("member_not_active", "The member's city has not approved the member, or no longer does.")


def _not_for_others(wish: Wish, _now: datetime) -> ServiceError | None:
    if wish.actor is None or wish.is_own or wish.is_for_ward or wish.proposed or _may(wish, Permission.BOOK_FOR_OTHERS):
        return None
    home = Where.of_city(wish.holder.city if wish.holder else "")
    return None if may(wish.actor, Permission.BOOK_FOR_OTHERS, home) else missing(Permission.BOOK_FOR_OTHERS)


def _not_of_organisation(wish: Wish, _now: datetime) -> ServiceError | None:
    asked = wish.holder.organisation_id if wish.holder else None
    theirs = wish.member.organisations if wish.member else ()
    if asked is None or any(found.organisation_id == asked for found in theirs):
        return None
    return Forbidden("not_of_organisation", "The member does not act for this organisation.")


def _category_not_admitted(wish: Wish, _now: datetime) -> ServiceError | None:
    rules = wish.space.rules
    for admitted, has in ((rules.categories, wish.category), (rules.organisation_kinds, wish.organisation_kind)):
        if admitted and has is not None and has not in admitted:
            return Forbidden("category_not_admitted", "The space is for others.", {"admitted": list(admitted)})
    return None


def _city_not_admitted(wish: Wish, _now: datetime) -> ServiceError | None:
    admitted, holder = wish.space.rules.cities, wish.beneficiary
    if not admitted or holder is None or holder.city in admitted:
        return None
    return Forbidden("city_not_admitted", "The space is for members of other cities.", {"admitted": list(admitted)})


def _attestation_missing(wish: Wish, _now: datetime) -> ServiceError | None:
    kind = wish.space.rules.attestation
    if kind is None or wish.actor is None or wish.attested(kind, wish.period.starts_at):
        return None
    return Forbidden("attestation_missing", "The member's city attests no such thing.", {"attestation": kind})


def _in_the_past(wish: Wish, now: datetime) -> ServiceError | None:
    if wish.period.starts_at >= now or wish.is_extension:
        return None
    return Conflict("in_the_past", "The period has begun.")


def _notice_too_short(wish: Wish, now: datetime) -> ServiceError | None:
    notice = timedelta(minutes=wish.space.rules.notice_minutes)
    if wish.period.starts_at >= now + notice or wish.is_extension or wish.period.starts_at < now:
        return None
    minutes = wish.space.rules.notice_minutes
    return Conflict("notice_too_short", f"Bookings are made {minutes} minutes before.", {"minutes": minutes})


def _too_far_ahead(wish: Wish, now: datetime) -> ServiceError | None:
    days = wish.space.rules.horizon_days
    if wish.period.starts_at <= now + timedelta(days=days):
        return None
    return Conflict("too_far_ahead", f"Bookings start at most {days} days from now.", {"days": days})


def _too_short(wish: Wish, _now: datetime) -> ServiceError | None:
    minutes = wish.space.rules.min_minutes
    if wish.period.length >= timedelta(minutes=minutes):
        return None
    return _at("/ends_at", "too_short", f"A booking lasts at least {minutes} minutes.", minutes=minutes)


def _too_long(wish: Wish, _now: datetime) -> ServiceError | None:
    minutes = wish.space.rules.max_minutes
    if wish.period.length <= timedelta(minutes=minutes):
        return None
    return _at("/ends_at", "too_long", f"A booking lasts at most {minutes} minutes.", minutes=minutes)


def _off_grid(wish: Wish, _now: datetime) -> ServiceError | None:
    minutes, start = wish.space.rules.start_every_minutes, wish.period.starts_at
    if next_on_grid(start, wish.place.zone, minutes) == start or wish.is_extension:
        return None
    message = f"Bookings start at a multiple of {minutes} minutes from midnight, local time."
    return _at("/starts_at", "off_grid", message, minutes=minutes)


def _off_step(wish: Wish, _now: datetime) -> ServiceError | None:
    minutes = wish.space.rules.step_minutes
    if wish.period.length % timedelta(minutes=minutes) == timedelta():
        return None
    return _at("/ends_at", "off_step", f"A booking lasts a multiple of {minutes} minutes.", minutes=minutes)


def _too_few_persons(wish: Wish, _now: datetime) -> ServiceError | None:
    least = wish.space.rules.min_persons
    if wish.persons >= least:
        return None
    return _at("/persons", "too_few_persons", f"The space is for {least} persons or more.", persons=least)


def _too_many_persons(wish: Wish, _now: datetime) -> ServiceError | None:
    most = min(wish.space.rules.max_persons or wish.space.capacity, wish.space.capacity)
    if wish.persons <= most:
        return None
    return _at("/persons", "too_many_persons", f"A unit of the space takes {most} persons.", persons=most)


def _outside_opening_hours(wish: Wish, _now: datetime) -> ServiceError | None:
    if wish.period.length > LONGEST_EVER:
        return None  # refused anyway, and a century of opening hours would be long to compute
    if open_periods(wish.place, wish.space, wish.special, wish.period) == [wish.period]:
        return None
    return Conflict("outside_opening_hours", "The space is not open for the whole period.")


def _at(pointer: str, code: str, message: str, **detail: int) -> Invalid:
    return Invalid(code, message, {"errors": [{"pointer": pointer, "detail": message}], **detail})


_RULES: tuple[Rule, ...] = (
    _member_not_active,
    _not_for_others,
    _not_of_organisation,
    _category_not_admitted,
    _city_not_admitted,
    _attestation_missing,
    _in_the_past,
    _notice_too_short,
    _too_far_ahead,
    _too_short,
    _too_long,
    _off_grid,
    _off_step,
    _too_few_persons,
    _too_many_persons,
    _outside_opening_hours,
)
