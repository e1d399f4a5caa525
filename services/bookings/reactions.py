"""What bookings does when it hears of something. Each is harmless the second time, and in the wrong order.

A city speaks for itself alone: what is said of another's members or keys is refused, and kept with the dead letters.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from chassis.envelope import Envelope
from chassis.errors import Forbidden
from chassis.schema import read
from services.bookings import queries, schemas
from services.bookings.tables import issuer_keys, members


def on_member_approved(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep who may book, without a name; what is older than what we know changes nothing.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.MemberApproved, envelope.data)
    _check_speaker(envelope, heard["city"])
    if insert_ignoring(session, members, heard):
        return
    known = queries.lock_member(session, heard["member_id"])
    _check_speaker(envelope, known.city)
    if heard["sequence"] > known.sequence:
        session.execute(update(members).where(members.c.member_id == known.member_id).values(heard))


def on_city_keys_published(session: Session, envelope: Envelope, _now: datetime) -> None:
    """Keep the public keys by which a city's tokens are verified; older ones than we have change nothing.

    Raises:
        Invalid: `invalid`.
        Forbidden: `not_its_city`.
    """
    heard = read(schemas.CityKeysPublished, envelope.data)
    _check_speaker(envelope, heard["city"])
    if insert_ignoring(session, issuer_keys, heard):
        return
    if heard["published_at"] > queries.lock_keys_published_at(session, heard["city"]):
        session.execute(update(issuer_keys).where(issuer_keys.c.city == heard["city"]).values(heard))


def _check_speaker(envelope: Envelope, city: str) -> None:
    speaker = envelope.source.rpartition("/")[2]
    if speaker != f"members_{city}":
        raise Forbidden("not_its_city", f"{speaker} may not speak for {city}")
