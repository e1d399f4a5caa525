"""Becoming a member, and who one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields, validate

from chassis import addresses
from chassis.schema import Instant, Schema, Text
from services.members import domain
from services.members.schemas.kinds import Normalised, client, instant, key

PASSWORD_MOST = 1000  # form only: the rule of passwords has a say of its own


class Registration(Schema):
    """What `register` is asked."""

    email = Normalised(addresses.normalise, required=True)
    password = Normalised(domain.normalise_password, required=True, validate=validate.Length(1, PASSWORD_MOST))
    name = Normalised(domain.normalise_name, required=True)
    language = fields.String(load_default="fr", validate=validate.OneOf(domain.LANGUAGES))
    consent = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    client = client()
    idempotency_key = key()


class Contact(Schema):
    """What `contact` is asked."""

    member_id = fields.String(required=True, validate=validate.Length(1, 36))
    purpose = fields.Enum(domain.Purpose, by_value=True, load_default=domain.Purpose.BOOKING)
    proof = fields.String(load_default="", validate=validate.Length(max=64))
    registration_id = Text(load_default=None, least=1, most=36)
    until = Instant(load_default=None)
    wish_id = Text(load_default=None, least=1, most=36)
    channel = fields.Enum(domain.Channel, by_value=True, load_default=domain.Channel.MAIL)


def person(asked: Mapping[str, Any]) -> domain.Person:
    """The person in a registration that was read."""
    return domain.Person(name=asked["name"], email=asked["email"], language=asked["language"])


def without_secrets(asked: domain.Person) -> dict[str, Any]:
    """What makes two registrations under one Idempotency-Key the same; the password has no part in it."""
    return vars(asked)


def registered(member_id: str, city: str) -> dict[str, Any]:
    """What whoever registers is told."""
    return {"id": member_id, "city": city, "status": "to_confirm"}


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
    refusing: domain.AddressFailure | None,
    city: str,
) -> dict[str, Any]:
    """All that a member sees of themselves; `refusing`: their address refuses letters."""
    return member(known, city) | {
        "email": known.email,
        "address_refused_since": refused_since(refusing),
        "status": str(known.status),
        "attestations": [
            {
                "id": found.attestation_id,
                "kind": found.kind,
                "valid_until": instant(found.valid_until),
                "issued_at": instant(found.issued_at),
            }
            for found in attested
        ],
        "organisations": [
            {"id": found.organisation_id, "name": found.name, "kind": str(found.kind)} for found in acts_for
        ],
    }


def refused_since(refusing: domain.AddressFailure | None) -> str | None:
    """Since when an address refuses letters, if it does."""
    return instant(refusing.refused_since) if refusing else None


def contact(
    known: domain.Recipient,
    link_token: str | None,
    answer: domain.CityAnswer | None = None,
    registration_pass: str | None = None,
) -> dict[str, Any]:
    """What a letter needs: whom it goes to, for whom when that is another, `link_token` when it brings a link, `reason`
    and `until` when it tells what the city answered or why it suspends, `pass` when its links show one, `is_marked`
    when the address refuses letters.
    """
    told: dict[str, Any] = {"name": known.name, "email": known.email, "language": known.language}
    if known.because is not None:
        told |= {"for_name": known.for_name, "because": str(known.because), "has_phone": known.has_phone}
    if known.is_marked:
        told["is_marked"] = True
    if link_token is not None:
        told["link_token"] = link_token
    if registration_pass is not None:
        told["pass"] = registration_pass
    if answer is not None:
        told |= {"reason": answer.reason, "until": instant(answer.until)}
    return told


def phone(known: domain.Recipient, *, signs_in: bool) -> dict[str, Any]:
    """What an SMS needs: the number, the language, why another's telephone is told, and whether its reader can sign in
    to see more. No name: it says none.
    """
    told: dict[str, Any] = {"phone": known.phone, "language": known.language, "signs_in": signs_in}
    return told if known.because is None else told | {"because": str(known.because)}
