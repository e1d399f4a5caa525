"""Those who have no account of their own, or not yet: wards, the helped, guests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from chassis import addresses, ids
from chassis.schema import Schema
from services.members import domain
from services.members.schemas.kinds import Normalised, OfMembers, client, identifier, instant, key
from services.members.schemas.security import own_password


def _yes() -> fields.Boolean:
    return fields.Boolean(load_default=False, truthy={True}, falsy={False})


def _language() -> fields.String:
    return fields.String(load_default="fr", validate=validate.OneOf(domain.LANGUAGES))


class RegisterMinor(OfMembers):
    """What `register_minor` is asked; `consent` is the guardian's, for the minor."""

    name = Normalised(domain.normalise_name, required=True)
    born_on = fields.Date(required=True)
    language = _language()
    handle = Normalised(domain.normalise_handle, load_default=None, allow_none=True, validate=validate.Length(max=50))
    consent = _yes()
    adult = _yes()
    idempotency_key = key()


class WardNamed(OfMembers):
    """What `leave_ward` and `export_ward` are asked."""

    minor_id = identifier()


class AcceptWard(WardNamed):
    """What `accept_ward` is asked."""

    adult = _yes()


class EraseWard(WardNamed):
    """What `erase_ward` is asked; the password is the guardian's, empty where there is none."""

    password = own_password()


class AskGuardian(WardNamed):
    """What `ask_guardian` is asked."""

    guardian_id = identifier()


class RegisterHelped(OfMembers):
    """What `register_helped` is asked; `heard`: what the person was heard to consent to."""

    name = Normalised(domain.normalise_name, required=True)
    phone = Normalised(domain.normalise_phone, load_default=None, allow_none=True, validate=validate.Length(max=50))
    language = _language()
    heard = fields.List(
        fields.Enum(domain.ConsentPurpose, by_value=True), load_default=list, validate=validate.Length(max=10)
    )
    idempotency_key = key()


class HelpedNamed(OfMembers):
    """What `show_helped` is asked."""

    member_id = identifier()


class GiveAddress(HelpedNamed):
    """What `give_address` is asked."""

    email = Normalised(addresses.normalise, required=True)


class RegisterGuest(Schema):
    """What `register_guest` is asked."""

    name = Normalised(domain.normalise_name, required=True)
    email = Normalised(addresses.normalise, required=True)
    language = _language()
    consent = _yes()
    client = client()
    idempotency_key = key()


def ward(known: domain.Member, theirs: domain.Guardianship, of_minor: Iterable[domain.Guardianship]) -> dict[str, Any]:
    """A minor, for who answers for them or is asked to; to the latter the birth date is not told."""
    return {
        "id": known.id,
        "name": known.name,
        "born_on": known.born_on.isoformat() if theirs.stands and known.born_on else None,
        "language": known.language,
        "handle": known.handle,
        "code": ids.spoken(known.id),
        "status": "guarded" if theirs.stands else "asked" if theirs.is_asked else "ended",
        "began_at": instant(theirs.began_at),
        "guardians": sum(one.stands for one in of_minor),
    }


def guardianship(known: domain.Guardianship, city: str) -> dict[str, Any]:
    """What somebody is to a minor."""
    return {
        "member_id": known.minor_id,
        "guardian_id": known.guardian_id,
        "city": city,
        "began_at": instant(known.began_at),
        "ended_at": instant(known.ended_at),
    }


def helped(known: domain.Member, refusing: domain.AddressFailure | None, city: str) -> dict[str, Any]:
    """Somebody whom a helper registered, for the slip that they take home; `refusing`: what is known of an address that
    refuses letters.
    """
    return {
        "id": known.id,
        "city": city,
        "name": known.name,
        "phone": known.phone,
        "language": known.language,
        "code": ids.spoken(known.id),
        "registered_at": instant(known.registered_at),
        "address_refused_since": instant(refusing.refused_since) if refusing else None,
    }
