"""What was used, by city and month: the ledger between cities, and the lines of a city's accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, and_, cast, extract, false, func, or_, select, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.rows import Cursor
from services.bookings.tables import bookings

_MINUTE = 60 * 10**6  # in microseconds


def ledger(session: Session, month: str, city: str) -> list[domain.LedgerRow]:
    """What members of a city used, and what was used in it, in a month. Two queries."""
    theirs = or_(bookings.c.host_city == city, bookings.c.home_city == city)
    cities = (bookings.c.host_city, bookings.c.home_city)
    query = (
        select(*cities, func.count(), _together(session), func.sum(bookings.c.price_cents))
        .where(theirs, _counted(session, month, theirs))
        .group_by(*cities)
        .order_by(*cities)
    )
    found = session.execute(query)
    return [
        domain.LedgerRow(host, home, count, int(microseconds) // _MINUTE, int(cents))
        for host, home, count, microseconds, cents in found
    ]


def accounts_page(
    session: Session, month: str, city: str, limit: int, after: Cursor | None = None
) -> tuple[list[domain.Booking], Cursor | None]:
    """The bookings that count in a month at the places of a city, in order of time. Two queries."""
    theirs = bookings.c.host_city == city
    order = (bookings.c.starts_at, bookings.c.booking_id)
    query = select(bookings).where(theirs, _counted(session, month, theirs)).order_by(*order).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    return rows.page(rows.every(session, query, domain.Booking), limit, order)


def _counted(session: Session, month: str, theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a booking counts in a month, which begins at another instant in each zone. One query."""
    since, until = domain.around_month(month)
    around = and_(bookings.c.status.in_(domain.COUNTED), bookings.c.starts_at >= since, bookings.c.starts_at < until)
    zones = session.scalars(select(bookings.c.zone).distinct().where(theirs, around))
    in_zone = []
    for zone in zones:
        first, following = domain.month_in(month, zone)
        starts = and_(bookings.c.starts_at >= first, bookings.c.starts_at < following)
        in_zone.append(and_(bookings.c.zone == zone, starts))
    return and_(around, or_(false(), *in_zone))


def _together(session: Session) -> ColumnElement[Any]:
    """How long the bookings last together, in microseconds, exactly."""
    if session.get_bind().dialect.name == "postgresql":
        return func.sum(extract("epoch", bookings.c.ends_at - bookings.c.starts_at)) * Decimal(10**6)
    return func.sum(_microseconds(bookings.c.ends_at) - _microseconds(bookings.c.starts_at))


def _microseconds(column: Column[Any]) -> ColumnElement[int]:
    """Of an instant that SQLite keeps as `2026-11-23 08:00:00.000000`."""
    return cast(func.strftime("%s", column), BigInteger) * 10**6 + cast(func.substr(column, 21), BigInteger)
