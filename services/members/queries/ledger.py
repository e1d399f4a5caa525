"""What the city's members booked, anywhere."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.members import domain
from services.members.tables import heard_bookings


def bookings_around(session: Session, month: str) -> list[domain.HeardBooking]:
    """What the ledger of a month may count: bookings of the city's members that start around it, anywhere."""
    since, until = domain.around(month)
    wanted = select(heard_bookings).where(
        heard_bookings.c.status.in_(domain.COUNTED),
        heard_bookings.c.starts_at >= since,
        heard_bookings.c.starts_at < until,
    )
    return [domain.HeardBooking(**row) for row in session.execute(wanted).mappings()]
