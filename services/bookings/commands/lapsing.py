"""Lapsing: bookings whose time has passed end, by a timer or because somebody wants what they still claim.

Whoever calls it offers what is freed (`waiting`).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.bookings import domain, queries
from services.bookings.commands import saving


def sweep(session: Session, space_id: str, within: domain.Period, now: datetime) -> None:
    """End what has lapsed and is in the way of a period in a space. One query when there is nothing."""
    end_lapsed(session, queries.lapsed(session, space_id, within, now), now)


def end_lapsed(session: Session, booking_ids: list[str], now: datetime) -> list[domain.Booking]:
    """End those of some bookings whose time has lapsed: holds, requests, and what nobody checked in for."""
    ended = []
    for booking in queries.lock_bookings(session, booking_ids) if booking_ids else []:
        after = domain.as_of(booking, now)
        if after is not booking:
            ended.append(saving.advance(session, booking, after, now))
    return ended
