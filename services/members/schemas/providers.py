"""Signing in at the city's OpenID Connect provider: what comes back from there, and the ticket to a consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from chassis.schema import Heard, Schema
from services.members import domain
from services.members.schemas.kinds import Normalised
from services.members.schemas.logins import FromSomewhere


class ProviderAnswer(FromSomewhere):
    """What `provider_finish` is asked: the parameters with which the provider sent a browser back."""

    state = fields.String(required=True, validate=validate.Length(1, 200))
    code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=4096))
    error = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    iss = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=255))


class Ticket(Schema):
    """What `provider_ticket` is asked."""

    ticket = fields.String(required=True, validate=validate.Length(1, 4096))


class Joining(Ticket, FromSomewhere):
    """What `provider_join` is asked."""

    name = Normalised(domain.normalise_name, required=True)
    language = fields.String(load_default="fr", validate=validate.OneOf(domain.LANGUAGES))
    consent = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class SealedTicket(Heard):
    """What is in a ticket, which the city sealed to itself."""

    ticket_id = fields.String(required=True)
    issuer = fields.String(required=True)
    subject = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    has_second_factor = fields.Boolean(required=True)


def ticket(found: domain.Identity, ticket_id: str) -> dict[str, Any]:
    """What to seal, so that whoever comes back with it can become a member."""
    return vars(found) | {"ticket_id": ticket_id}


def identity(opened: Mapping[str, Any], name: str) -> domain.Identity:
    """Whom a ticket speaks of, with the name that they want to be called."""
    known = {field: opened[field] for field in ("issuer", "subject", "email", "has_second_factor")}
    return domain.Identity(name=name, **known)


def to_consent(sealed: str, found: domain.Identity) -> dict[str, Any]:
    """What somebody is told who is no member yet."""
    return {"ticket": sealed, "name": found.name, "email": found.email}
