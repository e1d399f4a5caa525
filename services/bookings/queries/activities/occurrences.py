"""Occurrences to be changed, with what is needed to decide and to tell of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.domain.activities import Activity, Occurrence, Whereabouts
from services.bookings.queries import rows
from services.bookings.queries.catalogue import place, space
from services.bookings.tables import activities, occurrences, places, registrations

LONGEST_WARNING = timedelta(hours=24 * 31)
"""How long before its start an occurrence is looked at for its minimum."""
_SHOWN = (activities.c.status == "published") & activities.c.announced_at.is_not(None)


def occurrence(session: Session, occurrence_id: str) -> Occurrence:
    """An occurrence.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    query = select(occurrences).where(occurrences.c.occurrence_id == occurrence_id)
    return rows.one(session, query, Occurrence, "occurrence_not_found")


def lock_occurrence(session: Session, occurrence_id: str) -> Occurrence:
    """An occurrence, of which nobody else changes anything, nor who has a seat, until the transaction ends.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    query = select(occurrences).where(occurrences.c.occurrence_id == occurrence_id).with_for_update()
    return rows.one(session, query, Occurrence, "occurrence_not_found")


def activity_of(session: Session, occurrence: Occurrence) -> Activity:
    """The activity of an occurrence."""
    query = select(activities).where(activities.c.activity_id == occurrence.activity_id)
    return rows.one(session, query, Activity, "activity_not_found")


def keep_activity(session: Session, activity_id: str) -> Activity:
    """An activity, which nobody publishes, withdraws or cancels until the transaction ends.

    Raises:
        NotFound: `activity_not_found`.
    """
    query = select(activities).where(activities.c.activity_id == activity_id).with_for_update(read=True)
    return rows.one(session, query, Activity, "activity_not_found")


def zone_of(session: Session, city: str) -> str:
    """The zone of a city's places; that of Paris while it has none."""
    query = select(places.c.zone).where(places.c.city == city).group_by(places.c.zone)
    found = session.scalar(query.order_by(func.count().desc(), places.c.zone).limit(1))
    return found or domain.activities.ZONE


def whereabouts(session: Session, activity: Activity, space_id: str | None) -> Whereabouts:
    """Where an occurrence of an activity is: where its space is, if one is booked, else where its activity is.

    Raises:
        NotFound: `space_not_found`.
        Invalid: `space_elsewhere`.
    """
    place_id = activity.place_id
    if space_id is not None:
        domain.activities.booked.check_bookable(activity)
        of_space = space(session, space_id).place_id
        place_id = of_space if place_id is not None else None
    found = place(session, place_id) if place_id is not None else None
    zone = found.zone if found else zone_of(session, activity.city)
    return domain.activities.scheduling.whereabouts(activity, found, zone)


def titles(session: Session, occurrence_ids: Collection[str]) -> dict[str, str]:
    """How the activities of some occurrences are called in French. One query; none for none."""
    if not occurrence_ids:
        return {}
    query = select(occurrences.c.occurrence_id, activities.c.title).join(
        activities, activities.c.activity_id == occurrences.c.activity_id
    )
    found = session.execute(query.where(occurrences.c.occurrence_id.in_(occurrence_ids)))
    return {occurrence_id: title["fr"] for occurrence_id, title in found}


def confirmed_seats(session: Session, occurrence_id: str) -> int:
    """The seats that are somebody's for sure."""
    query = select(func.coalesce(func.sum(registrations.c.seats), 0)).where(
        registrations.c.occurrence_id == occurrence_id, registrations.c.status == "confirmed"
    )
    return int(session.execute(query).scalar_one())


def other_occurrences(session: Session, occurrence: Occurrence, now: datetime) -> list[Occurrence]:
    """The occurrences of the same activity to come, but this one; at most twenty."""
    query = select(occurrences).where(
        occurrences.c.activity_id == occurrence.activity_id,
        occurrences.c.occurrence_id != occurrence.occurrence_id,
        occurrences.c.status.in_(domain.activities.DATED),
        occurrences.c.starts_at > now,
    )
    return rows.every(session, query.order_by(occurrences.c.starts_at).limit(20), Occurrence)


def with_minimum(session: Session, now: datetime) -> list[tuple[Occurrence, Activity, int]]:
    """Those to come that have a minimum, soon enough to be looked at, with their confirmed seats. One query."""
    sure = (
        select(func.coalesce(func.sum(registrations.c.seats), 0))
        .where(registrations.c.occurrence_id == occurrences.c.occurrence_id, registrations.c.status == "confirmed")
        .scalar_subquery()
    )
    query = (
        select(occurrences.c.occurrence_id, sure.label("sure"))
        .join(activities, activities.c.activity_id == occurrences.c.activity_id)
        .where(
            _SHOWN,
            occurrences.c.status.in_(domain.activities.DATED),
            occurrences.c.starts_at > now,
            occurrences.c.starts_at <= now + LONGEST_WARNING,
            occurrences.c.min_persons > sure,
        )
        .order_by(occurrences.c.starts_at)
        .limit(1000)
    )
    short = {occurrence_id: int(seats) for occurrence_id, seats in session.execute(query)}
    theirs = rows.every(session, select(occurrences).where(occurrences.c.occurrence_id.in_(short)), Occurrence)
    of = select(activities).where(activities.c.activity_id.in_({one.activity_id for one in theirs}))
    by_id = {one.activity_id: one for one in rows.every(session, of, Activity)}
    return [(one, by_id[one.activity_id], short[one.occurrence_id]) for one in theirs]


def to_end(session: Session, now: datetime, limit: int) -> list[str]:
    """The ids of those that are over, of which nobody noted it."""
    is_over = and_(
        occurrences.c.ended_at.is_(None),
        occurrences.c.ends_at <= now,
        occurrences.c.status.in_(domain.activities.DATED),
    )
    query = select(occurrences.c.occurrence_id).where(is_over).order_by(occurrences.c.ends_at).limit(limit)
    return list(session.scalars(query))
