"""What is true of the rows of bookings at every moment between two transactions, computed without the code's help."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.tables import outbox
from services.bookings.tables import bookings, claims, covers, spaces, units
from tests.bookings.buffers import Held
from tests.bookings.world import NOW

ABOUT_BOOKINGS = "fr.champlibre.booking."


def check_sound(store: Store, now: datetime = NOW) -> None:
    """Fail with everything that is not as it must be."""
    with store.reading() as session:
        faults = [*_overlaps(session), *_claims_amiss(session, now), *_untold(session)]
    assert not faults, "\n".join(faults)


def _overlaps(session: Session) -> Iterator[str]:
    """Two claims of a unit without the larger of their buffers between them."""
    by_unit: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(select(claims)):
        by_unit[row.unit_id].append(row)
    for unit_id, rows in by_unit.items():
        for one, other in combinations(rows, 2):
            if not _held(one).fits_beside(_held(other)):
                yield f"{unit_id}: {one.claim_id} and {other.claim_id} overlap"


def _claims_amiss(session: Session, now: datetime) -> Iterator[str]:
    """A booking that stands without exactly its claims, or one that does not stand with any.

    One that is over, or has lapsed though nobody has ended it yet, does not hold the parts that its space got since.
    """
    claimed: dict[str, dict[str, Row[Any]]] = defaultdict(dict)
    for row in session.execute(select(claims)):
        claimed[row.booking_id][row.unit_id] = row
    parts = _units_of_parts(session)
    rules = {row.space_id: row.rules for row in session.execute(select(spaces.c.space_id, spaces.c.rules))}
    for booking in session.execute(select(bookings)):
        theirs = claimed.pop(booking.booking_id, {})
        stands = booking.status in ("held", "requested", "confirmed") and booking.checked_out_at is None
        wanted = {booking.unit_id, *parts[booking.space_id]} if stands else set()
        is_past = min(booking.ends_at, booking.lapses_at or booking.ends_at) <= now
        if is_past and booking.unit_id in theirs:
            wanted &= theirs.keys()
        if theirs.keys() != wanted:
            yield f"{booking.booking_id} ({booking.status}) claims {sorted(theirs)}, not {sorted(wanted)}"
        for row in theirs.values():
            if _facts(row) != _facts_of_claim(booking, rules[booking.space_id]):
                yield f"{row.claim_id} is not as its booking: {_facts(row)}"
    yield from (f"nobody's claims: {booking_id}" for booking_id in claimed)


def _untold(session: Session) -> Iterator[str]:
    """A step of a booking that was told never, twice or in the wrong order; an event of what did not happen."""
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for body in session.scalars(select(outbox.c.body).order_by(outbox.c.id)):
        message = json.loads(body)
        if message["type"].startswith(ABOUT_BOOKINGS):
            told[message["subject"]].append(message["data"])
    for booking in session.execute(select(bookings)):
        events = told.pop(booking.booking_id, [])
        if [event["sequence"] for event in events] != list(range(booking.sequence + 1)):
            yield f"{booking.booking_id} at {booking.sequence} told {[event['sequence'] for event in events]}"
        elif (events[-1]["status"], events[-1]["unit_id"]) != (booking.status, booking.unit_id):
            yield f"{booking.booking_id} is {booking.status}, and was told to be {events[-1]['status']}"
    yield from (f"events of no booking: {subject}" for subject in told)


def _units_of_parts(session: Session) -> Mapping[str, set[str]]:
    parts: dict[str, set[str]] = defaultdict(set)
    strict = covers.c.covered_id != covers.c.space_id
    query = select(covers.c.space_id, units.c.unit_id).join(units, units.c.space_id == covers.c.covered_id)
    for space_id, unit_id in session.execute(query.where(strict)):
        parts[space_id].add(unit_id)
    return parts


def _held(row: Row[Any]) -> Held:
    return Held(row.starts_at, row.ends_at, row.starts_at - row.held_from, row.held_until - row.ends_at)


def _facts(row: Row[Any]) -> dict[str, Any]:
    before, after = (buffer.total_seconds() / 60 for buffer in (_held(row).before, _held(row).after))
    return {"from": row.starts_at, "to": row.ends_at, "lapses": row.lapses_at, "before": before, "after": after}


def _facts_of_claim(booking: Row[Any], rules: Mapping[str, Any]) -> dict[str, Any]:
    before, after = (rules.get(name, 0) for name in ("buffer_before_minutes", "buffer_after_minutes"))
    facts = {"from": booking.starts_at, "to": booking.ends_at, "lapses": booking.lapses_at}
    return {**facts, "before": before, "after": after}
