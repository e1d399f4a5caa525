"""What there is to be booked: places, spaces, units, special hours."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, or_, select, tuple_
from sqlalchemy.orm import Session

from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.rows import Cursor
from services.bookings.tables import covers, places, spaces, special_hours, units

_EVERY = domain.search.Filters()


def place(session: Session, place_id: str) -> domain.Place:
    """A place.

    Raises:
        NotFound: `place_not_found`.
    """
    return rows.one(session, _place(place_id), domain.Place, "place_not_found")


def lock_place(session: Session, place_id: str) -> domain.Place | None:
    """A place to be published again, or None when it is new. Who only refers to it, a booking, does not wait."""
    return rows.first(session, _place(place_id).with_for_update(key_share=True), domain.Place)


def keep_place(session: Session, place_id: str) -> domain.Place:
    """A place that is not published again, nor closed, until the transaction ends; others may keep it too.

    Raises:
        NotFound: `place_not_found`.
    """
    return rows.one(session, _place(place_id).with_for_update(read=True), domain.Place, "place_not_found")


def every_place(session: Session, city: str | None = None) -> list[domain.Place]:
    """All places, or those of a city, by name."""
    query = select(places).order_by(places.c.name, places.c.place_id)
    return rows.every(session, query if city is None else query.where(places.c.city == city), domain.Place)


def places_by_id(session: Session, place_ids: Collection[str]) -> dict[str, domain.Place]:
    """Some places."""
    found = rows.every(session, select(places).where(places.c.place_id.in_(place_ids)), domain.Place)
    return {place.place_id: place for place in found}


def space(session: Session, space_id: str) -> domain.Space:
    """A space.

    Raises:
        NotFound: `space_not_found`.
    """
    return rows.one(session, _space(space_id), domain.Space, "space_not_found")


def keep_space(session: Session, space_id: str) -> domain.Space:
    """A space that is not published again, and gets no part, until the transaction ends; others may keep it too.

    Raises:
        NotFound: `space_not_found`.
    """
    return rows.one(session, _space(space_id).with_for_update(read=True), domain.Space, "space_not_found")


def lock_spaces(session: Session, space_ids: Collection[str]) -> dict[str, domain.Space]:
    """Some spaces to be published again, in the order of their ids; those that are new are not among them."""
    query = select(spaces).where(spaces.c.space_id.in_(space_ids)).order_by(spaces.c.space_id).with_for_update()
    return {space.space_id: space for space in rows.every(session, query, domain.Space)}


def lock_spaces_of(session: Session, place_id: str, also: Collection[str] = ()) -> dict[str, domain.Space]:
    """The spaces of a place and some others, in the order of their ids: nobody books them until this ends."""
    wanted = or_(spaces.c.place_id == place_id, spaces.c.space_id.in_(also))
    query = select(spaces).where(wanted).order_by(spaces.c.space_id).with_for_update()
    return {space.space_id: space for space in rows.every(session, query, domain.Space)}


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
    return rows.every(session, query, domain.Space)


def spaces_page(
    session: Session, limit: int, after: Cursor | None = None, filters: domain.search.Filters = _EVERY
) -> tuple[list[domain.Space], Cursor | None]:
    """The spaces that are looked for, by name, and the cursor of the next page. Two queries around a point."""
    order = (spaces.c.name, spaces.c.space_id)
    query = select(spaces).where(*_looked_for(filters)).order_by(*order).limit(limit + 1)
    if filters.box:
        query = query.where(spaces.c.place_id.in_(_places_looked_for(session, filters)))
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    return rows.page(rows.every(session, query, domain.Space), limit, order)


def spaces_and_places(session: Session, filters: domain.search.Filters) -> list[tuple[domain.Space, domain.Place]]:
    """All spaces that are looked for, each with its place. Two queries."""
    places_found = _places_looked_for(session, filters)
    query = select(spaces).where(*_looked_for(filters), spaces.c.place_id.in_(places_found))
    return [(found, places_found[found.place_id]) for found in rows.every(session, query, domain.Space)]


def covered(session: Session, space_id: str) -> list[str]:
    """The ids of the spaces that a space covers: itself, its parts, their parts."""
    return list(session.scalars(select(covers.c.covered_id).where(covers.c.space_id == space_id)))


def covering(session: Session, space_id: str) -> list[str]:
    """The ids of the spaces that cover a space: itself, what it is a part of, and so on up."""
    return list(session.scalars(select(covers.c.space_id).where(covers.c.covered_id == space_id)))


def units_covered(session: Session, space_id: str) -> list[str]:
    """The ids of the units of all parts of a space, in order: the retired too, for who holds one is there."""
    query = (
        select(units.c.unit_id)
        .join(covers, covers.c.covered_id == units.c.space_id)
        .where(covers.c.space_id == space_id, covers.c.covered_id != space_id)
        .order_by(units.c.unit_id)
    )
    return list(session.scalars(query))


def special(session: Session, space: domain.Space, within: domain.Period) -> list[domain.SpecialHours]:
    """The special hours of a space: its place's, its own, those of what contains it; the closures of its parts."""
    query = select(special_hours).where(
        special_hours.c.place_id == space.place_id,
        special_hours.c.starts_at < within.ends_at,
        special_hours.c.ends_at > within.starts_at,
        or_(
            special_hours.c.space_id.is_(None),
            special_hours.c.space_id.in_(select(covers.c.space_id).where(covers.c.covered_id == space.space_id)),
            ~special_hours.c.is_open
            & special_hours.c.space_id.in_(select(covers.c.covered_id).where(covers.c.space_id == space.space_id)),
        ),
    )
    return rows.every(session, query, domain.SpecialHours)


def specials(
    session: Session, found: Collection[domain.Space], within: domain.Period
) -> dict[str, list[domain.SpecialHours]]:
    """Likewise of many spaces, by their ids. One query; what is of a place is read once for all its spaces."""
    around = or_(covers.c.space_id == special_hours.c.space_id, covers.c.covered_id == special_hours.c.space_id)
    query = (
        select(special_hours, covers.c.space_id.label("whole_id"), covers.c.covered_id.label("part_id"))
        .outerjoin(covers, around)
        .where(
            special_hours.c.place_id.in_({space.place_id for space in found}),
            special_hours.c.starts_at < within.ends_at,
            special_hours.c.ends_at > within.starts_at,
        )
    )
    of_place: dict[str, dict[str, domain.SpecialHours]] = defaultdict(dict)
    covering: set[tuple[str | None, str | None]] = set()
    for row in session.execute(query):
        of_place[row.place_id][row.special_id] = rows.thing(row, domain.SpecialHours)
        covering.add((row.whole_id, row.part_id))

    def holds(special: domain.SpecialHours, space_id: str) -> bool:
        if special.space_id is None or (special.space_id, space_id) in covering:
            return True
        return not special.is_open and (space_id, special.space_id) in covering

    return {
        space.space_id: [special for special in of_place[space.place_id].values() if holds(special, space.space_id)]
        for space in found
    }


def _places_looked_for(session: Session, filters: domain.search.Filters) -> dict[str, domain.Place]:
    """The places that are in the cities and near enough, by their ids."""
    query = select(places)
    if filters.cities:
        query = query.where(places.c.city.in_(filters.cities))
    if box := filters.box:
        query = query.where(
            places.c.latitude.between(box.south, box.north), places.c.longitude.between(box.west, box.east)
        )
    return {found.place_id: found for found in rows.every(session, query, domain.Place) if filters.is_at(found)}


def _looked_for(filters: domain.search.Filters) -> list[ColumnElement[bool]]:
    """What is asked of a space, its distance apart."""
    asked: list[ColumnElement[bool]] = []
    for column, wanted in ((spaces.c.kind, filters.kind), (spaces.c.place_id, filters.place_id)):
        if wanted is not None:
            asked.append(column == wanted)
    for column, some in ((spaces.c.city, filters.cities), (spaces.c.space_id, filters.space_ids)):
        if some:
            asked.append(column.in_(some))
    if filters.persons is not None:
        asked.append(spaces.c.capacity >= filters.persons)
    if filters.accessible:
        asked.append(spaces.c.accessible)
    for listed, all_of in ((spaces.c.equipment, filters.equipment), (spaces.c.accessibility, filters.accessibility)):
        asked += [cast(listed, String).icontains(json.dumps(one), autoescape=True) for one in all_of]
    return asked


def _place(place_id: str) -> Select[Any]:
    return select(places).where(places.c.place_id == place_id)


def _space(space_id: str) -> Select[Any]:
    return select(spaces).where(spaces.c.space_id == space_id)
