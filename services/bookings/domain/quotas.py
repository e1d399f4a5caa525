"""Quotas: how much of a space a member, or an organisation, may hold. Value in, refusals out.

A booking that reaches over midnight counts in each local day for the time it takes of it; likewise a week, which
begins on Monday and does not care for months, and a month. What is ahead is what has not ended yet. A booking that is
above a quota already may be changed as long as it gets no further above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chassis.errors import Conflict, ServiceError
from chassis.periods import Period, clip, from_now_on
from services.bookings.domain.conditions import Of, Over, Quota
from services.bookings.domain.wishes import Wish

MOST_HOLDS = 20  # of one member at once, everywhere


def refusals(wish: Wish, now: datetime) -> list[ServiceError]:
    """Every quota of the space that the wish breaks; one that `wish.kept` broke already, only if it does so more.

    Codes: `too_many_bookings`, `too_many_hours`, each with the `quota`.
    """
    return [refusal for quota in wish.space.rules.quotas for refusal in _refusals(quota, wish, now)]


def check_holds(others: int) -> None:
    """Refuse one hold, or one request, too many: they cost nothing, and would keep all units from others.

    Args:
        others: how many the member has already.

    Raises:
        Conflict: `too_many_holds`.
    """
    if others >= MOST_HOLDS:
        raise Conflict("too_many_holds", f"A member has {MOST_HOLDS} at most at once.", {"most": MOST_HOLDS})


def window(period: Period, zone: str) -> Period:
    """The span in which other bookings count beside a period: its days, weeks and months, local."""
    return Period(
        min(_span(over, period.starts_at, zone).starts_at for over in (Over.DAY, Over.WEEK, Over.MONTH)),
        max(_span(over, period.ends_at, zone).ends_at for over in (Over.DAY, Over.WEEK, Over.MONTH)),
    )


def _refusals(quota: Quota, wish: Wish, now: datetime) -> list[ServiceError]:
    held = wish.held if quota.of is Of.MEMBER else wish.held_by_organisation
    kept = [wish.kept.period] if wish.kept and wish.kept.space_id == wish.space.space_id else []
    if quota.of is Of.ORGANISATION and (wish.beneficiary is None or wish.beneficiary.organisation_id is None):
        return []
    found: list[ServiceError] = []
    spans = _spans(quota.over, wish.period, wish.place.zone) if quota.over is not Over.AHEAD else [from_now_on(now)]
    for_each = clip_each if quota.over is not Over.AHEAD else _that_touch
    together = [(for_each([*held, *kept], span), for_each([*held, wish.period], span)) for span in spans]
    most, minutes = quota.most_bookings, quota.most_minutes
    if most is not None and any(len(after) > max(most, len(before)) for before, after in together):
        found.append(Conflict("too_many_bookings", "The most that may be held is held.", {"quota": asdict(quota)}))
    if minutes is not None and any(_minutes(after) > max(minutes, _minutes(before)) for before, after in together):
        found.append(Conflict("too_many_hours", "Longer than may be held together.", {"quota": asdict(quota)}))
    return found


def clip_each(periods: Sequence[Period], within: Period) -> list[Period]:
    """Each of the periods cut to a span, without those that have nothing in it."""
    return [found for period in periods for found in clip([period], within)]


def _that_touch(periods: Sequence[Period], within: Period) -> list[Period]:
    return [period for period in periods if period.overlaps(within)]


def _minutes(periods: Sequence[Period]) -> float:
    return sum((period.length for period in periods), timedelta()) / timedelta(minutes=1)


def _spans(over: Over, period: Period, zone: str) -> list[Period]:
    spans = [_span(over, period.starts_at, zone)]
    while spans[-1].ends_at < period.ends_at:
        spans.append(_span(over, spans[-1].ends_at, zone))
    return spans


def _span(over: Over, instant: datetime, zone: str) -> Period:
    day = instant.astimezone(ZoneInfo(zone)).date()
    if over is Over.WEEK:
        first = day - timedelta(days=day.weekday())
        return _days(first, first + timedelta(days=7), zone)
    if over is Over.MONTH:
        first = day.replace(day=1)
        return _days(first, (first + timedelta(days=31)).replace(day=1), zone)
    return _days(day, day + timedelta(days=1), zone)


def _days(first: date, until: date, zone: str) -> Period:
    start, end = (datetime.combine(day, time.min, ZoneInfo(zone)) for day in (first, until))
    return Period(start, end)
