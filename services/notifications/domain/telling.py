"""What of the life of a booking, a series or a registration is told to its member, and until when.

A member is not told what they see themselves: a hold they made. Of a series one letter tells, not one a booking;
but who was told of one of its bookings alone is told how that one goes on. Who waits is never told that they have a
seat: when what they wait for changes they are told anew that they wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.domain.bookings import Booking, Series
from services.notifications.domain.kinds import Kind
from services.notifications.domain.registrations import Registration

MISSED_IS_WORTH = timedelta(days=1)
NEWS_IS_WORTH = timedelta(days=2)
"""How long it is told at least that a registration ended, or has no date: the date of before may be over then."""

_STANDS_AS = {
    "requested": Kind.REGISTRATION_REQUESTED,
    "waiting": Kind.REGISTRATION_QUEUED,
    "offered": Kind.REGISTRATION_OFFERED,
}


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


def registration_kind_of(event: str, registration: Registration) -> Kind | None:
    """What an event of a registration is told as; None when it is not, and then it overtakes nothing either.

    Args:
        event: its name, e.g. `registration.queued`.
        registration: as the event leaves it.
    """
    match event:
        case "registration.requested":
            return Kind.REGISTRATION_REQUESTED
        case "registration.confirmed":
            return Kind.REGISTRATION_CONFIRMED
        case "registration.queued":
            return Kind.REGISTRATION_QUEUED
        case "registration.offered":
            return Kind.REGISTRATION_OFFERED
        case "registration.changed" if registration.what != "answered":
            return _STANDS_AS.get(registration.status) or _changed(registration)
        case "registration.cancelled" if registration.reason != "erased":
            return Kind.REGISTRATION_CANCELLED
        case "registration.declined":
            return Kind.REGISTRATION_DECLINED
        case "registration.lapsed":
            return Kind.REGISTRATION_LAPSED
    return None


def _changed(registration: Registration) -> Kind:
    return Kind.REGISTRATION_CHANGED if registration.has_date else Kind.REGISTRATION_POSTPONED


def registration_not_after(kind: Kind, registration: Registration, told_at: datetime) -> datetime:
    """From when a notice of a registration is of no use: never say that seats are held when they are no longer.

    Args:
        kind: what it says.
        registration: as the event leaves it.
        told_at: when the event happened.
    """
    begins = registration.starts_at if registration.has_date else told_at + NEWS_IS_WORTH
    if kind in (Kind.REGISTRATION_OFFERED, Kind.REGISTRATION_REQUESTED):
        return min(registration.lapses_at or begins, begins)
    if kind in (Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_QUEUED):
        return begins
    if kind.withdraws:
        return max(registration.ends_at, told_at + NEWS_IS_WORTH)
    return registration.ends_at
