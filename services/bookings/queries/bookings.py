"""The bookings themselves: a member's, an organisation's, a place's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.people import belongs_to
from services.bookings.queries.rows import Cursor
from services.bookings.queries.seen import spaces_seen_by
from services.bookings.tables import bookings, holders


def booking(session: Session, booking_id: str, actor: domain.Actor) -> domain.Booking:
    """A booking of an actor, or one at a place where their role lets them see bookings; else it is unknown.

    Raises:
        NotFound: `booking_not_found`.
    """
    return rows.one(session, _booking(booking_id).where(_visible(actor)), domain.Booking, "booking_not_found")


def moving(session: Session, booking_id: str | None, actor: domain.Actor | None) -> str | None:
    """The id of a booking that the actor may see, for which another period is looked for; None for none.

    Raises:
        NotFound: `booking_not_found`, also for a visitor.
    """
    if booking_id is None:
        return None
    if actor is None:
        raise NotFound("booking_not_found")
    return booking(session, booking_id, actor).booking_id


def lock_booking(session: Session, booking_id: str, actor: domain.Actor | None = None) -> domain.Booking:
    """A booking to be changed, likewise; of anybody's without an actor.

    Raises:
        NotFound: `booking_not_found`.
    """
    query = _booking(booking_id).with_for_update()
    return rows.one(
        session, query if actor is None else query.where(_visible(actor)), domain.Booking, "booking_not_found"
    )


def lock_bookings(session: Session, booking_ids: Collection[str]) -> list[domain.Booking]:
    """Some bookings to be changed, in the order of their ids."""
    query = select(bookings).where(bookings.c.booking_id.in_(booking_ids)).order_by(bookings.c.booking_id)
    return rows.every(session, query.with_for_update(), domain.Booking)


def bookings_page(
    session: Session, actor: domain.Actor, limit: int, after: Cursor | None = None
) -> tuple[list[domain.Booking], Cursor | None]:
    """The bookings of a member, the latest first, and the cursor of the next page."""
    order = (bookings.c.starts_at, bookings.c.booking_id)
    query = select(bookings).where(_theirs(actor)).order_by(*(column.desc() for column in order)).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*order) < rows.after(order, after))
    return rows.page(rows.every(session, query, domain.Booking), limit, order)


def bookings_at(
    session: Session,
    place_id: str,
    within: domain.Period,
    now: datetime,
    limit: int,
    after: Cursor | None = None,
    status: str | None = None,
) -> tuple[list[domain.Booking], Cursor | None]:
    """The bookings of a place that touch a period, in order of time, and the cursor of the next page.

    Args:
        status: what they are now, whether or not somebody has written down that they lapsed.
    """
    order = (bookings.c.starts_at, bookings.c.booking_id)
    query = (
        select(bookings)
        .where(
            bookings.c.place_id == place_id,
            bookings.c.starts_at < within.ends_at,
            bookings.c.ends_at > within.starts_at,
        )
        .order_by(*order)
        .limit(limit + 1)
    )
    if status is not None:
        query = query.where(_status_at(now) == status)
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    return rows.page(rows.every(session, query, domain.Booking), limit, order)


def held(
    session: Session, holder: domain.Holder, space: domain.Space, since: datetime, now: datetime, without: str | None
) -> tuple[list[domain.Period], list[domain.Period]]:
    """What a member, and the organisation, hold of a space from an instant on: what counts of it. One query."""
    return held_of(session, holder, [space.space_id], since, now, without)[space.space_id]


def held_of(
    session: Session,
    holder: domain.Holder,
    space_ids: Collection[str],
    since: datetime,
    now: datetime,
    without: str | None = None,
) -> dict[str, tuple[list[domain.Period], list[domain.Period]]]:
    """Likewise of some spaces, by their ids. One query."""
    theirs = (bookings.c.member_id == holder.member_id) & (bookings.c.home_city == holder.city)
    query = select(bookings).where(
        or_(theirs, bookings.c.organisation_id == holder.organisation_id) if holder.organisation_id else theirs,
        bookings.c.space_id.in_(space_ids),
        bookings.c.status.in_(domain.STANDING),
        bookings.c.ends_at > since,
        bookings.c.booking_id != (without or ""),
    )
    found: dict[str, tuple[list[domain.Period], list[domain.Period]]] = {space_id: ([], []) for space_id in space_ids}
    for booking in (domain.as_of(booking, now) for booking in rows.every(session, query, domain.Booking)):
        of_member, of_organisation = found[booking.space_id]
        if (period := booking.counted) is None:
            continue
        if (booking.member_id, booking.home_city) == (holder.member_id, holder.city):
            of_member.append(period)
        if booking.organisation_id and booking.organisation_id == holder.organisation_id:
            of_organisation.append(period)
    return found


def count_on_hold(session: Session, holder: domain.Holder, now: datetime) -> int:
    """How many holds and requests of a member stand; not those of a series, nor what a closure proposes."""
    theirs = (bookings.c.member_id == holder.member_id) & (bookings.c.home_city == holder.city)
    query = select(func.count()).where(
        theirs,
        bookings.c.status.in_(("held", "requested")),
        bookings.c.lapses_at > now,
        bookings.c.series_id.is_(None),
        bookings.c.replaces_id.is_(None),
    )
    return session.execute(query).scalar_one()


def to_come_of(session: Session, holder: domain.Holder, now: datetime) -> list[domain.Booking]:
    """What a member holds or asks for that has not begun, in the order of the ids."""
    theirs = (bookings.c.member_id == holder.member_id) & (bookings.c.home_city == holder.city)
    standing = bookings.c.status.in_(domain.STANDING) & (bookings.c.starts_at > now)
    return rows.every(session, select(bookings).where(theirs, standing).order_by(bookings.c.booking_id), domain.Booking)


def lock_holders(session: Session, keys: Collection[str]) -> set[str]:
    """Wait until nobody else counts what these hold; gives those that are known."""
    query = select(holders.c.holder).where(holders.c.holder.in_(keys)).order_by(holders.c.holder)
    return set(session.scalars(query.with_for_update()))


def _status_at(now: datetime) -> ColumnElement[str]:
    """What `domain.as_of` tells."""
    has_lapsed = bookings.c.status.in_(domain.STANDING) & (bookings.c.lapses_at <= now)
    return case(
        (has_lapsed & (bookings.c.status == "confirmed"), "missed"), (has_lapsed, "lapsed"), else_=bookings.c.status
    )


def _booking(booking_id: str) -> Select[Any]:
    return select(bookings).where(bookings.c.booking_id == booking_id)


def _theirs(actor: domain.Actor) -> ColumnElement[bool]:
    """Their own, and those of whom they answer for."""
    return belongs_to(actor, bookings.c.member_id, bookings.c.home_city)


def _visible(actor: domain.Actor) -> ColumnElement[bool]:
    """Theirs; for staff who see bookings, those where they do, and what they booked for others."""
    seen = spaces_seen_by(actor)
    if seen is None:
        return _theirs(actor)
    booked = (bookings.c.booked_by_id == actor.member_id) & (bookings.c.booked_by_city == actor.city)
    return or_(_theirs(actor), booked, bookings.c.space_id.in_(seen))
