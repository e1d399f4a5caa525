"""Every change of bookings: load, decide, save, record. Never commits, never reads the clock, never makes an id."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.clock import rfc3339
from chassis.database import insert_ignoring
from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.events import BookingCancelled, BookingConfirmed, PlacePublished, SpacePublished
from services.bookings.tables import bookings, claims, places, spaces, units


def publish_place(session: Session, place: domain.Place, now: datetime) -> domain.Place:
    """Make a place known, or tell what has changed; saying the same again changes nothing and tells nobody.

    Raises:
        Invalid: `opening_hours_invalid`.
    """
    domain.check_hours(place)
    known = queries.lock_place(session, place.place_id)
    if known == place:
        return known
    place = replace(place, sequence=known.sequence + 1 if known else 0, published_at=now)
    if known is None:
        session.execute(insert(places).values(asdict(place)))
    else:
        session.execute(update(places).where(places.c.place_id == place.place_id).values(asdict(place)))
    outbox.record(session, PlacePublished.of(place, host_city=place.city), now)
    for space in queries.spaces_of(session, place.place_id):  # they bear its name
        publish_space(session, space, now)
    return place


def publish_space(session: Session, space: domain.Space, now: datetime) -> domain.Space:
    """Make a space known with its units, or tell what has changed.

    A unit too many is retired: it is offered no more, and who holds it keeps it. The space's `city` and `place_name`
    are those of its place, whatever the caller says.

    Raises:
        NotFound: `place_not_found`.
    """
    place = queries.place(session, space.place_id)
    space = replace(space, city=place.city, place_name=place.name)
    known = queries.lock_space(session, space.space_id)
    if known == space:
        return known
    space = replace(space, sequence=known.sequence + 1 if known else 0, published_at=now)
    if known is None:
        session.execute(insert(spaces).values(asdict(space)))
    else:
        session.execute(update(spaces).where(spaces.c.space_id == space.space_id).values(asdict(space)))
    _save_units(session, space, now)
    outbox.record(session, SpacePublished.of(space, host_city=space.city), now)
    return space


def book(
    session: Session, booking_id: str, space_id: str, period: domain.Period, actor: domain.Actor, now: datetime
) -> domain.Booking:
    """Hold a unit of a space for a member, and tell the others.

    Raises:
        NotFound: `space_not_found`.
        Forbidden: `member_not_active`.
        Invalid: `too_short`, `too_long`, `off_grid`.
        Conflict: `in_the_past`, `too_far_ahead`, `outside_opening_hours`; `unit_taken` with the next free periods.
    """
    wish = queries.wish(session, space_id, period, actor)
    domain.check(wish, now)
    unit = _claim(session, booking_id, wish)
    if unit is None:
        raise Conflict("unit_taken", "No unit is free for the whole period.", _proposals(session, wish))
    booking = domain.confirm(wish, booking_id, unit, domain.price(wish.space, period), now)
    session.execute(insert(bookings).values(asdict(booking)))
    outbox.record(session, BookingConfirmed.of(booking), now)
    return booking


def cancel(session: Session, booking_id: str, actor: domain.Actor, reason: str, now: datetime) -> domain.Booking:
    """End a booking and free its unit at once; the second time nothing happens.

    Raises:
        NotFound: `booking_not_found`, also for another member's.
        Conflict: `booking_over`.
    """
    booking = queries.lock_booking(session, booking_id, actor)
    cancelled = domain.cancel(booking, reason, now)
    if cancelled == booking:
        return booking
    session.execute(delete(claims).where(claims.c.booking_id == booking_id))
    session.execute(update(bookings).where(bookings.c.booking_id == booking_id).values(asdict(cancelled)))
    outbox.record(session, BookingCancelled.of(cancelled, reason=reason), now)
    return cancelled


def _claim(session: Session, booking_id: str, wish: domain.Wish) -> domain.Unit | None:
    """Win a unit for the period, whatever others do at this moment: the database has the last word."""
    around = domain.Period(wish.period.starts_at - domain.GRID, wish.period.ends_at + domain.GRID)
    diary = queries.diary(session, wish.space.space_id, around)
    for unit in domain.free_units(diary, wish.period, turn_of=booking_id):
        claim = {
            "claim_id": f"{booking_id}/0",
            "booking_id": booking_id,
            "unit_id": unit.unit_id,
            "starts_at": wish.period.starts_at,
            "ends_at": wish.period.ends_at,
        }
        if insert_ignoring(session, claims, claim):
            return unit
    return None


def _proposals(session: Session, wish: domain.Wish) -> dict[str, list[dict[str, str]]]:
    """What to answer to whom comes too late. One query."""
    length, start = wish.period.length, wish.period.starts_at
    within = domain.Period(start, start + domain.PROPOSED_WITHIN + length)
    diary = queries.diary(session, wish.space.space_id, within)
    free = domain.next_free(domain.open_periods(wish.place, within), diary, length, start, wish.place.zone)
    return {
        "next_free": [{"starts_at": rfc3339(period.starts_at), "ends_at": rfc3339(period.ends_at)} for period in free]
    }


def _save_units(session: Session, space: domain.Space, now: datetime) -> None:
    wanted = {unit.unit_id: unit for unit in domain.units_of(space)}
    for unit in wanted.values():
        if not insert_ignoring(session, units, asdict(unit)):
            again = {"name": unit.name, "retired_at": None}
            session.execute(update(units).where(units.c.unit_id == unit.unit_id).values(again))
    gone = (units.c.space_id == space.space_id) & units.c.unit_id.not_in(wanted) & units.c.retired_at.is_(None)
    session.execute(update(units).where(gone).values(retired_at=now))
