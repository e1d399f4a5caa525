"""Closures and extra openings of a place, and what might be proposed instead of what they hit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.catalogue import covered, covering, places_by_id, specials
from services.bookings.queries.diaries import diaries
from services.bookings.queries.rows import Cursor
from services.bookings.tables import activities, bookings, occurrences, spaces, special_hours

NEAREST = 20  # spaces of each kind that might be proposed
WITH_PROPOSALS = 50  # bookings


def bookings_by_id(session: Session, booking_ids: Collection[str]) -> list[domain.Booking]:
    """Some bookings."""
    return rows.every(session, select(bookings).where(bookings.c.booking_id.in_(booking_ids)), domain.Booking)


def lock_with_replaced(session: Session, booking_id: str) -> None:
    """Lock a booking and the one that it replaces, in the order of their ids."""
    replaced = select(bookings.c.replaces_id).where(bookings.c.booking_id == booking_id).scalar_subquery()
    both = (bookings.c.booking_id == booking_id) | (bookings.c.booking_id == replaced)
    session.execute(select(bookings.c.booking_id).where(both).order_by(bookings.c.booking_id).with_for_update())


def standing_during(session: Session, space_ids: Collection[str], closed: Collection[domain.Period]) -> list[str]:
    """The ids of the bookings of some spaces that stand while it is closed; they may have lapsed. One query."""
    if not closed:
        return []
    query = select(bookings.c.booking_id, bookings.c.starts_at, bookings.c.ends_at).where(
        bookings.c.space_id.in_(space_ids),
        bookings.c.status.in_(domain.STANDING),
        bookings.c.starts_at < max(period.ends_at for period in closed),
        bookings.c.ends_at > min(period.starts_at for period in closed),
    )
    is_closed = domain.closures.closed_during(closed)
    return [row.booking_id for row in session.execute(query) if is_closed(domain.Period(row.starts_at, row.ends_at))]


def space_at(session: Session, space_id: str, place_id: str) -> domain.Space:
    """A space of a place.

    Raises:
        NotFound: `space_not_found`.
    """
    query = select(spaces).where(spaces.c.space_id == space_id, spaces.c.place_id == place_id)
    return rows.one(session, query, domain.Space, "space_not_found")


def closed_by(session: Session, special: domain.SpecialHours) -> set[str]:
    """The ids of the spaces that a closure closes: all of the place, or a space with its parts and what contains it.

    Two queries at most.
    """
    if special.space_id is None:
        return set(session.scalars(select(spaces.c.space_id).where(spaces.c.place_id == special.place_id)))
    return {*covered(session, special.space_id), *covering(session, special.space_id)}


def special_page(
    session: Session, place_id: str, now: datetime, limit: int, after: Cursor | None = None
) -> tuple[list[domain.SpecialHours], Cursor | None]:
    """The special hours of a place and its spaces that are not over, in order of time, and the cursor of the next."""
    order = (special_hours.c.starts_at, special_hours.c.special_id)
    query = select(special_hours).where(special_hours.c.place_id == place_id, special_hours.c.ends_at > now)
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    return rows.page(rows.every(session, query.order_by(*order).limit(limit + 1), domain.SpecialHours), limit, order)


def special_hours_of(session: Session, special_id: str) -> domain.SpecialHours:
    """A closure, or an extra opening.

    Raises:
        NotFound: `closure_not_found`.
    """
    query = select(special_hours).where(special_hours.c.special_id == special_id)
    return rows.one(session, query, domain.SpecialHours, "closure_not_found")


def special_of_calendar(
    session: Session, place_id: str, uids: Collection[str], now: datetime
) -> list[domain.SpecialHours]:
    """What was imported for a place from entries of some calendar and is not over."""
    query = select(special_hours).where(
        special_hours.c.place_id == place_id, special_hours.c.uid.in_(uids), special_hours.c.ends_at > now
    )
    return rows.every(session, query, domain.SpecialHours)


def hit_by(session: Session, special: domain.SpecialHours, now: datetime) -> list[domain.Booking]:
    """The bookings that a closure hits, by time. Four queries at most."""
    found = bookings_by_id(session, standing_during(session, closed_by(session, special), [special.period]))
    return domain.closures.hits(found, [special.period], now)


def with_proposals(
    session: Session,
    place: domain.Place,
    found: Sequence[domain.Booking],
    planned: Sequence[domain.SpecialHours],
    now: datetime,
) -> list[domain.closures.Hit]:
    """The bookings that closures hit, the first fifty of members with what might be proposed instead.

    Those of activities say which, and can only be kept. Eight queries at most.
    """
    of_members = [booking for booking in found if booking.for_occurrence_id is None]
    first, closed = of_members[:WITH_PROPOSALS], closed_by(session, planned[0]) if planned else set()
    near = domain.closures.with_closures(_candidates(session, place, first, now), planned, closed)
    instead = {booking.booking_id: domain.closures.proposals(booking, near, now) for booking in first}
    booked_for = _booked_for(session, {one.for_occurrence_id for one in found if one.for_occurrence_id is not None})
    return [
        domain.closures.Hit(one, instead.get(one.booking_id, ()), booked_for.get(one.for_occurrence_id or ""))
        for one in found
    ]


def _booked_for(session: Session, occurrence_ids: Collection[str]) -> dict[str, domain.closures.ForActivity]:
    """The activities whose occurrences have booked something, by the ids of these. One query, or none."""
    if not occurrence_ids:
        return {}
    query = (
        select(occurrences.c.occurrence_id, activities.c.activity_id, activities.c.title)
        .join_from(occurrences, activities, occurrences.c.activity_id == activities.c.activity_id)
        .where(occurrences.c.occurrence_id.in_(occurrence_ids))
    )
    return {one.occurrence_id: one for one in rows.every(session, query, domain.closures.ForActivity)}


def _candidates(
    session: Session, place: domain.Place, hit: Sequence[domain.Booking], now: datetime
) -> list[domain.closures.Candidate]:
    """The spaces that might be proposed instead of some bookings: those of the same kinds, the nearest first."""
    if not hit:
        return []
    booked = {booking.space_id for booking in hit}
    kinds = select(spaces.c.kind).where(spaces.c.space_id.in_(booked))
    of_kind = rows.every(session, select(spaces).where(spaces.c.kind.in_(kinds)), domain.Space)
    where = places_by_id(session, {space.place_id for space in of_kind})
    near = domain.closures.nearest(place, of_kind, where, booked, NEAREST)
    first, last = min(booking.starts_at for booking in hit), max(booking.ends_at for booking in hit)
    within = domain.Period(first, max(last, now) + domain.closures.NEARBY)
    special, held = specials(session, near, within), diaries(session, near, within, now)
    return [
        domain.closures.Candidate(space, where[space.place_id], tuple(special[space.space_id]), held[space.space_id])
        for space in near
    ]
