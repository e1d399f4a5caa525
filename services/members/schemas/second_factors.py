"""Second factors: what is asked of them, and what is told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Schema
from services.members import domain
from services.members.domain import second_factors
from services.members.schemas.kinds import OfMembers, code, instant
from services.members.schemas.security import own_password

_TOKEN = validate.Length(1, 4096)


class _OfWhoever(Schema):
    """By an access token, or by the token that staff without a second factor were given."""

    token = fields.String(load_default=None, allow_none=True, validate=_TOKEN)
    setup_token = fields.String(load_default=None, allow_none=True, validate=_TOKEN)


class SetUp(_OfWhoever):
    """What `set_up_second_factor` is asked; by an access token with the password, and the code of the present one."""

    password = own_password()
    code = code()


class Confirm(_OfWhoever):
    """What `confirm_second_factor` is asked."""

    code = fields.String(required=True, validate=validate.Length(1, 40))


class Remove(OfMembers):
    """What `remove_second_factor` is asked."""

    password = own_password()
    code = code()


class Renew(OfMembers):
    """What `renew_recovery_codes` is asked."""

    code = code()


def setup(token: str, city: str) -> dict[str, Any]:
    """What staff are told who have no second factor yet."""
    return {"setup_token": token, "expires_in": int(domain.SETUP_LASTS.total_seconds()), "city": city}


def secret(drawn: str, account: str, issuer: str) -> dict[str, Any]:
    """A secret, for the member's application alone."""
    return {"secret": drawn, "uri": second_factors.uri(drawn, account, issuer)}


def recovery_codes(fresh: Sequence[str]) -> dict[str, Any]:
    """Recovery codes, shown this once."""
    return {"recovery_codes": [second_factors.in_groups(code) for code in fresh]}


def second_factor(member: domain.Member, factor: second_factors.SecondFactor | None, codes_left: int) -> dict[str, Any]:
    """What a member is told of their second factor; nothing by which to use it."""
    protects = factor is not None and factor.confirmed_at is not None
    return {
        "is_set_up": protects,
        "since": instant(factor.confirmed_at) if factor else None,
        "recovery_codes_left": codes_left,
        "is_required": member.is_staff,
    }
