"""What the home city does when it hears of its members' bookings: keep what the ledger needs; of what they registered
for: keep what an erasure meets, and their answers as long as they are of use; of other cities: keep what verifies what
their members show; and of its own notifications when a letter went out, or was refused, and who wishes for no more
digests. Never says who.

A booking or a registration of another city's member is not ours to keep and is passed over. Each event tells the whole
of it, so the newest alone counts: harmless the second time, and in the wrong order.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from chassis.schema import read
from chassis.sql import insert_ignoring
from services.members import commands, domain, queries, schemas
from services.members.tables import heard_bookings, heard_registrations, issuers, members, revocations


def on_booking(session: Session, envelope: Envelope, _now: datetime, *, city: str, fresh_id: str) -> None:
    """Keep what the latest event of a booking says; whose it was first stays so.

    Args:
        fresh_id: whose it is when its member is gone.

    Raises:
        Invalid: `invalid`.
    """
    told = read(schemas.BookingHeard, envelope.data)
    if told.pop("home_city") != city:
        return
    if queries.is_gone(session, told["member_id"]):
        told["member_id"] = fresh_id
    heard = told | {"status": schemas.status(told, envelope.name), "sequence": envelope.sequence}
    if insert_ignoring(session, heard_bookings, heard):
        return
    ours = heard_bookings.c.booking_id == heard["booking_id"]
    older = heard_bookings.c.sequence < envelope.sequence
    del heard["member_id"]
    session.execute(update(heard_bookings).where(ours, older).values(heard))


def on_issuer_keys_told(session: Session, envelope: Envelope, _now: datetime, *, city: str) -> None:
    """Keep by which keys another city signs; older ones than we have change nothing, and our own we know ourselves.

    Raises:
        Invalid: `invalid`.
    """
    told = read(schemas.IssuerKeysTold, envelope.data)
    if told["city"] == city or insert_ignoring(session, issuers, told):
        return
    if told["published_at"] > queries.lock_heard_at(session, told["city"]):
        session.execute(update(issuers).where(issuers.c.city == told["city"]).values(told))


def on_issuer_attestation_revoked(session: Session, envelope: Envelope, _now: datetime, *, city: str) -> None:
    """Keep what another city attests no longer, whether or not anybody ever shows it here.

    Raises:
        Invalid: `invalid`.
    """
    told = read(schemas.IssuerAttestationRevoked, envelope.data)
    if told["city"] != city:
        insert_ignoring(session, revocations, told)


def on_notice(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep that a letter about the end of an account went out, or never will; mark an address that takes no letter,
    and lift the mark when one went there.

    Raises:
        Invalid: `invalid`.
    """
    told = read(schemas.NoticeHeard, envelope.data)
    if told["kind"] == domain.ENDING_LETTER and domain.has_settled(told["reason"]):
        commands.retention.note_letter(session, told["member_id"], envelope.time)
    if not domain.is_of_own_address(told["kind"], told["channel"]):
        return
    if told["reason"] is None:
        commands.lift_mark(session, told["member_id"], envelope.time)
    elif domain.is_refusal_of_address(told["reason"]):
        commands.mark_address(session, told["member_id"], told["reason"], envelope.time)


def on_newsletter_left(session: Session, envelope: Envelope, _now: datetime, *, city: str) -> None:
    """Keep that a member no longer consents to being written to of the programme; who consented after that still does.

    Raises:
        Invalid: `invalid`.
    """
    told = read(schemas.NewsletterLeft, envelope.data)
    if told["city"] == city:
        commands.leave_newsletter(session, told["member_id"], told["left_at"])


def on_registration(session: Session, envelope: Envelope, _now: datetime, *, city: str) -> None:
    """Keep what the latest event of a registration says; and its answers until the new end, none of who does not come.

    Who was seen at a door uses their account.

    Raises:
        Invalid: `invalid`.
    """
    told = read(schemas.RegistrationHeard, envelope.data)
    if told.pop("home_city") != city or queries.is_gone(session, told["member_id"]):
        return
    if envelope.name == "registration.checked_in":
        member = (members.c.id == told["member_id"]) & (members.c.last_seen_at < envelope.time)
        session.execute(update(members).where(member).values(last_seen_at=envelope.time))
    stands = told["status"] in domain.REGISTERED
    commands.follow_registration(session, told["registration_id"], told["ends_at"], envelope.sequence, stands=stands)
    heard = told | {"sequence": envelope.sequence}
    if insert_ignoring(session, heard_registrations, heard):
        return
    ours = heard_registrations.c.registration_id == heard["registration_id"]
    older = heard_registrations.c.sequence < envelope.sequence
    session.execute(update(heard_registrations).where(ours, older).values(heard))
