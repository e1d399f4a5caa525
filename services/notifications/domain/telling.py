"""What of a booking's or a series' life is told to its member, and until when it is worth telling.

A member is not told what they see themselves: a hold they made. Of a series one letter tells, not one a booking;
but who was told of one of its bookings alone is told how that one goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.domain.bookings import Booking, Series
from services.notifications.domain.notices import Kind

MISSED_IS_WORTH = timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """What there was before an event.

    Attributes:
        is_known: something was heard of the booking.
        is_told: a notice of it was queued.
    """

    is_known: bool = False
    is_told: bool = False


def kind_of(event: str, booking: Booking, past: Past) -> Kind | None:
    """What an event of a booking is told as; None when it is not.

    Args:
        event: its name, e.g. `booking.held`.
        booking: as the event leaves it.
        past: before the event.
    """
    match event:
        case "booking.held" if booking.offered:
            return Kind.BOOKING_OFFERED
        case "booking.held" if booking.replaces_id:
            return Kind.BOOKING_PROPOSED
        case "booking.requested" if not booking.series_id:
            return Kind.BOOKING_REQUESTED
        case "booking.confirmed" if past.is_known or not booking.series_id:  # of a series: the city answered one
            return Kind.BOOKING_CONFIRMED
        case "booking.moved" if booking.status != "held" and (past.is_told or not booking.in_series):
            return Kind.REQUEST_MOVED if booking.status == "requested" else Kind.BOOKING_MOVED
        case "booking.cancelled" if not _is_silent(booking, past):
            return Kind.BOOKING_CANCELLED
        case "booking.denied":
            return Kind.BOOKING_DENIED
        case "booking.lapsed" if past.is_told or booking.reason == "requested":
            return Kind.BOOKING_LAPSED
        case "booking.missed":
            return Kind.BOOKING_MISSED
    return None


def _is_silent(cancelled: Booking, past: Past) -> bool:
    """Whether it was cancelled with its series, was a hold of which nothing was told, or was of who is gone."""
    if past.is_told or cancelled.reason == "erased":
        return cancelled.reason == "erased"
    return cancelled.reason == "series" or (past.is_known and not cancelled.series_id)


def not_after(kind: Kind, booking: Booking) -> datetime:
    """From when a notice of a booking is of no use: never say that a place waits when it does no longer."""
    if kind in (Kind.BOOKING_OFFERED, Kind.BOOKING_PROPOSED, Kind.BOOKING_REQUESTED):
        return min(booking.lapses_at or booking.starts_at, booking.starts_at)
    if kind is Kind.BOOKING_MISSED:
        return booking.ends_at + MISSED_IS_WORTH
    return max(booking.ends_at, booking.previous_ends_at or booking.ends_at)


def series_not_after(series: Series) -> datetime:
    """From when a notice of a series is of no use."""
    return series.last_starts_at
