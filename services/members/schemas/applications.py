"""Applications for a membership: for who applies, and for who decides."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from chassis.clock import rfc3339
from chassis.schema import Instant, Text
from services.members import domain
from services.members.schemas.kinds import OfMembers, identifier, instant, key

REASON_MOST = 1000
_MOTIVATION_MOST = 2000
_MOST_ON_A_PAGE = 200


class Cursor(fields.Field[tuple[datetime, str]]):
    """Behind which application a page begins, opaque to whoever carries it."""

    default_error_messages = {"invalid": "Not a cursor that this list gave."}  # noqa: RUF012  as marshmallow does

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[datetime, str]:
        try:
            applied_at, application_id = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode().split()
            return Instant().deserialize(applied_at), application_id
        except (TypeError, ValueError):  # marshmallow's ValidationError is a ValueError
            raise self.make_error("invalid") from None


class Apply(OfMembers):
    """What `apply_for_membership` is asked."""

    category = fields.Enum(domain.Category, by_value=True, required=True, validate=validate.OneOf(domain.APPLIED_FOR))
    organisation_kind = fields.Enum(
        domain.OrganisationKind, by_value=True, load_default=domain.OrganisationKind.INDIVIDUAL
    )
    organisation_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 36))
    motivation = Text(load_default="", most=_MOTIVATION_MOST, lines=True)
    idempotency_key = key()


class OneApplication(OfMembers):
    """What `withdraw_application` and `application` are asked."""

    application_id = identifier()


class Open(OfMembers):
    """What `open_applications` is asked; `after`: the `next` of the page before."""

    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, _MOST_ON_A_PAGE))
    after = Cursor(load_default=None, allow_none=True)


class Decide(OneApplication):
    """What `decide_application` is asked; `valid_until` is of what is admitted."""

    decision = fields.String(required=True, validate=validate.OneOf(("admit", "decline")))
    reason = Text(required=True, least=1, most=REASON_MOST, lines=True)
    valid_until = Instant(load_default=None, allow_none=True)


def wish(asked: Mapping[str, Any]) -> domain.Wish:
    """The wish in what was asked."""
    return domain.Wish(asked["category"], asked["organisation_kind"], asked["motivation"], asked["organisation_id"])


def own_application(known: domain.Application, city: str) -> dict[str, Any]:
    """An application for who made it: with the answer and its reason, without who gave it."""
    return {
        **_listed(known),
        "city": city,
        "motivation": known.motivation,
        "status": str(known.status),
        "decided_at": instant(known.decided_at),
        "reason": known.reason,
        "valid_until": instant(known.valid_until),
    }


def own_applications(found: Iterable[domain.Application], member: domain.Member, city: str) -> dict[str, Any]:
    """What a member is and until when, and what they asked to be."""
    return {
        "category": str(member.category),
        "organisation_kind": str(member.organisation_kind),
        "membership_ends_at": instant(member.membership_ends_at),
        "renewable_from": instant(domain.renewable_from(member)),
        "items": [own_application(each, city) for each in found],
    }


def application(
    known: domain.Application, member: domain.Member, organisation: domain.Organisation | None, city: str
) -> dict[str, Any]:
    """An application for who decides on it: who asks what, and why."""
    return {
        **own_application(known, city),
        "member": {
            "id": member.id,
            "name": member.name,
            "category": str(member.category),
            "organisation_kind": str(member.organisation_kind),
            "membership_ends_at": instant(member.membership_ends_at),
        },
        "organisation": organisation
        and {
            "id": organisation.organisation_id,
            "name": organisation.name,
            "kind": str(organisation.kind),
            "siret": organisation.siret,
            "verified_at": instant(organisation.verified_at),
        },
    }


def open_applications(found: Iterable[domain.Application], following: tuple[datetime, str] | None) -> dict[str, Any]:
    """A page of what waits for an answer: of who asks only the id, until somebody reads one."""
    items = [{**_listed(each), "member_id": each.member_id} for each in found]
    return {"items": items, "next": following and _cursor(*following)}


def _listed(known: domain.Application) -> dict[str, Any]:
    return {
        "id": known.application_id,
        "category": str(known.category),
        "organisation_kind": str(known.organisation_kind),
        "organisation_id": known.organisation_id,
        "is_renewal": known.is_renewal,
        "applied_at": instant(known.applied_at),
    }


def _cursor(applied_at: datetime, application_id: str) -> str:
    return urlsafe_b64encode(f"{rfc3339(applied_at)} {application_id}".encode()).decode().rstrip("=")
