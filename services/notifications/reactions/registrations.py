"""What is told of registrations to members of this city, and of a date below its minimum to who planned it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from services.notifications import commands, domain, schemas
from services.notifications.domain import Home, Kind
from services.notifications.reactions.telling import by_nobody


def on_registration_requested(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the seats are asked for, and until when there is an answer."""
    _on_registration(session, envelope, now, home)


def on_registration_confirmed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the seats are theirs, with an entry for the calendar."""
    _on_registration(session, envelope, now, home)


def on_registration_queued(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that they wait, and that nothing is held."""
    _on_registration(session, envelope, now, home)


def on_registration_offered(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member until when seats are held for them, and how to take or to leave them."""
    _on_registration(session, envelope, now, home)


def on_registration_changed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member what is otherwise, and change the entry in the calendar; an answer to the form says nothing."""
    _on_registration(session, envelope, now, home)


def on_registration_cancelled(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that it is over, why, and what other dates there are; take it out of the calendar."""
    _on_registration(session, envelope, now, home)


def on_registration_declined(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the host city said no."""
    _on_registration(session, envelope, now, home)


def on_registration_lapsed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that an offer or a request is over unanswered."""
    _on_registration(session, envelope, now, home)


def on_occurrence_found_short(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell who planned it, if they are of this city, that too few have registered, and what comes of that when."""
    occurrence = schemas.occurrence(envelope.data)
    if occurrence.drafted_by_city != home.city:
        return
    if not commands.hear_of(session, occurrence.occurrence_id, envelope.sequence):
        return
    known = schemas.kept(schemas.OccurrenceHeard, envelope.data)
    until = occurrence.decides_at
    commands.queue(session, Kind.OCCURRENCE_SHORT, occurrence.drafted_by_id, envelope, known, until, home, now)


def _on_registration(session: Session, envelope: Envelope, now: datetime, home: Home) -> None:
    registration = schemas.registration(envelope.data)
    kind = domain.registration_kind_of(envelope.name, registration)
    if registration.home_city != home.city or kind is None:
        return
    if not commands.hear_of(session, registration.registration_id, envelope.sequence):
        return
    known = by_nobody(schemas.kept(schemas.RegistrationHeard, envelope.data), "registered_by_id")
    until = domain.registration_not_after(kind, registration, envelope.time)
    commands.queue(session, kind, registration.member_id, envelope, known, until, home, now)
