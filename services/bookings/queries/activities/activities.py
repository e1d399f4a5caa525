"""Activities, to be changed and to be shown."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.domain.activities import Activity, Occurrence
from services.bookings.queries import rows
from services.bookings.queries.rows import Cursor
from services.bookings.tables import activities, occurrences, registrations

MOST_OCCURRENCES = 500
"""Of one activity that are shown."""


def activity(session: Session, activity_id: str) -> Activity:
    """An activity.

    Raises:
        NotFound: `activity_not_found`.
    """
    query = select(activities).where(activities.c.activity_id == activity_id)
    return rows.one(session, query, Activity, "activity_not_found")


def lock_activity(session: Session, activity_id: str) -> Activity:
    """An activity to be changed: before any of its occurrences is locked. Who only refers to it does not wait.

    Raises:
        NotFound: `activity_not_found`.
    """
    query = select(activities).where(activities.c.activity_id == activity_id)
    return rows.one(session, query.with_for_update(key_share=True), Activity, "activity_not_found")


def occurrences_of(session: Session, activity_id: str) -> list[Occurrence]:
    """Its occurrences, the first 500, in order."""
    query = select(occurrences).where(occurrences.c.activity_id == activity_id)
    ordered = query.order_by(occurrences.c.starts_at, occurrences.c.occurrence_id).limit(MOST_OCCURRENCES)
    return rows.every(session, ordered, Occurrence)


def lock_occurrences_of(session: Session, activity_id: str) -> list[Occurrence]:
    """Its occurrences, of which nobody else changes anything until the transaction ends; in the order of their ids."""
    query = select(occurrences).where(occurrences.c.activity_id == activity_id).order_by(occurrences.c.occurrence_id)
    return rows.every(session, query.with_for_update(), Occurrence)


def to_come(session: Session, activity_id: str, now: datetime) -> list[Occurrence]:
    """Its occurrences that have not begun and are not cancelled, in order."""
    query = select(occurrences).where(
        occurrences.c.activity_id == activity_id, occurrences.c.starts_at > now, occurrences.c.status != "cancelled"
    )
    return rows.every(session, query.order_by(occurrences.c.starts_at, occurrences.c.occurrence_id), Occurrence)


def count_registered(session: Session, activity_id: str) -> int:
    """How many ever registered for it."""
    query = select(func.count()).select_from(registrations).where(registrations.c.activity_id == activity_id)
    return int(session.execute(query).scalar_one())


def to_announce(session: Session, now: datetime, limit: int) -> list[str]:
    """The ids of what everybody may see by now and was not told of."""
    query = select(activities.c.activity_id).where(
        activities.c.status == "published", activities.c.announced_at.is_(None), activities.c.visible_from <= now
    )
    return list(session.scalars(query.order_by(activities.c.visible_from, activities.c.activity_id).limit(limit)))


def activities_by_id(session: Session, activity_ids: Collection[str]) -> dict[str, Activity]:
    """Some activities. One query; none for none."""
    if not activity_ids:
        return {}
    query = select(activities).where(activities.c.activity_id.in_(activity_ids))
    return {found.activity_id: found for found in rows.every(session, query, Activity)}


def activities_of(
    session: Session,
    city: str,
    actor: domain.Actor,
    limit: int,
    status: str | None = None,
    after: Cursor | None = None,
) -> tuple[list[Activity], Cursor | None]:
    """A page of the activities of a city that the actor sees whatever their status, what changed last first."""
    order = (activities.c.changed_at, activities.c.activity_id)
    query = select(activities).where(activities.c.city == city, _shown_to(city, actor))
    if status is not None:
        query = query.where(activities.c.status == status)
    if after is not None:
        query = query.where(tuple_(*order) < rows.after(order, after))
    ordered = query.order_by(*(column.desc() for column in order)).limit(limit + 1)
    return rows.page(rows.every(session, ordered, Activity), limit, order)


def _shown_to(city: str, actor: domain.Actor) -> ColumnElement[bool]:
    """As `life.sees_all`."""
    own = and_(activities.c.drafted_by_id == actor.member_id, activities.c.drafted_by_city == actor.city)
    right = domain.Permission.DRAFT_ACTIVITIES
    if domain.may(actor, right, domain.Where.of_city(city)):
        return true()
    if actor.city != city:
        return own
    return or_(own, activities.c.place_id.in_(domain.places_where(actor, right)))
