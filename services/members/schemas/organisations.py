"""Organisations, and who acts for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import fields, validate

from services.members import domain
from services.members.schemas.kinds import Normalised, OfMembers, identifier, instant, key


class Found(OfMembers):
    """What `found_organisation` is asked."""

    name = Normalised(domain.normalise_name, required=True)
    kind = fields.Enum(
        domain.OrganisationKind, by_value=True, required=True, validate=validate.OneOf(domain.ORGANISATION_KINDS)
    )
    siret = Normalised(domain.normalise_siret, load_default=None, allow_none=True)
    idempotency_key = key()


class OneOrganisation(OfMembers):
    """What `organisation` and `verify_organisation` are asked."""

    organisation_id = identifier()


class Act(OfMembers):
    """What `join_organisation` and `leave_organisation` are asked."""

    organisation_id = identifier()
    member_id = identifier()


def organisation(known: domain.Organisation, city: str) -> dict[str, Any]:
    """An organisation for those who act for it."""
    return {
        "id": known.organisation_id,
        "name": known.name,
        "kind": str(known.kind),
        "siret": known.siret,
        "city": city,
        "founded_at": instant(known.founded_at),
        "verified_at": instant(known.verified_at),
    }


def organisation_with_members(
    known: domain.Organisation, present: Iterable[tuple[domain.Acting, str | None]], city: str
) -> dict[str, Any]:
    """The same, with who acts for it."""
    members = [{"id": acts.member_id, "name": name, "joined_at": instant(acts.joined_at)} for acts, name in present]
    return organisation(known, city) | {"members": members}


def acting(known: domain.Acting, city: str) -> dict[str, Any]:
    """What a member is to an organisation, without its name."""
    return {
        "organisation_id": known.organisation_id,
        "member_id": known.member_id,
        "city": city,
        "joined_at": instant(known.joined_at),
        "left_at": instant(known.left_at),
    }
