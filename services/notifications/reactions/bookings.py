"""What is told of bookings, and of series of them, to members of this city."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from services.notifications import commands, domain, queries, schemas
from services.notifications.domain import Appointment, Booking, Home, Kind
from services.notifications.reactions.telling import by_nobody


def on_booking_held(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that a place waits for them, or what is proposed instead of their booking."""
    _on_booking(session, envelope, now, home)


def on_booking_requested(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the city is asked, and until when it answers."""
    _on_booking(session, envelope, now, home)


def on_booking_confirmed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the booking stands, with an entry for the calendar."""
    _on_booking(session, envelope, now, home)


def on_booking_moved(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member what the booking is now and what it was, and change the entry in the calendar."""
    _on_booking(session, envelope, now, home)


def on_booking_cancelled(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the booking is cancelled, and take it out of the calendar."""
    _on_booking(session, envelope, now, home)


def on_booking_denied(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the city said no."""
    _on_booking(session, envelope, now, home)


def on_booking_lapsed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that a request, an offer or a proposal is over unanswered."""
    _on_booking(session, envelope, now, home)


def on_booking_missed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that others have the place, since nobody checked in."""
    _on_booking(session, envelope, now, home)


def on_booking_checked_in(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Remind who is there no more; nothing is told, and nothing that is to be told is overtaken."""
    booking = schemas.booking(envelope.data)
    if booking.home_city != home.city or booking.for_occurrence_id:
        return
    if queries.is_news(session, booking.booking_id, envelope.sequence):
        commands.follow(session, replace(_appointment(booking, envelope), is_attended=True), now)


def on_series_booked(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member of all the bookings of a series at once."""
    _on_series(session, Kind.SERIES_BOOKED, envelope, now, home)


def on_series_changed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member of all the bookings of a series that were moved or cancelled together."""
    _on_series(session, Kind.SERIES_CHANGED, envelope, now, home)


def _on_booking(session: Session, envelope: Envelope, now: datetime, home: Home) -> None:
    booking = schemas.booking(envelope.data)
    if booking.home_city != home.city or booking.for_occurrence_id:
        return
    past = queries.past(session, booking.member_id, booking.booking_id)
    is_news = commands.hear_of(session, booking.booking_id, envelope.sequence)
    if not is_news:
        return
    appointment = _appointment(booking, envelope)
    if domain.booking_stands(envelope.name, booking):
        commands.follow(session, appointment, now)
    else:
        commands.release(session, booking.booking_id)
    kind = domain.kind_of(envelope.name, booking, past)
    if kind is not None:
        until = domain.not_after(kind, booking)
        commands.queue(session, kind, booking.member_id, envelope, appointment.data, until, home, now)


def _appointment(booking: Booking, envelope: Envelope) -> Appointment:
    return Appointment(
        thing_id=booking.booking_id,
        member_id=booking.member_id,
        kind=Kind.BOOKING_REMINDER,
        starts_at=booking.starts_at,
        sequence=envelope.sequence,
        data=by_nobody(schemas.kept(schemas.BookingHeard, envelope.data), "booked_by_id"),
    )


def _on_series(session: Session, kind: Kind, envelope: Envelope, now: datetime, home: Home) -> None:
    series = schemas.series(envelope.data)
    if series.home_city != home.city or not commands.hear_of(session, series.series_id, envelope.sequence):
        return
    known = by_nobody(schemas.kept(schemas.SeriesHeard, envelope.data), "booked_by_id")
    until = domain.series_not_after(series)
    commands.queue(session, kind, series.member_id, envelope, known, until, home, now)
