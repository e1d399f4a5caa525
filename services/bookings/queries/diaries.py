"""Who holds what when: the diary of a space, or of many. One query each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.tables import bookings, claims, covers, units

LONGEST_BUFFER = timedelta(days=7)


def diary(
    session: Session, space: domain.Space, within: domain.Period, now: datetime, without: str | None = None
) -> domain.Diary:
    """The units of a space, each with the periods that no booking of it can have; what has lapsed is left out.

    Args:
        without: the id of a booking that is to be changed, and stands in its own way not.
    """
    return diaries(session, [space], within, now, without)[space.space_id]


def diaries(
    session: Session,
    spaces: Iterable[domain.Space],
    within: domain.Period,
    now: datetime,
    without: str | None = None,
) -> dict[str, domain.Diary]:
    """The diaries of many spaces, by their ids."""
    wanted = {space.space_id: space for space in spaces}
    own: dict[str, dict[domain.Unit, list[domain.Period]]] = {space_id: {} for space_id in wanted}
    of_parts: dict[str, list[domain.Period]] = {space_id: [] for space_id in wanted}
    of_unit, taken = ("", ""), list[domain.Period]()
    for asked_id, *unit, starts_at, ends_at, held_from, held_until in session.execute(
        _claimed(wanted.values(), within, now, without)
    ).all():
        if of_unit != (asked_id, unit[0]):  # the rows of a unit, asked for by one space, follow each other
            of_unit, is_own = (asked_id, unit[0]), unit[1] == asked_id
            taken = own[asked_id].setdefault(domain.Unit(*unit), []) if is_own else of_parts[asked_id]
        if starts_at is not None:
            blocked = domain.blocked(wanted[asked_id], starts_at, ends_at, held_from, held_until)
            if blocked.overlaps(within):
                taken.append(blocked)
    for space_id, periods in of_parts.items():
        for taken in own[space_id].values():
            taken.extend(periods)
    return {space_id: dict(found) for space_id, found in own.items()}


def _claimed(
    spaces: Collection[domain.Space], within: domain.Period, now: datetime, without: str | None
) -> Select[Any]:
    """Every unit of spaces and of their parts, with its claims that may stand in the way of a booking within a period.

    A row for each; without a claim its times are NULL. The buffers are the largest of all these spaces'. A retired unit
    of a part counts: who holds it is there.
    """
    before = max((space.rules.buffer_before_minutes for space in spaces), default=0)
    after = max((space.rules.buffer_after_minutes for space in spaces), default=0)
    held = and_(
        claims.c.unit_id == units.c.unit_id,
        claims.c.held_from < within.ends_at + timedelta(minutes=after),
        claims.c.held_until > within.starts_at - timedelta(minutes=before),
        or_(claims.c.lapses_at.is_(None), claims.c.lapses_at > now),
        claims.c.booking_id != (without or ""),
    )
    unit = (units.c.unit_id, units.c.space_id, units.c.number, units.c.name)
    times = (claims.c.starts_at, claims.c.ends_at, claims.c.held_from, claims.c.held_until)
    return (
        select(covers.c.space_id, *unit, *times)
        .join(units, units.c.space_id == covers.c.covered_id)
        .outerjoin(claims, held)
        .where(covers.c.space_id.in_([space.space_id for space in spaces]))
        .where(or_(units.c.retired_at.is_(None), units.c.space_id != covers.c.space_id))
        .order_by(covers.c.space_id, units.c.space_id, units.c.number, claims.c.starts_at)
    )


def lapsed(session: Session, space_id: str, within: domain.Period, now: datetime) -> list[str]:
    """The ids of the bookings that still have claims in a space or its parts though their time has lapsed."""
    query = (
        select(claims.c.booking_id)
        .join(units, units.c.unit_id == claims.c.unit_id)
        .join(covers, covers.c.covered_id == units.c.space_id)
        .where(
            covers.c.space_id == space_id,
            claims.c.lapses_at <= now,
            claims.c.held_from < within.ends_at + LONGEST_BUFFER,
            claims.c.held_until > within.starts_at - LONGEST_BUFFER,
        )
        .distinct()
        .order_by(claims.c.booking_id)
    )
    return list(session.scalars(query))


def every_lapsed(session: Session, now: datetime, limit: int) -> list[domain.Booking]:
    """Bookings whose time has lapsed and that nobody has ended yet, the earliest first."""
    query = (
        select(bookings)
        .where(bookings.c.lapses_at <= now, bookings.c.status.in_(domain.STANDING))
        .order_by(bookings.c.lapses_at, bookings.c.booking_id)
        .limit(limit)
    )
    return rows.every(session, query, domain.Booking)


def standing_of_spaces(
    session: Session, space_ids: Collection[str], within: domain.Period, now: datetime
) -> list[domain.Booking]:
    """The bookings of some spaces that stand in a period, by time."""
    query = (
        select(bookings)
        .where(
            bookings.c.space_id.in_(space_ids),
            bookings.c.status.in_(domain.STANDING),
            bookings.c.starts_at < within.ends_at,
            bookings.c.ends_at > within.starts_at,
        )
        .order_by(bookings.c.starts_at, bookings.c.booking_id)
    )
    found = (domain.as_of(booking, now) for booking in rows.every(session, query, domain.Booking))
    return [booking for booking in found if booking.stands]
