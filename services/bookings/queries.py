"""Every SELECT of bookings. A function makes one, unless it says how many; never one a row.

`lock_...` is for commands: the row stays as it is read until the transaction ends. Never writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, Tuple, and_, literal, select, tuple_
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from services.bookings import domain
from services.bookings.tables import bookings, claims, issuer_keys, members, places, spaces, units

Cursor = tuple[Any, ...]
Thing = TypeVar("Thing", domain.Place, domain.Space, domain.Unit, domain.Booking, domain.Member)


def place(session: Session, place_id: str) -> domain.Place:
    """A place.

    Raises:
        NotFound: `place_not_found`.
    """
    return _one(session, _place(place_id), domain.Place, "place_not_found")


def lock_place(session: Session, place_id: str) -> domain.Place | None:
    """A place to be published again, or None when it is new."""
    return _first(session, _place(place_id).with_for_update(), domain.Place)


def every_place(session: Session, city: str | None = None) -> list[domain.Place]:
    """All places, or those of a city, by name."""
    query = select(places).order_by(places.c.name, places.c.place_id)
    return _all(session, query if city is None else query.where(places.c.city == city), domain.Place)


def space(session: Session, space_id: str) -> domain.Space:
    """A space.

    Raises:
        NotFound: `space_not_found`.
    """
    return _one(session, _space(space_id), domain.Space, "space_not_found")


def lock_space(session: Session, space_id: str) -> domain.Space | None:
    """A space to be published again, or None when it is new."""
    return _first(session, _space(space_id).with_for_update(), domain.Space)


def space_and_place(session: Session, space_id: str) -> tuple[domain.Space, domain.Place]:
    """A space and where it is. Two queries.

    Raises:
        NotFound: `space_not_found`.
    """
    found = space(session, space_id)
    return found, place(session, found.place_id)


def spaces_of(session: Session, place_id: str) -> list[domain.Space]:
    """The spaces of a place, by name."""
    query = select(spaces).where(spaces.c.place_id == place_id).order_by(spaces.c.name, spaces.c.space_id)
    return _all(session, query, domain.Space)


def spaces_page(
    session: Session,
    limit: int,
    after: Cursor | None = None,
    city: str | None = None,
    kind: str | None = None,
    persons: int | None = None,
    place_id: str | None = None,
) -> tuple[list[domain.Space], Cursor | None]:
    """Spaces by name, and the cursor of the next page. `persons` is the least capacity of one unit."""
    order = (spaces.c.name, spaces.c.space_id)
    query = select(spaces).order_by(*order).limit(limit + 1)
    for column, wanted in ((spaces.c.city, city), (spaces.c.kind, kind), (spaces.c.place_id, place_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    if persons is not None:
        query = query.where(spaces.c.capacity >= persons)
    if after is not None:
        query = query.where(tuple_(*order) > _literal(order, after))
    return _page(_all(session, query, domain.Space), limit, order)


def diary(session: Session, space_id: str, within: domain.Period) -> domain.Diary:
    """The units of a space, each with the periods it is held that overlap `within`. One query."""
    held = and_(
        claims.c.unit_id == units.c.unit_id,
        claims.c.starts_at < within.ends_at,
        claims.c.ends_at > within.starts_at,
    )
    query = (
        select(units, claims.c.starts_at, claims.c.ends_at)
        .outerjoin(claims, held)
        .where(units.c.space_id == space_id, units.c.retired_at.is_(None))
        .order_by(units.c.number, claims.c.starts_at)
    )
    found: dict[domain.Unit, list[domain.Period]] = {}
    for row in session.execute(query):
        periods = found.setdefault(_thing(row, domain.Unit), [])
        if row.starts_at is not None:
            periods.append(domain.Period(row.starts_at, row.ends_at))
    return found


def booking(session: Session, booking_id: str, actor: domain.Actor) -> domain.Booking:
    """A booking of an actor; another's is as unknown as one that never was.

    Raises:
        NotFound: `booking_not_found`.
    """
    return _one(session, _booking(booking_id, actor), domain.Booking, "booking_not_found")


def lock_booking(session: Session, booking_id: str, actor: domain.Actor) -> domain.Booking:
    """A booking of an actor, to be changed.

    Raises:
        NotFound: `booking_not_found`.
    """
    query = _booking(booking_id, actor).with_for_update()
    return _one(session, query, domain.Booking, "booking_not_found")


def bookings_page(
    session: Session, actor: domain.Actor, limit: int, after: Cursor | None = None
) -> tuple[list[domain.Booking], Cursor | None]:
    """The bookings of an actor, the latest start first, and the cursor of the next page."""
    order = (bookings.c.starts_at, bookings.c.booking_id)
    query = select(bookings).where(_theirs(actor))
    query = query.order_by(*(column.desc() for column in order)).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*order) < _literal(order, after))
    return _page(_all(session, query, domain.Booking), limit, order)


def wish(session: Session, space_id: str, period: domain.Period, actor: domain.Actor) -> domain.Wish:
    """All that is needed to judge a wish. Three queries.

    Raises:
        NotFound: `space_not_found`.
    """
    found, where = space_and_place(session, space_id)
    theirs = (members.c.member_id == actor.member_id) & (members.c.city == actor.city)
    known = _first(session, select(members).where(theirs), domain.Member)
    return domain.Wish(found, where, period, actor, known)


def lock_member(session: Session, member_id: str) -> domain.Member:
    """What we know of a member, to be told anew."""
    query = select(members).where(members.c.member_id == member_id).with_for_update()
    return _thing(session.execute(query).one(), domain.Member)


def every_issuer_key(session: Session) -> dict[str, list[dict[str, Any]]]:
    """The public keys of every city that has told them, by city code (JSON Web Keys)."""
    query = select(issuer_keys.c.city, issuer_keys.c["keys"])
    return {city: keys for city, keys in session.execute(query)}  # noqa: C416  a Row is no tuple to mypy


def lock_keys_published_at(session: Session, city: str) -> datetime:
    """When the keys that we have of a city were published."""
    query = select(issuer_keys.c.published_at).where(issuer_keys.c.city == city).with_for_update()
    published_at: datetime = session.execute(query).scalar_one()
    return published_at


def _place(place_id: str) -> Select[Any]:
    return select(places).where(places.c.place_id == place_id)


def _space(space_id: str) -> Select[Any]:
    return select(spaces).where(spaces.c.space_id == space_id)


def _booking(booking_id: str, actor: domain.Actor) -> Select[Any]:
    return select(bookings).where(bookings.c.booking_id == booking_id, _theirs(actor))


def _theirs(actor: domain.Actor) -> ColumnElement[bool]:
    """A member is known by city and id: a city speaks for its own members alone."""
    return (bookings.c.member_id == actor.member_id) & (bookings.c.home_city == actor.city)


def _thing(row: Row[Any], shape: type[Thing]) -> Thing:
    """The row as its dataclass: columns and fields have the same names; a JSON list is a tuple."""
    values: dict[str, Any] = {}
    for field in fields(shape):
        value = getattr(row, field.name)
        values[field.name] = tuple(value) if isinstance(value, list) else value
    return shape(**values)


def _first(session: Session, query: Select[Any], shape: type[Thing]) -> Thing | None:
    row = session.execute(query).one_or_none()
    return None if row is None else _thing(row, shape)


def _one(session: Session, query: Select[Any], shape: type[Thing], code: str) -> Thing:
    found = _first(session, query, shape)
    if found is None:
        raise NotFound(code)
    return found


def _all(session: Session, query: Select[Any], shape: type[Thing]) -> list[Thing]:
    return [_thing(row, shape) for row in session.execute(query)]


def _literal(order: Sequence[Column[Any]], after: Cursor) -> Tuple:
    return tuple_(*(literal(value, column.type) for column, value in zip(order, after, strict=True)))


def _page(found: list[Thing], limit: int, order: Sequence[Column[Any]]) -> tuple[list[Thing], Cursor | None]:
    """Of one row more than asked for: the page, and the sort key of its last row if there is more."""
    page = found[:limit]
    return page, tuple(getattr(page[-1], column.name) for column in order) if len(found) > limit else None
