"""What we do when we hear of something: queue a notice, in the transaction that accepts the message. Never sends.

An event of another city's member is not ours to tell and is passed over. Each reaction is harmless the second
time: a notice is unique for (member, kind, cause).
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from chassis.schema import read
from services.notifications import commands, schemas
from services.notifications.domain import LINK_VALID_FOR, Booking, Kind


def on_booking_confirmed(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the booking stands, with an entry for the calendar."""
    _on_booking(session, Kind.BOOKING_CONFIRMED, envelope, now, city)


def on_booking_cancelled(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the member that the booking is cancelled, and take it out of the calendar."""
    _on_booking(session, Kind.BOOKING_CANCELLED, envelope, now, city)


def on_member_registered(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Send the link that confirms the address."""
    _on_member(session, Kind.CONFIRMATION, envelope, now, city)


def on_member_registered_again(session: Session, envelope: Envelope, now: datetime, *, city: str) -> None:
    """Tell the owner of a known address, and nobody else, that somebody registered with it again."""
    _on_member(session, Kind.KNOWN_ADDRESS, envelope, now, city)


def _on_booking(session: Session, kind: Kind, envelope: Envelope, now: datetime, city: str) -> None:
    booking = schemas.booking(envelope.data)
    if booking.home_city != city:
        return
    commands.hear_of_booking(session, booking.booking_id, envelope.sequence)
    known = {field.name: envelope.data[field.name] for field in fields(Booking)}
    commands.queue(session, kind, booking.member_id, envelope, known, booking.ends_at, now)


def _on_member(session: Session, kind: Kind, envelope: Envelope, now: datetime, city: str) -> None:
    member = read(schemas.MemberHeard, envelope.data)
    if member["city"] != city:
        return
    commands.queue(session, kind, member["member_id"], envelope, {}, now + LINK_VALID_FOR, now)
