"""Parts: which space contains which, and that who holds the whole holds its parts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from services.bookings import domain, queries
from services.bookings.tables import claims, covers, units


def lock(session: Session, space: domain.Space) -> domain.Space | None:
    """What is known of a space, with all that contains it locked: nobody books any of it meanwhile."""
    around = {space.space_id, *queries.covering(session, space.space_id)}
    if space.parent_id is not None:
        around |= {space.parent_id, *queries.covering(session, space.parent_id)}
    return queries.lock_spaces(session, around).get(space.space_id)


def check(session: Session, space: domain.Space, known: domain.Space | None, now: datetime) -> None:
    """Refuse a hierarchy that is none, and one that would change under bookings to come.

    Raises:
        NotFound: `space_not_found`: the parent.
        Invalid: `space_elsewhere`, `parent_elsewhere`, `parent_is_part`, `parent_has_units`.
        Conflict: `parent_change_hits_bookings`.
    """
    below = set(queries.covered(session, space.space_id)) - {space.space_id}
    parent = queries.space(session, space.parent_id) if space.parent_id is not None else None
    domain.check_parts(space, known, parent, below)
    hit: list[domain.Booking] = []
    if known is None and parent is not None:  # who holds a unit that the whole has no more would not hold its parts
        whole = domain.units_of(parent)[0].unit_id
        held = queries.standing_of_spaces(session, {parent.space_id}, domain.from_now_on(now), now)
        hit = [booking for booking in held if booking.unit_id != whole]
    elif known is not None and known.parent_id != space.parent_id:
        above = [*queries.covering(session, space.space_id)]
        above += queries.covering(session, parent.space_id) if parent else []
        hit = queries.standing_of_spaces(session, {space.space_id, *below, *above}, domain.from_now_on(now), now)
    domain.check_no_bookings(hit)


def save(session: Session, space: domain.Space) -> None:
    """Write what covers a space and its parts from now on."""
    insert_ignoring(session, covers, {"space_id": space.space_id, "covered_id": space.space_id})
    below = queries.covered(session, space.space_id)
    above = queries.covering(session, space.parent_id) if space.parent_id is not None else []
    others = covers.c.covered_id.in_(below) & covers.c.space_id.not_in(below)
    session.execute(delete(covers).where(others))
    pairs = [{"space_id": whole, "covered_id": part} for whole in above for part in below]
    if pairs:
        session.execute(insert(covers), pairs)


def hold_new_units(session: Session, space: domain.Space, now: datetime) -> None:
    """Whoever holds what contains a space holds also the units that it has got: nobody can be in the way."""
    wholes = set(queries.covering(session, space.space_id)) - {space.space_id}
    if not wholes:
        return
    seen = queries.standing_of_spaces(session, wholes, domain.from_now_on(now), now)
    locked = queries.lock_bookings(session, [booking.booking_id for booking in seen])  # none ends or moves meanwhile
    standing = (booking for booking in locked if booking.space_id in wholes and domain.as_of(booking, now).stands)
    parts = list(session.scalars(select(units.c.unit_id).where(units.c.space_id == space.space_id)))
    for booking in standing:
        [row] = session.execute(select(claims).where(claims.c.claim_id == f"{booking.booking_id}/{booking.unit_id}"))
        for unit_id in parts:
            claim = {**row._asdict(), "claim_id": f"{booking.booking_id}/{unit_id}", "unit_id": unit_id}
            insert_ignoring(session, claims, claim)
