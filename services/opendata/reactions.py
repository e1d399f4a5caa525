"""What we take of each event that we hear: a line of the log, from which the datasets follow. Never commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from chassis.schema import Heard, read
from services.opendata import commands, domain, schemas

OF_BOOKINGS: Mapping[str, type[Heard]] = {
    "place.published": schemas.PlacePublished,
    "space.published": schemas.SpacePublished,
    "booking.held": schemas.BookingHeard,
    "booking.requested": schemas.BookingHeard,
    "booking.confirmed": schemas.BookingHeard,
    "booking.moved": schemas.BookingMoved,
    "booking.checked_in": schemas.BookingHeard,
    "booking.checked_out": schemas.BookingCheckedOut,
    "booking.cancelled": schemas.BookingHeard,
    "booking.denied": schemas.BookingHeard,
    "booking.lapsed": schemas.BookingHeard,
    "booking.missed": schemas.BookingHeard,
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


def on_event(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Add an event to the log; harmless the second time: what follows from it is told apart by its sequence."""
    facts = domain.plain(read(HEARD[envelope.name], envelope.data))
    commands.note(session, envelope.name, facts["id"], envelope.sequence, envelope.time, facts)
