"""What is told of accounts and memberships, and forgetting who is gone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from chassis.clock import rfc3339
from chassis.envelope import Envelope
from chassis.schema import read
from services.notifications import commands, schemas
from services.notifications.domain import VALID_FOR, Home, Kind


def on_member_registered(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Send the link that confirms the address."""
    _on_member(session, Kind.CONFIRMATION, envelope, now, home)


def on_member_registered_again(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the owner of a known address, and nobody else, that somebody registered with it again."""
    _on_member(session, Kind.KNOWN_ADDRESS, envelope, now, home)


def on_member_registration_wished(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Send the link that registers who has no account, as long as there is something to come to."""
    wish = schemas.wish(envelope.data)
    if wish.city != home.city:
        return
    known = schemas.kept(schemas.WishHeard, envelope.data)
    until = min(now + VALID_FOR[Kind.REGISTRATION_WISH], wish.starts_at)
    commands.queue(session, Kind.REGISTRATION_WISH, wish.member_id, envelope, known, until, home, now)


def on_member_erased(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Forget a member who is gone."""
    member = read(schemas.MemberHeard, envelope.data)
    if member["city"] == home.city:
        commands.erase(session, member["member_id"], now)


def on_member_reset_requested(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Send the link by which a new password is set."""
    _on_member(session, Kind.RESET, envelope, now, home)


def on_member_password_changed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the password is another."""
    _on_member(session, Kind.PASSWORD_CHANGED, envelope, now, home)


def on_member_address_change_requested(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Send the link that shows a new address to be the member's to that address."""
    _on_member(session, Kind.ADDRESS_CHANGE, envelope, now, home)


def on_member_address_changed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the address of before that it is written to no longer."""
    _on_member(session, Kind.ADDRESS_CHANGED, envelope, now, home)


def on_member_signed_in_anew(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member when somebody signed in from elsewhere, and how to end that."""
    _on_member(session, Kind.NEW_SIGN_IN, envelope, now, home)


def on_member_second_factor_changed(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member what became of the second factor."""
    _on_member(session, Kind.SECOND_FACTOR_CHANGED, envelope, now, home)


def on_member_rights_ending(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell a member of staff when the rights end, as long as that is to come."""
    _on_ending(session, Kind.RIGHTS_ENDING, envelope, now, home)


def on_member_inactive(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell a member who was not seen for long when the account ends, and how to keep it."""
    _on_ending(session, Kind.ACCOUNT_ENDING, envelope, now, home)


def on_application_decided(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member what the city answered; why is asked for at sending."""
    outcome = read(schemas.ApplicationHeard, envelope.data)["outcome"]
    _on_member(session, Kind.ADMITTED if outcome == "admitted" else Kind.DECLINED, envelope, now, home)


def on_member_membership_ending(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member until when they are what they are, and how to stay it."""
    _on_member(session, Kind.MEMBERSHIP_ENDING, envelope, now, home)


def on_member_membership_ended(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that they are a guest again."""
    _on_member(session, Kind.MEMBERSHIP_ENDED, envelope, now, home)


def on_member_suspended(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the city no longer stands for them; why is asked for at sending."""
    _on_member(session, Kind.SUSPENDED, envelope, now, home)


def on_member_reinstated(session: Session, envelope: Envelope, now: datetime, *, home: Home) -> None:
    """Tell the member that the city stands for them again."""
    _on_member(session, Kind.REINSTATED, envelope, now, home)


def _on_member(session: Session, kind: Kind, envelope: Envelope, now: datetime, home: Home) -> None:
    member = read(schemas.MemberHeard, envelope.data)
    if member["city"] != home.city:
        return
    known = schemas.kept(schemas.AccountHeard, envelope.data | {"at": rfc3339(envelope.time)})
    commands.queue(session, kind, member["member_id"], envelope, known, now + VALID_FOR[kind], home, now)


def _on_ending(session: Session, kind: Kind, envelope: Envelope, now: datetime, home: Home) -> None:
    member = read(schemas.EndingHeard, envelope.data)
    if member["city"] != home.city:
        return
    known = {"at": rfc3339(member["ends_at"])}
    commands.queue(session, kind, member["member_id"], envelope, known, member["ends_at"], home, now)
