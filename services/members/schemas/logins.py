"""Signing in, and where one is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema
from services.members import domain
from services.members.schemas.kinds import Normalised, OfMembers, client, code, identifier, instant
from services.members.schemas.membership import PASSWORD_MOST, member


class FromSomewhere(Schema):
    """What somebody asks who is not known yet: by what kind of device, from which network address."""

    device = fields.String(load_default="", validate=validate.Length(max=100))
    client = client()


class Knows(FromSomewhere):
    """What `knows` is asked: the digest of an address, which need not be told."""

    email_digest = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))


class SignIn(Knows):
    """What `sign_in` is asked; `city_named`: by who named this city, without asking any city whom it knows."""

    city_named = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    password = Normalised(domain.normalise_password, required=True, validate=validate.Length(1, PASSWORD_MOST))
    code = code()


class Refresh(Schema):
    """What `refresh` is asked."""

    refresh_token = fields.String(required=True, validate=validate.Length(1, 200))


class EndLogin(OfMembers):
    """What `end_login` is asked."""

    login_id = identifier()


class EndEveryLogin(OfMembers):
    """What `end_every_login` is asked."""

    here = fields.Boolean(load_default=False, truthy={True}, falsy={False})


def access(
    token: str, lasts: timedelta, refresh_token: str, refresh_lasts: timedelta, known: domain.Member, city: str
) -> dict[str, Any]:
    """What whoever signs in is told (RFC 6749, 5.1), and who they are."""
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(lasts.total_seconds()),
        "refresh_token": refresh_token,
        "refresh_expires_in": int(refresh_lasts.total_seconds()),
        "member": member(known, city),
    }


def login(known: domain.Login, *, is_current: bool) -> dict[str, Any]:
    """A login for the member whose it is."""
    return {
        "id": known.login_id,
        "device": known.device,
        "method": str(known.method),
        "has_second_factor": known.has_second_factor,
        "began_at": instant(known.began_at),
        "last_used_at": instant(known.last_used_at),
        "expires_at": instant(known.expires_at),
        "is_current": is_current,
    }
