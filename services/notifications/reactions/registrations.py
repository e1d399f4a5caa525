"""What is told of registrations to members of this city, and of a date below its minimum to who planned it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from services.notifications import commands, domain, queries, schemas
from services.notifications.domain import Appointment, Home, Kind, Registration
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


def on_registration_checked_in(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Remind who is there no more; nothing is told, and nothing that is to be told is overtaken."""
    registration = schemas.registration(envelope.data)
    if registration.home_city != home.city:
        return
    if queries.is_news(session, registration.registration_id, envelope.sequence):
        commands.follow(session, replace(_appointment(registration, envelope), is_attended=True), now)


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
    if registration.home_city != home.city:
        return
    kind = domain.registration_kind_of(envelope.name, registration)
    word_on = queries.is_news if kind is None else commands.hear_of  # what is not told overtakes nothing
    if not word_on(session, registration.registration_id, envelope.sequence):
        return
    appointment = _appointment(registration, envelope)
    if domain.registration_stands(registration):
        commands.follow(session, appointment, now)
    else:
        commands.release(session, registration.registration_id)
    if kind is not None:
        until = domain.registration_not_after(kind, registration, envelope.time)
        commands.queue(session, kind, registration.member_id, envelope, appointment.data, until, home, now)


def _appointment(registration: Registration, envelope: Envelope) -> Appointment:
    return Appointment(
        thing_id=registration.registration_id,
        member_id=registration.member_id,
        kind=Kind.REGISTRATION_REMINDER,
        starts_at=registration.starts_at,
        sequence=envelope.sequence,
        data=by_nobody(schemas.kept(schemas.RegistrationHeard, envelope.data), "registered_by_id"),
    )
