"""What we take of each event that we hear: a line of the log, from which the datasets follow. Never commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from chassis.errors import Forbidden
from chassis.schema import Heard, read
from services.opendata import commands, counting, domain, schemas

OF_BOOKINGS: Mapping[str, type[Heard]] = {
    "place.published": schemas.PlacePublished,
    "space.published": schemas.SpacePublished,
    "booking.held": schemas.BookingHeard,
    "booking.requested": schemas.BookingHeard,
    "booking.confirmed": schemas.BookingHeard,
    "booking.moved": schemas.BookingMoved,
    "booking.checked_in": schemas.BookingCheckedIn,
    "booking.checked_out": schemas.BookingCheckedOut,
    "booking.cancelled": schemas.BookingHeard,
    "booking.denied": schemas.BookingHeard,
    "booking.lapsed": schemas.BookingHeard,
    "booking.missed": schemas.BookingHeard,
    "hours.announced": schemas.HoursAnnounced,
    "hours.withdrawn": schemas.HoursWithdrawn,
}

OF_ACTIVITIES: Mapping[str, type[Heard]] = {
    "activity.published": schemas.ActivityPublished,
    "activity.cancelled": schemas.ActivityEnded,
    "activity.withdrawn": schemas.ActivityEnded,
    "occurrence.scheduled": schemas.OccurrenceHeard,
    "occurrence.rescheduled": schemas.OccurrenceRescheduled,
    "occurrence.moved_online": schemas.OccurrenceHeard,
    "occurrence.postponed": schemas.OccurrenceHeard,
    "occurrence.cancelled": schemas.OccurrenceHeard,
    "occurrence.resized": schemas.OccurrenceHeard,
    "occurrence.filled": schemas.OccurrenceHeard,
    "occurrence.reopened": schemas.OccurrenceHeard,
}

#: Of each event the facts that are public, and the `id` of what it happened to. What would break a standard is refused.
HEARD: Mapping[str, type[Heard]] = {**OF_BOOKINGS, **OF_ACTIVITIES}


def _hold(session: Session, envelope: Envelope) -> None:
    """Who holds a booking: no line of the log says it."""
    counting.hold(session, read(schemas.BookingHolder, envelope.data))


def _attend(session: Session, envelope: Envelope) -> None:
    """How many came to an occurrence: nor that."""
    counting.attend(session, read(schemas.OccurrenceEnded, envelope.data), envelope.sequence)


#: Of which events something is kept beside the log.
COUNTED: Mapping[str, Callable[[Session, Envelope], None]] = {
    **{name: _hold for name in OF_BOOKINGS if name.startswith("booking.")},
    "occurrence.ended": _attend,
}


def on_event(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Add an event to the log; harmless the second time: what follows from it is told apart by its sequence.

    What persons did is kept beside the log, until its month is closed.
    """
    if envelope.name in COUNTED:
        COUNTED[envelope.name](session, envelope)
    if envelope.name in HEARD:
        facts = domain.plain(read(HEARD[envelope.name], envelope.data))
        commands.note(session, envelope.name, facts["id"], envelope.sequence, envelope.time, facts)


def on_member_told(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep where a member stands, under another id.

    Raises:
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.MemberTold, envelope.data)
    _check_speaker(envelope, heard["city"])
    counting.enrol(session, heard)


def on_member_erased(session: Session, envelope: Envelope, now: datetime) -> None:
    """Forget a member who is gone.

    Raises:
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.MemberErased, envelope.data)
    _check_speaker(envelope, heard["city"])
    counting.erase(session, heard, now)


def _check_speaker(envelope: Envelope, city: str) -> None:
    speaker = envelope.source.rpartition("/")[2]
    if speaker != f"members_{city}":
        raise Forbidden("not_its_city", f"{speaker} may not speak for {city}")
