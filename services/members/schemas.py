"""JSON <-> what members knows. Never queries; the rules of form are the domain's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate

from chassis import addresses
from chassis.clock import rfc3339
from chassis.errors import Invalid
from chassis.schema import Heard, Instant, Schema, Text
from services.members import domain

_PASSWORD_MOST = 1000  # form only: the rule of passwords has a say of its own
# What an event of a booking says by its name alone, for those that were said before they told the status.
_STATUS_BY_NAME = {"cancelled": "cancelled", "denied": "denied", "lapsed": "lapsed", "missed": "missed"}


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


def _id() -> fields.String:
    return fields.String(required=True, validate=validate.Length(1, 36))


def _key() -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[ -~]{1,255}\Z"))


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
    idempotency_key = _key()


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


class _OfMembers(Token):
    """What only a member of the city may ask, by an access token."""


class Issue(_OfMembers):
    """What `issue_attestation` is asked."""

    member_id = _id()
    kind = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    valid_until = Instant(load_default=None, allow_none=True)
    idempotency_key = _key()


class Revoke(_OfMembers):
    """What `revoke_attestation` is asked."""

    attestation_id = _id()


class Found(_OfMembers):
    """What `found_organisation` is asked."""

    name = _Normalised(domain.normalise_name, required=True)
    kind = fields.Enum(
        domain.OrganisationKind, by_value=True, required=True, validate=validate.OneOf(domain.ORGANISATION_KINDS)
    )
    idempotency_key = _key()


class Act(_OfMembers):
    """What `join_organisation` and `leave_organisation` are asked."""

    organisation_id = _id()
    member_id = _id()


class Ledger(_OfMembers):
    """What `ledger` is asked."""

    month = fields.String(required=True, validate=validate.Regexp(r"(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])\Z"))


class BookingHeard(Heard):
    """The part of an event of a booking that the ledger needs."""

    booking_id = Text(required=True, least=1, most=36)
    member_id = Text(required=True, least=1, most=36)
    home_city = Text(required=True, least=1, most=40)
    host_city = Text(required=True, least=1, most=40)
    space_id = Text(required=True, least=1, most=36)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    zone = fields.String(required=True, validate=validate.OneOf(available_timezones(), error="No IANA time zone."))
    status = Text(least=1, most=20)
    price_cents = fields.Integer(required=True, strict=True)


def person(asked: Mapping[str, Any]) -> domain.Person:
    """The person in a registration that was read."""
    return domain.Person(name=asked["name"], email=asked["email"], language=asked["language"])


def without_secrets(asked: domain.Person) -> dict[str, Any]:
    """What makes two registrations under one Idempotency-Key the same; the password has no part in it."""
    return vars(asked)


def comparable(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What makes two requests under one Idempotency-Key the same, as JSON."""
    return {name: _instant(value) if isinstance(value, datetime) else value for name, value in asked.items()}


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


def profile(
    known: domain.Member,
    attested: Sequence[domain.Attestation],
    acts_for: Sequence[domain.Organisation],
    city: str,
) -> dict[str, Any]:
    """All that a member sees of themselves."""
    return member(known, city) | {
        "email": known.email,
        "status": str(known.status),
        "attestations": [
            {
                "id": found.attestation_id,
                "kind": found.kind,
                "valid_until": _instant(found.valid_until),
                "issued_at": _instant(found.issued_at),
            }
            for found in attested
        ],
        "organisations": [
            {"id": found.organisation_id, "name": found.name, "kind": str(found.kind)} for found in acts_for
        ],
    }


def attestation(known: domain.Attestation, city: str) -> dict[str, Any]:
    """An attestation for the staff who issue and revoke it."""
    return {
        "id": known.attestation_id,
        "member_id": known.member_id,
        "city": city,
        "kind": known.kind,
        "valid_until": _instant(known.valid_until),
        "issued_at": _instant(known.issued_at),
        "revoked_at": _instant(known.revoked_at),
    }


def organisation(known: domain.Organisation, city: str) -> dict[str, Any]:
    """An organisation for those who act for it."""
    return {
        "id": known.organisation_id,
        "name": known.name,
        "kind": str(known.kind),
        "city": city,
        "founded_at": _instant(known.founded_at),
    }


def acting(known: domain.Acting, city: str) -> dict[str, Any]:
    """What a member is to an organisation, without its name."""
    return {
        "organisation_id": known.organisation_id,
        "member_id": known.member_id,
        "city": city,
        "joined_at": _instant(known.joined_at),
        "left_at": _instant(known.left_at),
    }


def ledger(rows: Iterable[domain.Row], month: str, city: str) -> dict[str, Any]:
    """The ledger of a home city for a month."""
    return {"home_city": city, "month": month, "items": [vars(row) for row in rows]}


def status(told: Mapping[str, Any], event: str) -> str:
    """Where a booking stands after an event: as it says, or as its name does."""
    return str(told.get("status") or _STATUS_BY_NAME.get(event.rpartition(".")[2], "confirmed"))


def contact(known: domain.Member, link_token: str | None) -> dict[str, Any]:
    """What a letter to the member needs; `link_token` only in the letter that asks to confirm the address."""
    told = {"name": known.name, "email": known.email, "language": known.language}
    return told if link_token is None else told | {"link_token": link_token}


def _instant(instant: datetime | None) -> str | None:
    return rfc3339(instant) if instant else None
