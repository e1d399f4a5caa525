"""What everybody sees of the programme: the agenda, and the programme of a quarter. A constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.domain.activities import Activity, Filters, Occurrence, Programme, Seen, content, quarters
from services.bookings.queries import rows
from services.bookings.queries.activities.activities import activities_by_id
from services.bookings.queries.activities.seen import seen
from services.bookings.queries.rows import Cursor
from services.bookings.tables import activities, occurrences, programmes

MOST_OF_A_QUARTER = 3000
"""Occurrences that are shown of the programme of one quarter."""
_ORDER = (occurrences.c.starts_at, occurrences.c.occurrence_id)


@dataclass(frozen=True)
class Item:
    """An occurrence, as it is seen, and its activity."""

    occurrence: Seen
    activity: Activity


def agenda(
    session: Session,
    now: datetime,
    filters: Filters,
    from_: datetime,
    to: datetime | None,
    limit: int,
    after: Cursor | None = None,
) -> tuple[list[Item], Cursor | None]:
    """A page of the occurrences that end after an instant and begin before another, in order. Three queries."""
    query = _visible(now).where(occurrences.c.ends_at > from_, *_looked_for(filters))
    if to is not None:
        query = query.where(occurrences.c.starts_at < to)
    if after is not None:
        query = query.where(tuple_(*_ORDER) > rows.after(_ORDER, after))
    found = rows.every(session, query.order_by(*_ORDER).limit(limit + 1), Occurrence)
    shown, following = rows.page(found, limit, _ORDER)
    return items(session, shown, now), following


def programme(
    session: Session, quarter: str, cities: Collection[str], actor: domain.Actor | None, now: datetime
) -> tuple[list[Programme], list[Item]]:
    """What some cities, or all, announce for a quarter: what each says above it, and its occurrences. Four queries.

    Staff of a city sees its own before the embargo.
    """
    first, after = quarters.days_of(quarter)
    around = quarters.around(quarter)
    shown = or_(_is_visible(now), _staffs(actor) & (activities.c.status == "published"))
    query = (
        _joined()
        .where(
            shown,
            occurrences.c.starts_at.between(around.starts_at, around.ends_at),
            occurrences.c.starts_local >= first,
            occurrences.c.starts_local < after,
        )
        .order_by(*_ORDER)
        .limit(MOST_OF_A_QUARTER)
    )
    of_quarter = select(programmes).where(programmes.c.quarter == quarter).order_by(programmes.c.city)
    if cities:
        query = query.where(occurrences.c.city.in_(cities))
        of_quarter = of_quarter.where(programmes.c.city.in_(cities))
    found = rows.every(session, query, Occurrence)
    return rows.every(session, of_quarter, Programme), items(session, found, now)


def every_programme(session: Session) -> list[Programme]:
    """The programmes of all cities and quarters, the latest first; the last 200."""
    order = (programmes.c.quarter.desc(), programmes.c.city)
    return rows.every(session, select(programmes).order_by(*order).limit(200), Programme)


def lock_programme(session: Session, city: str, quarter: str) -> Programme | None:
    """The programme of a city for a quarter, to be set again; None: there is none yet."""
    query = select(programmes).where(programmes.c.city == city, programmes.c.quarter == quarter)
    return rows.first(session, query.with_for_update(), Programme)


def programme_of(session: Session, city: str, quarter: str) -> Programme | None:
    """The same, to be read: it is not set again until the transaction ends."""
    query = select(programmes).where(programmes.c.city == city, programmes.c.quarter == quarter)
    return rows.first(session, query.with_for_update(read=True), Programme)


def under_embargo(session: Session, city: str) -> list[str]:
    """The ids of what a city has published and nobody was told of, in order."""
    query = select(activities.c.activity_id).where(
        activities.c.city == city, activities.c.status == "published", activities.c.announced_at.is_(None)
    )
    return list(session.scalars(query.order_by(activities.c.activity_id)))


def items(session: Session, found: Sequence[Occurrence], now: datetime) -> list[Item]:
    """Some occurrences with their activities, as they are seen. Two queries."""
    by_id = activities_by_id(session, {one.activity_id for one in found})
    pairs = [(one, by_id[one.activity_id]) for one in found]
    return [Item(one, activity) for one, (_, activity) in zip(seen(session, pairs, now), pairs, strict=True)]


def _joined() -> Select[tuple[object, ...]]:
    return select(occurrences).join(activities, activities.c.activity_id == occurrences.c.activity_id)


def _visible(now: datetime) -> Select[tuple[object, ...]]:
    return _joined().where(_is_visible(now))


def _is_visible(now: datetime) -> ColumnElement[bool]:
    """As `life.is_visible`."""
    return and_(activities.c.status.in_(("published", "cancelled")), activities.c.visible_from <= now)


def _staffs(actor: domain.Actor | None) -> ColumnElement[bool]:
    """What the actor sees before the embargo is over."""
    right = domain.Permission.DRAFT_ACTIVITIES
    if actor is None:
        return activities.c.activity_id.is_(None)
    theirs = activities.c.city == actor.city
    if domain.may(actor, right, domain.Where.of_city(actor.city)):
        return theirs
    return and_(theirs, activities.c.place_id.in_(domain.places_where(actor, right)))


def _looked_for(filters: Filters) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    for column, some in (
        (occurrences.c.city, filters.cities),
        (activities.c.kind, filters.kinds),
        (activities.c.theme, filters.themes),
    ):
        if some:
            asked.append(column.in_(some))
    if filters.attendance is not None:
        asked.append(activities.c.attendance.in_({filters.attendance, "both"}))
    if filters.place_id is not None:
        asked.append(occurrences.c.place_id == filters.place_id)
    for listed, any_of in ((activities.c.publics, filters.publics), (activities.c.languages, filters.languages)):
        if any_of:
            asked.append(or_(*(_holds(listed, one) for one in any_of)))
    asked += [_holds(activities.c.accessibility, one) for one in filters.accessibility]
    if filters.free is not None:
        costs = or_(*(cast(activities.c.prices, String).contains(f'"cents": {digit}') for digit in range(1, 10)))
        asked.append(~costs if filters.free else costs)
    if filters.text:
        asked += [_says(word) for word in content.folded(filters.text).split()]
    return asked


def _holds(listed: ColumnElement[object], one: str) -> ColumnElement[bool]:
    return cast(listed, String).contains(json.dumps(one), autoescape=True)


def _says(word: str) -> ColumnElement[bool]:
    return or_(
        activities.c.words.contains(word, autoescape=True),
        occurrences.c.place_name.icontains(word, autoescape=True),
    )
