"""Passwords and addresses that change."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis import addresses
from chassis.schema import Schema
from services.members import domain
from services.members.schemas.kinds import Normalised, OfMembers, Token, client
from services.members.schemas.membership import PASSWORD_MOST


def _password() -> Normalised:
    """A password, that one has or wants."""
    return Normalised(domain.normalise_password, required=True, validate=validate.Length(1, PASSWORD_MOST))


def own_password() -> Normalised:
    """The password that a member has, or nothing."""
    return Normalised(domain.normalise_password, load_default="", validate=validate.Length(0, PASSWORD_MOST))


class ResetAsked(Schema):
    """What `ask_reset` is asked."""

    email_digest = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    client = client()


class Reset(Token):
    """What `reset_password` is asked, by the token of a link."""

    password = _password()


class NewPassword(OfMembers):
    """What `change_password` is asked; `password` is empty where there is none yet."""

    password = own_password()
    new_password = _password()


class NewAddress(OfMembers):
    """What `ask_address_change` is asked; `password` is empty where there is none."""

    email = Normalised(addresses.normalise, required=True)
    password = own_password()
