"""Giving an activity dates, each with its space; and giving an occurrence another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from services.bookings import domain, queries
from services.bookings.commands import claiming as units
from services.bookings.commands import waiting
from services.bookings.commands.activities import claiming, keeping, promotion
from services.bookings.domain.activities import Activity, Date, Occurrence, Scheduled, Size, Whereabouts
from services.bookings.events import OccurrenceRescheduled, OccurrenceScheduled

NewId = Callable[[], str]
SAME = ""
"""The space that is booked already, if one is."""


def schedule(
    session: Session,
    activity_id: str,
    actor: domain.Actor,
    starts_local: datetime,
    ends_local: datetime,
    size: Size,
    now: datetime,
    new_id: NewId,
    *,
    space_id: str | None = None,
    past: frozenset[str] = frozenset(),
    rule: str | None = None,
) -> Scheduled:
    """Give an activity a date, or all that a rule names, each with its space or not at all.

    What is refused is no occurrence, and is given back with the codes of what stands against it.

    Args:
        starts_local, ends_local, rule: as `domain.activities.dates` takes them, by the clocks of its place.
        past: the codes of the rules that the actor goes past, with the right to.

    Raises:
        NotFound: `activity_not_found`, `space_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `activity_over`.
        Invalid: `rule_invalid`, `series_too_long`, `too_many_dates`, `period_invalid`, `size_invalid`,
            `space_elsewhere`.
    """
    activity = queries.activities.keep_activity(session, activity_id)
    domain.activities.scheduling.check_may_schedule(activity, actor, in_space=space_id is not None)
    size.check()
    where = queries.activities.whereabouts(session, activity, space_id)
    dates = domain.activities.scheduling.dates(starts_local, ends_local, rule, where.zone)
    if space_id is not None:
        _get_ready(session, space_id, dates, now)
    made: list[Occurrence] = []
    refused: list[domain.activities.RefusedDate] = []
    for date in dates:
        try:
            with session.begin_nested():
                made.append(_schedule(session, activity, date, where, size, actor, space_id, past, new_id, now))
        except ServiceError as refusal:
            refused.append(domain.activities.scheduling.refused(date, refusal))
    for occurrence in made:
        keeping.tell(session, OccurrenceScheduled, occurrence, activity, now, scheduled_at=now)
    return Scheduled(made, refused)


def reschedule(
    session: Session,
    occurrence_id: str,
    actor: domain.Actor,
    starts_local: datetime,
    ends_local: datetime,
    now: datetime,
    new_id: NewId,
    *,
    space_id: str | None = SAME,
    past: frozenset[str] = frozenset(),
) -> Occurrence:
    """Have an occurrence at another time, or in another space, or all as it was; what it is already changes nothing.

    Its space is moved in the same transaction; who has a seat or waits is told, and keeps it. What was postponed has a
    date again, and no space unless one is named; who waits is offered what is free.

    Args:
        space_id: None for none any more.

    Raises:
        NotFound: `occurrence_not_found`, `space_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `occurrence_over`, `activity_over`, `in_the_past`.
        Invalid: `period_invalid`, `space_elsewhere`.
        Forbidden, Invalid, Conflict: as `claiming.claim`.
    """
    occurrence = queries.activities.lock_occurrence(session, occurrence_id)
    activity = queries.activities.activity_of(session, occurrence)
    domain.activities.scheduling.check_may_schedule(activity, actor, in_space=bool(space_id or occurrence.space_id))
    wanted = occurrence.space_id if space_id == SAME else space_id
    where = queries.activities.whereabouts(session, activity, wanted) if wanted else None
    date = domain.activities.scheduling.date(starts_local, ends_local, where.zone if where else occurrence.zone)
    if domain.activities.changing.is_as_asked(occurrence, date, wanted):
        return occurrence
    after = domain.activities.changing.reschedule(occurrence, date, now, in_space=wanted is not None)
    if wanted is None or where is None:
        claiming.give_back(session, occurrence, now)
        after = domain.activities.booked.held(after, None)
    else:
        after = domain.activities.changing.placed(after, where)
        booking = claiming.claim(session, after, wanted, actor, new_id(), now, past)
        after = domain.activities.booked.held(after, booking)
    after = keeping.save(session, occurrence, after, activity)
    previous = {"previous_starts_at": occurrence.starts_at, "previous_ends_at": occurrence.ends_at}
    keeping.tell(session, OccurrenceRescheduled, after, activity, now, **previous, rescheduled_at=now)
    keeping.tell_standing(session, after, activity, "rescheduled", now)
    return promotion.offer_seats(session, after, now)


def _get_ready(session: Session, space_id: str, dates: Sequence[Date], now: datetime) -> None:
    """Lock those who wait for the space before any of it is claimed, then the space."""
    periods = [date.period for date in dates if date.period]
    if periods:
        span = domain.Period(min(one.starts_at for one in periods), max(one.ends_at for one in periods))
        units.lock_holders(session, *(wait.holder for wait in waiting.those_waiting(session, [space_id], span, now)))
    queries.keep_space(session, space_id)


def _schedule(
    session: Session,
    activity: Activity,
    date: Date,
    where: Whereabouts,
    size: Size,
    actor: domain.Actor,
    space_id: str | None,
    past: frozenset[str],
    new_id: NewId,
    now: datetime,
) -> Occurrence:
    occurrence = domain.activities.scheduling.schedule(activity, new_id(), date, where, size, now)
    if space_id is not None:
        booking = claiming.claim(session, occurrence, space_id, actor, new_id(), now, past)
        occurrence = domain.activities.booked.held(occurrence, booking)
    return keeping.create(session, occurrence)
