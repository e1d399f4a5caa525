"""All that bookings holds of one member, for that member to take along."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select, tuple_
from sqlalchemy.orm import Session

from chassis import own
from services.bookings import domain
from services.bookings.queries import rows
from services.bookings.queries.rows import Cursor
from services.bookings.tables import (
    activities,
    attestations,
    bookings,
    credit_grants,
    decisions,
    feeds,
    guardianships,
    member_organisations,
    members,
    registrations,
    scans,
    series,
    waits,
)

AT_ONCE = 500
# What is told beside bookings. Left out are secrets, and who of a city's staff it was.
TOLD: dict[Table, tuple[str, ...]] = {
    series: ("booked_by_id",),
    waits: (),
    registrations: ("registered_by_id",),
    decisions: ("decided_by_id", "decided_by_city"),
    scans: ("scanned_by_id", "scanned_by_city"),
    credit_grants: ("granted_by_id", "granted_by_city"),
    feeds: ("digest",),
    members: (),
    attestations: (),
    member_organisations: (),
    guardianships: (),
    activities: tuple(set(activities.c.keys()) - {"activity_id", "city", "status", "kind", "title", "drafted_at"}),
}


def own_bookings(
    session: Session, holder: domain.Holder, after: Cursor | None = None
) -> tuple[list[dict[str, Any]], Cursor | None]:
    """A page of a member's bookings with all that is kept of them, the oldest first, and the cursor of the next.

    Who booked on their behalf is told by the city alone.
    """
    order = (bookings.c.starts_at, bookings.c.booking_id)
    theirs = (bookings.c.member_id == holder.member_id) & (bookings.c.home_city == holder.city)
    query = select(bookings).where(theirs).order_by(*order).limit(AT_ONCE + 1)
    if after is not None:
        query = query.where(tuple_(*order) > rows.after(order, after))
    found = [dict(row) for row in session.execute(query).mappings()]
    following: tuple[datetime, str] | None = None
    if len(found) > AT_ONCE:
        following = (found[AT_ONCE - 1]["starts_at"], found[AT_ONCE - 1]["booking_id"])
    told = [{name: own.plain(value) for name, value in row.items() if name != "booked_by_id"} for row in found]
    return told[:AT_ONCE], following


def own_sections(session: Session, holder: domain.Holder) -> list[dict[str, Any]]:
    """Everything else of theirs. A query a table."""
    return [own.section(session, table, _theirs(table, holder), without) for table, without in TOLD.items()]


def _theirs(table: Table, holder: domain.Holder) -> ColumnElement[bool]:
    if table is credit_grants:
        return credit_grants.c.holder == domain.Holder(holder.member_id, holder.city).payer
    if table is guardianships:
        bound = or_(guardianships.c.member_id == holder.member_id, guardianships.c.guardian_id == holder.member_id)
        return bound & (guardianships.c.city == holder.city)
    if table is activities:
        return (activities.c.drafted_by_id == holder.member_id) & (activities.c.drafted_by_city == holder.city)
    if table in (decisions, scans):
        mine = (registrations.c.member_id == holder.member_id) & (registrations.c.home_city == holder.city)
        return table.c.registration_id.in_(select(registrations.c.registration_id).where(mine))
    of_city = table.c.home_city if "home_city" in table.c else table.c.city
    return (table.c.member_id == holder.member_id) & (of_city == holder.city)
