"""Changing an occurrence that stays: without a date, online, for more or for fewer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands.activities import claiming, keeping, promotion
from services.bookings.domain.activities import Activity, Occurrence, Resizing
from services.bookings.events import OccurrenceMovedOnline, OccurrencePostponed, OccurrenceResized


def postpone(session: Session, occurrence_id: str, actor: domain.Actor, now: datetime) -> Occurrence:
    """Have an occurrence without a date: its space is free, its seats stay whose they are, nobody is offered any.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `occurrence_over`, `activity_over`.
    """
    occurrence, activity = _lock(session, occurrence_id, actor)
    after = domain.activities.changing.postpone(occurrence, now)
    if after is occurrence:
        return occurrence
    claiming.give_back(session, occurrence, now)
    after = keeping.save(session, occurrence, domain.activities.booked.held(after, None), activity)
    keeping.tell(session, OccurrencePostponed, after, activity, now, postponed_at=now)
    keeping.tell_standing(session, after, activity, "postponed", now)
    return after


def move_online(
    session: Session, occurrence_id: str, actor: domain.Actor, now: datetime, online_url: str | None = None
) -> Occurrence:
    """Have an occurrence online: its space is free, and who has a seat is told where it is.

    Args:
        online_url: None for what is known of it, or of its activity.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `occurrence_over`, `occurrence_postponed`, `activity_over`.
        Invalid: `online_url_missing`.
    """
    occurrence, activity = _lock(session, occurrence_id, actor)
    after = domain.activities.changing.move_online(occurrence, activity, online_url, now)
    if after is occurrence:
        return occurrence
    claiming.give_back(session, occurrence, now)
    after = keeping.save(session, occurrence, domain.activities.booked.held(after, None), activity)
    keeping.tell(session, OccurrenceMovedOnline, after, activity, now, moved_online_at=now)
    keeping.tell_standing(session, after, activity, "moved_online", now)
    return after


def resize(
    session: Session,
    occurrence_id: str,
    actor: domain.Actor,
    wanted: Resizing,
    now: datetime,
    past: frozenset[str] = frozenset(),
) -> Occurrence:
    """Have an occurrence for more or for fewer; who waits is offered what is free then.

    Args:
        past: the codes of the rules of its space that the actor goes past, with the right to.

    Raises:
        NotFound: `occurrence_not_found`.
        Forbidden: `permission_missing`.
        Conflict: `occurrence_over`, `activity_over`, `capacity_below_taken`, `list_below_waiting`.
        Invalid: `size_invalid`; `too_many_persons`, by the rules of its space.
    """
    occurrence, activity = _lock(session, occurrence_id, actor)
    after = domain.activities.changing.resize(occurrence, wanted, now)
    if after is occurrence:
        return occurrence
    if after.booking_id is not None and after.capacity > occurrence.capacity:
        space = queries.space(session, after.space_id or "")
        domain.activities.booked.check_fits(after, space, actor, past)
    after = keeping.save(session, occurrence, after, activity)
    keeping.tell(session, OccurrenceResized, after, activity, now, resized_at=now)
    return promotion.offer_seats(session, after, now)


def _lock(session: Session, occurrence_id: str, actor: domain.Actor) -> tuple[Occurrence, Activity]:
    occurrence = queries.activities.lock_occurrence(session, occurrence_id)
    activity = queries.activities.activity_of(session, occurrence)
    domain.activities.scheduling.check_may_schedule(activity, actor)
    return occurrence, activity
