"""Roles, who is looked at by staff, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, post_load, validate

from services.members import domain
from services.members.schemas.kinds import OfMembers, identifier, instant
from services.members.schemas.membership import profile

_GRANTED = [role for role in domain.Role if role is not domain.Role.MEMBER]


class ChangeRole(OfMembers):
    """What `grant_role` and `withdraw_role` are asked. Loads as `grant`."""

    member_id = identifier()
    role = fields.Enum(domain.Role, by_value=True, required=True, validate=validate.OneOf(_GRANTED))
    place_id = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,35}\Z")
    )

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        grant = domain.Grant(loaded.pop("role"), loaded.pop("place_id") or domain.EVERYWHERE)
        return loaded | {"grant": grant}


class FindMembers(OfMembers):
    """What `find_members` is asked."""

    query = fields.String(required=True, validate=validate.Length(2, 254))


class NamesAsked(OfMembers):
    """What `names` is asked."""

    member_ids = fields.List(identifier(), required=True, validate=validate.Length(1, 500))


class MemberNamed(OfMembers):
    """What `member_file` is asked."""

    member_id = identifier()


class ViewsAsked(OfMembers):
    """What `views_of` is asked. Loads as `limit` and `before`."""

    limit = fields.Integer(strict=True, load_default=50, validate=validate.Range(1, 200))
    after = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"[0-9]{1,18}\Z"))

    @post_load
    def make(self, loaded: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        after = loaded.pop("after")
        return loaded | {"before": None if after is None else int(after)}


class ViewsOverAsked(ViewsAsked):
    """What `views_over` is asked."""

    member_id = identifier()


def roles() -> dict[str, Any]:
    """Which permissions each role gives among the members of its city, and which of them also at one place."""
    return {
        "items": [
            {
                "permission": str(permission),
                "roles": sorted(domain.WHO_MAY[permission]),
                "at_a_place": permission in domain.AT_A_PLACE_TOO,
            }
            for permission in domain.Permission
        ],
        "of_places": sorted(domain.OF_PLACES),
    }


def member_roles(known: domain.Member, city: str) -> dict[str, Any]:
    """The roles of a member, for who grants and withdraws them."""
    return {"member_id": known.id, "city": city, "roles": [str(grant) for grant in known.roles]}


def found(members: Sequence[domain.Member]) -> dict[str, Any]:
    """Those who were found, with no more than tells them apart."""
    return {
        "items": [
            {"id": one.id, "name": one.name, "category": str(one.category), "status": str(one.status)}
            for one in members
        ]
    }


def member_file(
    known: domain.Member,
    attested: Sequence[domain.Attestation],
    acts_for: Sequence[domain.Organisation],
    refusing: domain.AddressFailure | None,
    city: str,
) -> dict[str, Any]:
    """A member for the staff of their city: what they see of themselves, and until when they are what they are."""
    return profile(known, attested, acts_for, refusing, city) | {
        "phone": known.phone,
        "handle": known.handle,
        "registered_at": instant(known.registered_at),
        "membership_ends_at": instant(known.membership_ends_at),
    }


def views(seen: Sequence[domain.View], limit: int, *, with_viewer: bool) -> dict[str, Any]:
    """A page of what was done with rights over a member; who did it is for the data officer alone."""
    items = [
        {
            "viewed_at": instant(view.viewed_at),
            "role": view.role,
            "permission": view.permission,
            "operation": view.operation,
        }
        | ({"viewer_id": view.viewer_id} if with_viewer else {})
        for view in seen[:limit]
    ]
    return {"items": items, "next": str(seen[limit - 1].view_id) if len(seen) > limit else None}
