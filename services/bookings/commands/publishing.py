"""Publishing: places and spaces are made known, or what changed of them; parts of spaces included.

What becomes free by it, more units or longer hours, is offered to those who wait.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.database import insert_ignoring
from services.bookings import domain, queries
from services.bookings.commands import deciding, parts, waiting
from services.bookings.events import PlacePublished, SpacePublished
from services.bookings.tables import places, spaces, units


def announce_place(
    session: Session, actor: domain.Actor, place: domain.Place, now: datetime, *, keep_bookings: bool = False
) -> domain.Place:
    """The same, by an administrator of the city that runs the place.

    Raises:
        Forbidden: `permission_missing`.
        Invalid, Conflict: as `publish_place`.
    """
    domain.require(actor, domain.Permission.PUBLISH, domain.Where.of_city(place.city))
    return publish_place(session, place, now, keep_bookings=keep_bookings, by=actor)


def announce_space(
    session: Session, actor: domain.Actor, space: domain.Space, now: datetime, *, keep_bookings: bool = False
) -> domain.Space:
    """The same, by an administrator of the city that runs its place; a space stays at its place.

    Raises:
        NotFound: `place_not_found`.
        Forbidden: `permission_missing`.
        Invalid, Conflict: as `publish_space`.
    """
    place = queries.place(session, space.place_id)
    domain.require(actor, domain.Permission.PUBLISH, domain.Where.of_place(place))
    return publish_space(session, space, now, keep_bookings=keep_bookings)


def publish_place(
    session: Session,
    place: domain.Place,
    now: datetime,
    *,
    keep_bookings: bool = False,
    by: domain.Actor | None = None,
) -> domain.Place:
    """Make a place known, or tell what has changed; saying the same again changes nothing and tells nobody.

    Args:
        keep_bookings: those before it is there, or when it is there no longer, stay.
        by: who must have the right to in the city that runs it so far; None for ourselves.

    Raises:
        Forbidden: `permission_missing`.
        Invalid: `opening_hours_invalid`, `school_zone_missing`.
        Conflict: `validity_hits_bookings`.
    """
    domain.check_hours(place, place.opening_hours)
    its_spaces = queries.spaces_of(session, place.place_id)
    waiting.get_ready_at(session, [space.space_id for space in its_spaces], now)
    known = queries.lock_place(session, place.place_id)
    if known is not None and by is not None:  # asked of the row that is locked: it may have come a moment ago
        domain.require(by, domain.Permission.PUBLISH, domain.Where.of_city(known.city))
    if known == place:
        return known
    if known is not None and not keep_bookings:
        _check_validity(session, place, place, queries.lock_spaces_of(session, place.place_id), now)
    place = replace(place, sequence=known.sequence + 1 if known else 0, published_at=now)
    if known is not None:
        session.execute(update(places).where(places.c.place_id == place.place_id).values(asdict(place)))
    elif not insert_ignoring(session, places, asdict(place)):  # somebody was faster: now it is known
        return publish_place(session, place, now, keep_bookings=keep_bookings, by=by)
    outbox.record(session, PlacePublished.of(place, host_city=place.city), now)
    for space in its_spaces:  # they bear its name
        publish_space(session, space, now)
    waiting.offer_freed(session, [space.space_id for space in its_spaces], domain.from_now_on(now), now)
    return place


def publish_space(session: Session, space: domain.Space, now: datetime, *, keep_bookings: bool = False) -> domain.Space:
    """Make a space known with its units, or tell what has changed.

    A unit too many is retired: it is offered no more, and who holds it keeps it. A unit that is new in a part is
    held by whoever holds the whole. The space's `city` and `place_name` are those of its place, whatever is said.

    Args:
        keep_bookings: those before it is there, or when it is there no longer, stay.

    Raises:
        NotFound: `place_not_found`, `space_not_found`: the parent.
        Invalid: `opening_hours_invalid`, `school_zone_missing`, `conditions_invalid`.
        Invalid: `parent_elsewhere`, `parent_is_part`, `parent_has_units`.
        Conflict: `parent_change_hits_bookings`, `validity_hits_bookings`.
    """
    waiting.get_ready_at(session, [space.space_id], now)
    place = queries.keep_place(session, space.place_id)
    if space.opening_hours is not None:
        domain.check_hours(place, space.opening_hours)
    domain.check_conditions(space)
    space = replace(space, city=place.city, place_name=place.name)
    known = parts.lock(session, space)
    if known == space:
        return known
    parts.check(session, space, known, now)
    if known is not None and not keep_bookings:
        _check_validity(session, space, place, [space.space_id], now)
    space = replace(space, sequence=known.sequence + 1 if known else 0, published_at=now)
    if known is not None:
        session.execute(update(spaces).where(spaces.c.space_id == space.space_id).values(asdict(space)))
    elif not insert_ignoring(session, spaces, asdict(space)):  # likewise
        return publish_space(session, space, now, keep_bookings=keep_bookings)
    if known is None or known.parent_id != space.parent_id:
        parts.save(session, space)
    _save_units(session, space, now)
    parts.hold_new_units(session, space, now)
    outbox.record(session, SpacePublished.of(space, host_city=space.city), now)
    waiting.offer_freed(session, [space.space_id], domain.from_now_on(now), now)
    return space


def _check_validity(
    session: Session, thing: domain.Place | domain.Space, place: domain.Place, space_ids: Collection[str], now: datetime
) -> None:
    """Refuse what would leave bookings at a place, or in a space, that is not there. The spaces are locked."""
    closed = domain.outside(thing, place, domain.from_now_on(now))
    domain.closures.check_validity(deciding.hit(session, space_ids, closed, now))


def _save_units(session: Session, space: domain.Space, now: datetime) -> None:
    wanted = {unit.unit_id: unit for unit in domain.units_of(space)}
    for unit in wanted.values():
        if not insert_ignoring(session, units, asdict(unit)):
            again = {"name": unit.name, "retired_at": None}
            session.execute(update(units).where(units.c.unit_id == unit.unit_id).values(again))
    gone = (units.c.space_id == space.space_id) & units.c.unit_id.not_in(wanted) & units.c.retired_at.is_(None)
    session.execute(update(units).where(gone).values(retired_at=now))
