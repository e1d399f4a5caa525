"""Wishing for seats without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Instant, Schema, Text
from services.members import domain
from services.members.schemas.kinds import Token, identifier
from services.members.schemas.persons import RegisterGuest


class About(Schema):
    """What everybody may know of the occurrence."""

    title = fields.Dict(
        keys=fields.String(validate=validate.Length(2, 3)),
        values=Text(least=1, most=300),
        required=True,
        validate=validate.Length(1, 20),
    )
    starts_at = Instant(required=True)
    zone = Text(required=True, least=1, most=50)
    place_name = Text(required=True, most=200)


class RegisterGuestFor(RegisterGuest):
    """What `register_guest_for` is asked."""

    occurrence_id = identifier()
    seats = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, domain.MOST_SEATS))
    accept_waiting = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    about = fields.Nested(About, required=True)


class MakePass(Token):
    """What `make_pass` is asked: by the token of a link that was opened."""

    registration_id = identifier()
    until = Instant(required=True)


def registration_wish(
    said: Mapping[str, Any], wish_id: str, member_id: str, now: datetime
) -> tuple[domain.RegistrationWish, domain.About]:
    """The wish in what was read, and what it is about."""
    facts = {name: said[name] for name in ("occurrence_id", "seats", "accept_waiting")}
    return domain.RegistrationWish(wish_id, member_id, wished_at=now, **facts), domain.About(**said["about"])


def same_wish(said: Mapping[str, Any]) -> dict[str, Any]:
    """What makes two wishes under one Idempotency-Key the same."""
    names = ("name", "email", "language", "occurrence_id", "seats", "accept_waiting")
    return {name: said[name] for name in names}


def granted(wish: domain.RegistrationWish, member: domain.Member, city: str) -> dict[str, Any]:
    """What the gateway asks of bookings for whoever opened the link."""
    return {
        "wish_id": wish.wish_id,
        "member_id": member.id,
        "city": city,
        "category": str(member.category),
        "organisation_kind": str(member.organisation_kind),
        "occurrence_id": wish.occurrence_id,
        "seats": wish.seats,
        "accept_waiting": wish.accept_waiting,
    }
