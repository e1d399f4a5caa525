"""What dates of an activity would come to, before anybody decides. Binds nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.domain.activities import Activity, Date, DateSeen, DatesSeen, booked, scheduling
from services.bookings.queries.activities.occurrences import whereabouts
from services.bookings.queries.catalogue import space
from services.bookings.queries.series import diary_of, wishes


def dates_seen(
    session: Session,
    activity: Activity,
    actor: domain.Actor,
    starts_local: datetime,
    ends_local: datetime,
    now: datetime,
    *,
    rule: str | None = None,
    space_id: str | None = None,
    capacity: int = 0,
    past: frozenset[str] = frozenset(),
) -> DatesSeen:
    """What a date, or all that a rule names, would come to. As many queries as for one.

    Raises:
        NotFound: `space_not_found`.
        Invalid: `rule_invalid`, `series_too_long`, `too_many_dates`, `period_invalid`, `space_elsewhere`.
    """
    zone = whereabouts(session, activity, space_id).zone
    dates = scheduling.dates(starts_local, ends_local, rule, zone)
    if space_id is None:
        items = [scheduling.seen(date, now) for date in dates]
    else:
        items = _in_space(session, space_id, activity, dates, actor, max(capacity, 1), past, now)
    return DatesSeen(activity.activity_id, space_id, zone, items)


def _in_space(
    session: Session,
    space_id: str,
    activity: Activity,
    dates: Sequence[Date],
    actor: domain.Actor,
    persons: int,
    past: frozenset[str],
    now: datetime,
) -> list[DateSeen]:
    firm = booked.not_firm(space(session, space_id).rules, past)
    itself = domain.Actor("", activity.city, "partner", "public_body", actor.roles)
    occurrences = [domain.occurrences.Occurrence(date.key, date.period) for date in dates]
    asked = wishes(session, space_id, occurrences, itself, now, persons=persons, past=past)
    diary = diary_of(session, asked, now)
    alone = [replace(one, wish=one.wish and _without_quotas(one.wish), refusals=firm) for one in asked]
    planned = domain.planning.plan(alone, diary, now)
    return [DateSeen(date, one.status, one.codes, one.price) for date, one in zip(dates, planned, strict=True)]


def _without_quotas(wish: domain.Wish) -> domain.Wish:
    """Each occurrence books for itself."""
    return replace(wish, space=replace(wish.space, rules=replace(wish.space.rules, quotas=())))
