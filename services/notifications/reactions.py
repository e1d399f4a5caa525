"""What we do when we hear of something: queue a notice, in the transaction that accepts the message. Never sends.

An event of another city's member is not ours to tell and is passed over; so is one that is older than what we
heard of its subject. Each reaction is harmless the second time: a notice is unique for (member, kind,
cause).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis.clock import rfc3339
from chassis.envelope import Envelope
from chassis.schema import read
from services.notifications import commands, domain, queries, schemas
from services.notifications.domain import VALID_FOR, Kind


def on_booking_held(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that a place waits for them, or what is proposed instead of their booking."""
    _on_booking(session, envelope, now, city)


def on_booking_requested(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the city is asked, and until when it answers."""
    _on_booking(session, envelope, now, city)


def on_booking_confirmed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the booking stands, with an entry for the calendar."""
    _on_booking(session, envelope, now, city)


def on_booking_moved(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member what the booking is now and what it was, and change the entry in the calendar."""
    _on_booking(session, envelope, now, city)


def on_booking_cancelled(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the booking is cancelled, and take it out of the calendar."""
    _on_booking(session, envelope, now, city)


def on_booking_denied(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the city said no."""
    _on_booking(session, envelope, now, city)


def on_booking_lapsed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that a request, an offer or a proposal is over unanswered."""
    _on_booking(session, envelope, now, city)


def on_booking_missed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that others have the place, since nobody checked in."""
    _on_booking(session, envelope, now, city)


def on_series_booked(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member of all the bookings of a series at once."""
    _on_series(session, Kind.SERIES_BOOKED, envelope, now, city)


def on_series_changed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member of all the bookings of a series that were moved or cancelled together."""
    _on_series(session, Kind.SERIES_CHANGED, envelope, now, city)


def on_registration_requested(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the seats are asked for, and until when there is an answer."""
    _on_registration(session, envelope, now, city)


def on_registration_confirmed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the seats are theirs, with an entry for the calendar."""
    _on_registration(session, envelope, now, city)


def on_registration_queued(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that they wait, and that nothing is held."""
    _on_registration(session, envelope, now, city)


def on_registration_offered(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member until when seats are held for them, and how to take or to leave them."""
    _on_registration(session, envelope, now, city)


def on_registration_changed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member what is otherwise, and change the entry in the calendar; an answer to the form says nothing."""
    _on_registration(session, envelope, now, city)


def on_registration_cancelled(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that it is over, why, and what other dates there are; take it out of the calendar."""
    _on_registration(session, envelope, now, city)


def on_registration_declined(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the host city said no."""
    _on_registration(session, envelope, now, city)


def on_registration_lapsed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that an offer or a request is over unanswered."""
    _on_registration(session, envelope, now, city)


def on_occurrence_found_short(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell who planned it, if they are of this city, that too few have registered, and what comes of that when."""
    occurrence = schemas.occurrence(envelope.data)
    if occurrence.drafted_by_city != city or not commands.hear_of(session, occurrence.occurrence_id, envelope.sequence):
        return
    known = schemas.kept(schemas.OccurrenceHeard, envelope.data)
    until = occurrence.decides_at
    commands.queue(session, Kind.OCCURRENCE_SHORT, occurrence.drafted_by_id, envelope, known, until, now)


def on_member_registered(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Send the link that confirms the address."""
    _on_member(session, Kind.CONFIRMATION, envelope, now, city)


def on_member_registered_again(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the owner of a known address, and nobody else, that somebody registered with it again."""
    _on_member(session, Kind.KNOWN_ADDRESS, envelope, now, city)


def on_member_registration_wished(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Send the link that registers who has no account, as long as there is something to come to."""
    wish = schemas.wish(envelope.data)
    if wish.city != city:
        return
    known = schemas.kept(schemas.WishHeard, envelope.data)
    until = min(now + VALID_FOR[Kind.REGISTRATION_WISH], wish.starts_at)
    commands.queue(session, Kind.REGISTRATION_WISH, wish.member_id, envelope, known, until, now)


def on_member_erased(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Forget a member who is gone."""
    member = read(schemas.MemberHeard, envelope.data)
    if member["city"] == city:
        commands.erase(session, member["member_id"], now)


def on_member_reset_requested(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Send the link by which a new password is set."""
    _on_member(session, Kind.RESET, envelope, now, city)


def on_member_password_changed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the password is another."""
    _on_member(session, Kind.PASSWORD_CHANGED, envelope, now, city)


def on_member_address_change_requested(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Send the link that shows a new address to be the member's to that address."""
    _on_member(session, Kind.ADDRESS_CHANGE, envelope, now, city)


def on_member_address_changed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the address of before that it is written to no longer."""
    _on_member(session, Kind.ADDRESS_CHANGED, envelope, now, city)


def on_member_signed_in_anew(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member when somebody signed in from elsewhere, and how to end that."""
    _on_member(session, Kind.NEW_SIGN_IN, envelope, now, city)


def on_member_second_factor_changed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member what became of the second factor."""
    _on_member(session, Kind.SECOND_FACTOR_CHANGED, envelope, now, city)


def on_member_rights_ending(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell a member of staff when the rights end, as long as that is to come."""
    _on_ending(session, Kind.RIGHTS_ENDING, envelope, now, city)


def on_member_inactive(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell a member who was not seen for long when the account ends, and how to keep it."""
    _on_ending(session, Kind.ACCOUNT_ENDING, envelope, now, city)


def on_application_decided(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member what the city answered; why is asked for at sending."""
    outcome = read(schemas.ApplicationHeard, envelope.data)["outcome"]
    _on_member(session, Kind.ADMITTED if outcome == "admitted" else Kind.DECLINED, envelope, now, city)


def on_member_membership_ending(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member until when they are what they are, and how to stay it."""
    _on_member(session, Kind.MEMBERSHIP_ENDING, envelope, now, city)


def on_member_membership_ended(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that they are a guest again."""
    _on_member(session, Kind.MEMBERSHIP_ENDED, envelope, now, city)


def on_member_suspended(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the city no longer stands for them; why is asked for at sending."""
    _on_member(session, Kind.SUSPENDED, envelope, now, city)


def on_member_reinstated(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the city stands for them again."""
    _on_member(session, Kind.REINSTATED, envelope, now, city)


def _on_booking(session: Session, envelope: Envelope, now: datetime, city: str) -> None:
    booking = schemas.booking(envelope.data)
    if booking.home_city != city or booking.for_occurrence_id:
        return
    past = queries.past(session, booking.member_id, booking.booking_id)
    is_news = commands.hear_of(session, booking.booking_id, envelope.sequence)
    kind = domain.kind_of(envelope.name, booking, past)
    if not is_news or kind is None:
        return
    known = _by_nobody(schemas.kept(schemas.BookingHeard, envelope.data), "booked_by_id")
    until = domain.not_after(kind, booking)
    commands.queue(session, kind, booking.member_id, envelope, known, until, now)


def _on_registration(session: Session, envelope: Envelope, now: datetime, city: str) -> None:
    registration = schemas.registration(envelope.data)
    kind = domain.registration_kind_of(envelope.name, registration)
    if registration.home_city != city or kind is None:
        return
    if not commands.hear_of(session, registration.registration_id, envelope.sequence):
        return
    known = _by_nobody(schemas.kept(schemas.RegistrationHeard, envelope.data), "registered_by_id")
    until = domain.registration_not_after(kind, registration, envelope.time)
    commands.queue(session, kind, registration.member_id, envelope, known, until, now)


def _on_series(session: Session, kind: Kind, envelope: Envelope, now: datetime, city: str) -> None:
    series = schemas.series(envelope.data)
    if series.home_city != city or not commands.hear_of(session, series.series_id, envelope.sequence):
        return
    known = _by_nobody(schemas.kept(schemas.SeriesHeard, envelope.data), "booked_by_id")
    until = domain.series_not_after(series)
    commands.queue(session, kind, series.member_id, envelope, known, until, now)


def _by_nobody(known: dict[str, Any], by: str) -> dict[str, Any]:
    """What is kept: of who acted on the member's behalf only that somebody did, so that they can be erased, too."""
    return known | {by: domain.ANOTHER} if known.get(by) not in (None, known["member_id"]) else known


def _on_member(session: Session, kind: Kind, envelope: Envelope, now: datetime, city: str) -> None:
    member = read(schemas.MemberHeard, envelope.data)
    if member["city"] != city:
        return
    known = schemas.kept(schemas.AccountHeard, envelope.data | {"at": rfc3339(envelope.time)})
    commands.queue(session, kind, member["member_id"], envelope, known, now + VALID_FOR[kind], now)


def _on_ending(session: Session, kind: Kind, envelope: Envelope, now: datetime, city: str) -> None:
    member = read(schemas.EndingHeard, envelope.data)
    if member["city"] != city:
        return
    known = {"at": rfc3339(member["ends_at"])}
    commands.queue(session, kind, member["member_id"], envelope, known, member["ends_at"], now)
