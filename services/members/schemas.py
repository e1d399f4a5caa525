"""JSON <-> what members knows. Never queries; the rules of form are the domain's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis import addresses
from chassis.errors import Invalid
from chassis.schema import Schema
from services.members import domain

_PASSWORD_MOST = 1000  # form only: the rule of passwords has a say of its own


class _Normalised(fields.String):
    """Text as the domain normalises it, or the domain's reason why not."""

    def __init__(self, normalise: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.normalise = normalise

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs))
        try:
            text.encode()  # a lone surrogate is no text
            return self.normalise(text)
        except UnicodeEncodeError:
            raise ValidationError("Not a valid string.") from None
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None


class _Credentials(Schema):
    email = _Normalised(addresses.normalise, required=True)
    password = _Normalised(domain.normalise_password, required=True, validate=validate.Length(1, _PASSWORD_MOST))


class SignIn(_Credentials):
    """What `sign_in` is asked."""


class Registration(_Credentials):
    """What `register` is asked."""

    name = _Normalised(domain.normalise_name, required=True)
    language = fields.String(load_default="fr", validate=validate.OneOf(domain.LANGUAGES))
    consent = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    idempotency_key = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


class Knows(Schema):
    """What `knows` is asked."""

    email_digest = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))


class Token(Schema):
    """What `confirm` and `profile` are asked."""

    token = fields.String(required=True, validate=validate.Length(1, 4096))


class Contact(Schema):
    """What `contact` is asked."""

    member_id = fields.String(required=True, validate=validate.Length(1, 36))
    purpose = fields.Enum(domain.Purpose, by_value=True, load_default=domain.Purpose.BOOKING)
    proof = fields.String(load_default="", validate=validate.Length(max=64))


def person(asked: Mapping[str, Any]) -> domain.Person:
    """The person in a registration that was read."""
    return domain.Person(name=asked["name"], email=asked["email"], language=asked["language"])


def without_secrets(asked: domain.Person) -> dict[str, Any]:
    """What makes two registrations under one Idempotency-Key the same; the password has no part in it."""
    return vars(asked)


def registered(seen: domain.Member, city: str) -> dict[str, Any]:
    """What whoever registers is told."""
    return {"id": seen.id, "city": city, "status": str(seen.status)}


def access(token: str, lasts: timedelta, known: domain.Member, city: str) -> dict[str, Any]:
    """What whoever signs in is told (RFC 6749, 5.1), and who they are."""
    seconds = int(lasts.total_seconds())
    return {"access_token": token, "token_type": "Bearer", "expires_in": seconds, "member": member(known, city)}


def member(known: domain.Member, city: str) -> dict[str, Any]:
    """A member for the eyes of that member's own browser."""
    return {
        "id": known.id,
        "name": known.name,
        "city": city,
        "category": str(known.category),
        "organisation_kind": str(known.organisation_kind),
        "language": known.language,
        "roles": [str(role) for role in known.roles],
    }


def profile(known: domain.Member, city: str) -> dict[str, Any]:
    """All that a member sees of themselves."""
    return member(known, city) | {"email": known.email, "status": str(known.status)}


def contact(known: domain.Member, link_token: str | None) -> dict[str, Any]:
    """What a letter to the member needs; `link_token` only in the letter that asks to confirm the address."""
    told = {"name": known.name, "email": known.email, "language": known.language}
    return told if link_token is None else told | {"link_token": link_token}
