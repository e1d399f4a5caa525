"""Registrations as they are seen: by their member, by who answers for them, and by staff. Says nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.domain.activities import Activity, Decision, Line, Occurrence, Registration, Seats, standing
from services.bookings.domain.activities.standing import Standing
from services.bookings.queries import rows
from services.bookings.queries.people import belongs_to, is_guardian
from services.bookings.queries.rows import Cursor
from services.bookings.tables import activities, decisions, occurrences, registrations


def registration(session: Session, registration_id: str, actor: domain.Actor, now: datetime) -> Standing:
    """A registration that is the actor's, of a member for whom they answer, or that their role shows them.

    Raises:
        NotFound: `registration_not_found`.
    """
    query = select(registrations).where(registrations.c.registration_id == registration_id)
    found = rows.one(session, query, Registration, "registration_not_found")
    [shown] = _standing(session, [found], now)
    guards = is_guardian(session, actor, found.member_id, found.home_city)
    standing.check_may_see(found, actor, shown.seats, is_guardian=guards)
    return shown


def registrations_page(
    session: Session, actor: domain.Actor, now: datetime, limit: int, after: Cursor | None = None
) -> tuple[list[Standing], Cursor | None]:
    """Those of a member and of whom they answer for, the latest first, and the cursor of the next. Four queries."""
    order = (registrations.c.registered_at, registrations.c.registration_id)
    theirs = belongs_to(actor, registrations.c.member_id, registrations.c.home_city)
    query = select(registrations).where(theirs).order_by(*(column.desc() for column in order)).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*order) < rows.after(order, after))
    found, following = rows.page(rows.every(session, query, Registration), limit, order)
    return _standing(session, found, now), following


def seats_shown(session: Session, occurrence_id: str) -> Seats:
    """An occurrence with its activity, to be looked at; of the seats kept back it does not know who took them.

    Raises:
        NotFound: `occurrence_not_found`.
    """
    query = select(occurrences).where(occurrences.c.occurrence_id == occurrence_id)
    occurrence = rows.one(session, query, Occurrence, "occurrence_not_found")
    of_it = select(activities).where(activities.c.activity_id == occurrence.activity_id)
    return Seats(occurrence, rows.one(session, of_it, Activity, "activity_not_found"))


def registrations_at(
    session: Session,
    seats: Seats,
    now: datetime,
    limit: int,
    after: Cursor | None = None,
    status: str | None = None,
) -> tuple[list[Standing], Cursor | None]:
    """Those of an occurrence in order of arrival, and the cursor of the next page. Four queries.

    Args:
        status: what they are now, whether or not somebody has written down that they lapsed.
    """
    order = (registrations.c.number,)
    query = select(registrations).where(registrations.c.occurrence_id == seats.occurrence.occurrence_id)
    query = query.order_by(*order).limit(limit + 1)
    if status is not None:
        query = query.where(_status_at(seats, now) == status)
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    found, following = rows.page(rows.every(session, query, Registration), limit, order)
    return _standing(session, found, now), following


def decisions_page(
    session: Session,
    limit: int,
    after: Cursor | None = None,
    *,
    occurrence_id: str | None = None,
    registration_id: str | None = None,
) -> tuple[list[Line], Cursor | None]:
    """The decisions of an occurrence, or of one registration, in order, and the cursor of the next page."""
    which = decisions.c.registration_id == registration_id
    if registration_id is None:
        which = decisions.c.occurrence_id == occurrence_id
    query = (
        select(decisions, registrations.c.member_id, registrations.c.home_city)
        .outerjoin(registrations, registrations.c.registration_id == decisions.c.registration_id)
        .where(which)
        .order_by(decisions.c.number)
        .limit(limit + 1)
    )
    if after is not None:
        query = query.where(decisions.c.number > after[0])
    found = [Line(row.number, rows.thing(row, Decision), _by(row)) for row in session.execute(query)]
    return found[:limit], (found[limit - 1].number,) if len(found) > limit else None


def count_waiting_for_seats(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How many wait for seats of what is to come, and since when the one who waits longest does."""
    query = (
        select(func.count(), func.min(registrations.c.registered_at))
        .join(occurrences, occurrences.c.occurrence_id == registrations.c.occurrence_id)
        .where(registrations.c.status == "waiting", occurrences.c.starts_at > now)
    )
    count, oldest = session.execute(query).one()
    return count, oldest


def _by(row: Row[Any]) -> str:
    if row.decided_by_id is None:
        return "rules"
    is_own = (row.decided_by_id, row.decided_by_city) == (row.member_id, row.home_city)
    return "member" if is_own else "other"


def _standing(session: Session, found: Sequence[Registration], now: datetime) -> list[Standing]:
    """Some registrations as they are now, with what they are for, and their positions. Three queries."""
    if not found:
        return []
    dated = select(occurrences).where(occurrences.c.occurrence_id.in_({one.occurrence_id for one in found}))
    by_id = {one.occurrence_id: one for one in rows.every(session, dated, Occurrence)}
    of_them = select(activities).where(activities.c.activity_id.in_({one.activity_id for one in found}))
    titles = {one.activity_id: one for one in rows.every(session, of_them, Activity)}
    positions = _positions(session, [one.registration_id for one in found if one.status == "waiting"])
    told = []
    for one in found:
        seats = Seats(by_id[one.occurrence_id], titles[one.activity_id])
        as_now = standing.as_of(one, seats, now)
        at = positions.get(one.registration_id) if as_now.status == "waiting" else None
        told.append(Standing(as_now, seats, at))
    return told


def _positions(session: Session, registration_ids: Sequence[str]) -> dict[str, int]:
    """The positions of some who wait; no query for nobody."""
    if not registration_ids:
        return {}
    other = registrations.alias("other")
    is_before = or_(
        other.c.priority > registrations.c.priority,
        and_(other.c.priority == registrations.c.priority, other.c.number < registrations.c.number),
    )
    before = (
        select(func.count())
        .select_from(other)
        .where(other.c.occurrence_id == registrations.c.occurrence_id, other.c.status == "waiting", is_before)
        .correlate(registrations)
        .scalar_subquery()
    )
    query = select(registrations.c.registration_id, before + 1)
    return dict(session.execute(query.where(registrations.c.registration_id.in_(registration_ids))).all())


def _status_at(seats: Seats, now: datetime) -> ColumnElement[str]:
    """What `standing.as_of` tells."""
    lapsed = registrations.c.status.in_(("offered", "requested")) & (registrations.c.lapses_at <= now)
    in_vain = (registrations.c.status == "waiting") & literal(seats.has_closed(now))
    return case((lapsed, "lapsed"), (in_vain, "over"), else_=registrations.c.status)
