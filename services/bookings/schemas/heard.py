"""What bookings hears of others, as far as it listens."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.jwks import PublicJwks
from chassis.schema import Heard, Instant
from chassis.signatures import MOST_CHARACTERS
from services.bookings.schemas.kinds import code, drawn, identifier, role


class MemberTold(Heard):
    """`member.approved`, `member.changed` and `member.suspended`, as far as bookings listens."""

    member_id = identifier(required=True)
    city = code(required=True)
    category = code(required=True)
    organisation_kind = code(required=True)
    status = code(required=True)
    roles = fields.List(role(), required=True)
    handle = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 12))
    sequence = fields.Integer(strict=True, required=True, validate=validate.Range(0))


class MemberErased(Heard):
    """`member.erased`, as far as bookings listens. The id is sought in what is yet to be said, and replaced there."""

    member_id = drawn(required=True)
    city = code(required=True)


class AttestationIssued(Heard):
    """`attestation.issued`, as far as bookings listens."""

    attestation_id = identifier(required=True)
    member_id = identifier(required=True)
    city = code(required=True)
    kind = code(required=True)
    valid_until = Instant(required=True, allow_none=True)
    issued_at = Instant(required=True)
    token = fields.String(load_default="", validate=validate.Length(max=MOST_CHARACTERS))


class AttestationRevoked(Heard):
    """`attestation.revoked`, as far as bookings listens."""

    attestation_id = identifier(required=True)
    member_id = identifier(required=True)
    city = code(required=True)
    revoked_at = Instant(required=True)


class OrganisationJoined(Heard):
    """`organisation.joined`, as far as bookings listens."""

    organisation_id = identifier(required=True)
    member_id = identifier(required=True)
    city = code(required=True)
    kind = code(required=True)


class OrganisationLeft(Heard):
    """`organisation.left`, as far as bookings listens."""

    organisation_id = identifier(required=True)
    member_id = identifier(required=True)
    city = code(required=True)
    left_at = Instant(required=True)


class GuardianshipBegan(Heard):
    """`guardianship.began`, as far as bookings listens."""

    member_id = identifier(required=True)
    guardian_id = identifier(required=True)
    city = code(required=True)


class GuardianshipEnded(Heard):
    """`guardianship.ended`, as far as bookings listens."""

    member_id = identifier(required=True)
    guardian_id = identifier(required=True)
    city = code(required=True)
    ended_at = Instant(required=True)


class CityKeysPublished(Heard):
    """`city.keys_published`, as far as bookings listens."""

    city = code(required=True)
    keys = PublicJwks(required=True)
    published_at = Instant(required=True)


class FormAnswered(Heard):
    """`form.answered`, as far as bookings listens: that somebody answered, never what."""

    registration_id = identifier(required=True)
    member_id = identifier(required=True)
    city = code(required=True)
    complete = fields.Boolean(required=True)
