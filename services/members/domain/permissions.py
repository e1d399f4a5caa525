"""Permissions: what a city's staff may do among its own members, by role. Never asks who somebody is."""

from __future__ import annotations

from enum import StrEnum

from chassis.errors import Forbidden
from services.members.domain.people import Member
from services.members.domain.roles import Role


class Permission(StrEnum):
    """A named right over the members of one's own city."""

    ATTEST = "attest"
    MANAGE_ORGANISATIONS = "manage_organisations"
    SEE_LEDGER = "see_ledger"


WHO_MAY: dict[Permission, frozenset[Role]] = {
    Permission.ATTEST: frozenset({Role.FRONT_DESK, Role.FACILITATOR, Role.CITY_ADMINISTRATOR}),
    Permission.MANAGE_ORGANISATIONS: frozenset({Role.CITY_ADMINISTRATOR}),
    Permission.SEE_LEDGER: frozenset({Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER}),
}


def may(member: Member, permission: Permission) -> bool:
    """Whether one of the member's roles in the whole city allows it."""
    return any(grant.role in WHO_MAY[permission] for grant in member.roles if not grant.place_id)


def require(member: Member, permission: Permission) -> None:
    """Refuse who may not.

    Raises:
        Forbidden: `permission_missing`, with the `permission`.
    """
    if not may(member, permission):
        raise Forbidden("permission_missing", "the caller has not this right", {"permission": str(permission)})
