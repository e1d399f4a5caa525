"""The door of an occurrence: who is expected, who came, what was noted of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from services.bookings.domain.activities import Registration, door
from services.bookings.queries import rows
from services.bookings.tables import attendance_bands, registrations, scans


def occurrence_of(session: Session, registration_id: str) -> str:
    """Which occurrence a registration is for: it never changes.

    Raises:
        NotFound: `registration_not_found`.
    """
    query = select(registrations).where(registrations.c.registration_id == registration_id)
    return rows.one(session, query, Registration, "registration_not_found").occurrence_id


def expected(session: Session, occurrence_id: str) -> list[Registration]:
    """Who is expected at a door: every registration that is confirmed, in the order in which they came."""
    theirs = (registrations.c.occurrence_id == occurrence_id) & (registrations.c.status == "confirmed")
    return rows.every(session, select(registrations).where(theirs).order_by(registrations.c.number), Registration)


def registrations_by_id(session: Session, registration_ids: Collection[str]) -> dict[str, Registration]:
    """Some registrations, of whatever occurrence."""
    query = select(registrations).where(registrations.c.registration_id.in_(registration_ids))
    return {found.registration_id: found for found in rows.every(session, query, Registration)}


def scans_by_nonce(session: Session, occurrence_id: str, nonces: Collection[str]) -> dict[str, door.Scanned]:
    """What became of some scans that were received before."""
    theirs = (scans.c.occurrence_id == occurrence_id) & scans.c.nonce.in_(nonces)
    return {found.nonce: found for found in rows.every(session, select(scans).where(theirs), door.Scanned)}


def arrivals(session: Session, occurrence_id: str, registration_ids: Collection[str]) -> list[door.Scanned]:
    """The arrivals of some registrations that counted and were not taken back, the oldest first."""
    query = (
        select(scans)
        .where(
            scans.c.registration_id.in_(registration_ids),
            scans.c.occurrence_id == occurrence_id,
            scans.c.kind == door.ARRIVAL,
            scans.c.result == door.OK,
            scans.c.undone_by.is_(None),
        )
        .order_by(scans.c.scanned_at, scans.c.nonce)
    )
    return rows.every(session, query, door.Scanned)


def walked_in(session: Session, occurrence_id: str) -> int:
    """How many came to an occurrence without registering."""
    signed = case((scans.c.kind == door.WALK_OUT, -scans.c.seats), else_=scans.c.seats)
    kinds = scans.c.kind.in_((door.WALK_IN, door.WALK_OUT))
    query = select(func.coalesce(func.sum(signed), 0)).where(scans.c.occurrence_id == occurrence_id, kinds)
    return int(session.scalar(query) or 0)


def bands(session: Session, occurrence_id: str) -> dict[str, int]:
    """How many came of each band of age, where somebody counted."""
    query = select(attendance_bands.c.band, attendance_bands.c.persons)
    found = session.execute(query.where(attendance_bands.c.occurrence_id == occurrence_id))
    return {row.band: row.persons for row in found}
