"""What the city attests of its members."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.schema import Instant
from chassis.signatures import MOST_CHARACTERS
from services.members import domain
from services.members.schemas.kinds import OfMembers, identifier, instant, key


class Issue(OfMembers):
    """What `issue_attestation` is asked."""

    member_id = identifier()
    kind = fields.String(required=True, validate=validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z"))
    valid_until = Instant(load_default=None, allow_none=True)
    idempotency_key = key()


class Revoke(OfMembers):
    """What `revoke_attestation` is asked."""

    attestation_id = identifier()


class Verify(OfMembers):
    """What `verify_attestation` is asked."""

    attestation = fields.String(required=True, validate=validate.Length(1, MOST_CHARACTERS))
    member_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 36))


def attestation(known: domain.Attestation, city: str) -> dict[str, Any]:
    """An attestation for the staff who issue and revoke it."""
    return {
        "id": known.attestation_id,
        "member_id": known.member_id,
        "city": city,
        "kind": known.kind,
        "valid_until": instant(known.valid_until),
        "issued_at": instant(known.issued_at),
        "revoked_at": instant(known.revoked_at),
    }


def presented(known: domain.Attestation, token: str) -> dict[str, Any]:
    """An attestation for the member who shows it, with what they show."""
    return {
        "id": known.attestation_id,
        "kind": known.kind,
        "valid_until": instant(known.valid_until),
        "issued_at": instant(known.issued_at),
        "token": token,
    }


def verdict(found: domain.Verdict) -> dict[str, Any]:
    """Whether to believe an attestation; what it says only if so."""
    said = found.said
    return {
        "valid": said is not None,
        "reason": found.reason,
        "city": said.city if said else None,
        "kind": said.kind if said else None,
        "valid_until": instant(said.valid_until) if said else None,
        "issued_at": instant(said.issued_at) if said else None,
    }
