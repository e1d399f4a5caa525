"""Claiming: win a unit for a period against whoever wants it at the same moment. The database has the last word.

Who holds a space holds its parts: the claims of a booking are on one unit of its space and on every unit of the spaces
that it covers. They are made in the order of their ids, so that no two bookings wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from chassis.clock import rfc3339
from chassis.database import insert_ignoring
from chassis.errors import Conflict
from services.bookings import domain, queries
from services.bookings.tables import claims, holders


def lock_holders(session: Session, *holders_of: domain.Holder) -> None:
    """Wait until nobody else counts what some members, and their organisations, hold."""
    keys = {key for holder in holders_of for key in holder.keys}
    if unknown := keys - queries.lock_holders(session, keys):
        for key in sorted(unknown):
            insert_ignoring(session, holders, {"holder": key})
        queries.lock_holders(session, keys)


def win(
    session: Session, booking_id: str, wish: domain.Wish, now: datetime, prefer: str | None = None
) -> domain.Unit | None:
    """A unit that is the booking's from now on, whatever others do at this moment; None when there is none.

    What has lapsed must have been swept before (`lapsing.sweep`); what the booking held before must be free.

    Args:
        prefer: the id of the unit to try first.
    """
    instant = timedelta.resolution  # so that what only touches is seen too: a unit beside it is taken first
    around = domain.Period(wish.period.starts_at - instant, wish.period.ends_at + instant)
    diary = queries.diary(session, wish.space, around, now)
    parts = queries.units_covered(session, wish.space.space_id)
    free = domain.free_units(diary, wish.period, turn_of=booking_id)
    for unit in sorted(free, key=lambda unit: unit.unit_id != prefer):
        if take(session, booking_id, unit, parts, wish):
            return unit
    return None


def take(session: Session, booking_id: str, unit: domain.Unit, parts: Sequence[str], wish: domain.Wish) -> bool:
    """Claim a unit, and the units of all parts of its space; nothing is left of it when one of them is another's."""
    won = [_insert(session, booking_id, unit_id, wish) for unit_id in sorted([unit.unit_id, *parts])]
    if not all(won):
        release(session, booking_id, wish.period)
    return all(won)


def release(session: Session, booking_id: str, period: domain.Period | None = None) -> None:
    """Free what a booking holds; with a period, what it holds from that start on only."""
    theirs = claims.c.booking_id == booking_id
    if period is not None:
        theirs &= claims.c.starts_at == period.starts_at
    session.execute(delete(claims).where(theirs))


def taken(session: Session, wish: domain.Wish, now: datetime) -> Conflict:
    """What to answer to whom comes too late, with the next periods of that length that are free. Two queries."""
    length, start = wish.period.length, max(wish.period.starts_at, now)
    within = domain.Period(start, start + domain.PROPOSED_WITHIN + length)
    diary = queries.diary(session, wish.space, within, now)
    special = queries.special(session, wish.space, within)
    opening = domain.open_periods(wish.place, wish.space, special, within)
    grid = wish.space.rules.start_every_minutes
    free = domain.next_free(opening, diary, length, start, wish.place.zone, grid)
    return Conflict("unit_taken", "No unit is free for the whole period.", {"next_free": _wire(free)})


def _insert(session: Session, booking_id: str, unit_id: str, wish: domain.Wish) -> bool:
    rules, period = wish.space.rules, wish.period
    row = {
        "claim_id": f"{booking_id}/{unit_id}",
        "booking_id": booking_id,
        "unit_id": unit_id,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "held_from": period.starts_at - timedelta(minutes=rules.buffer_before_minutes),
        "held_until": period.ends_at + timedelta(minutes=rules.buffer_after_minutes),
        "lapses_at": None,
    }
    return insert_ignoring(session, claims, row)


def _wire(periods: Sequence[domain.Period]) -> list[dict[str, str]]:
    return [{"starts_at": rfc3339(period.starts_at), "ends_at": rfc3339(period.ends_at)} for period in periods]
