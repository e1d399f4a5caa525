"""Permissions: what a city's staff may do among its own members, by role. Never asks who somebody is.

Those over a member are used through `commands.rights` alone, which remembers it where the member can read it.

Source: Respa's list of named permissions (City of Helsinki); the larger part of it is that of bookings.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from chassis.errors import Forbidden
from services.members.domain.people import Member, recognise
from services.members.domain.roles import Grant, Role


class Permission(StrEnum):
    """A named right over the members of one's own city."""

    SEE_MEMBERS = "see_members"
    SEE_LIMITED = "see_limited"
    CHANGE_MEMBERS = "change_members"
    REGISTER_OTHERS = "register_others"
    REVIEW_APPLICATIONS = "review_applications"
    SUSPEND_MEMBERS = "suspend_members"
    ATTEST = "attest"
    MANAGE_ORGANISATIONS = "manage_organisations"
    GRANT_ROLES = "grant_roles"
    SEE_VIEWS = "see_views"
    SEE_LEDGER = "see_ledger"
    SEE_ANSWERS = "see_answers"


WHO_MAY: dict[Permission, frozenset[Role]] = {
    Permission.SEE_MEMBERS: frozenset({Role.FRONT_DESK, Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER}),
    Permission.SEE_LIMITED: frozenset({Role.DATA_OFFICER}),
    Permission.CHANGE_MEMBERS: frozenset({Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER}),
    Permission.REGISTER_OTHERS: frozenset({Role.FACILITATOR, Role.FRONT_DESK, Role.CITY_ADMINISTRATOR}),
    Permission.REVIEW_APPLICATIONS: frozenset({Role.PROGRAMME, Role.CITY_ADMINISTRATOR}),
    Permission.SUSPEND_MEMBERS: frozenset({Role.CITY_ADMINISTRATOR}),
    Permission.ATTEST: frozenset({Role.FACILITATOR, Role.FRONT_DESK, Role.CITY_ADMINISTRATOR}),
    Permission.MANAGE_ORGANISATIONS: frozenset({Role.CITY_ADMINISTRATOR}),
    Permission.GRANT_ROLES: frozenset({Role.CITY_ADMINISTRATOR}),
    Permission.SEE_VIEWS: frozenset({Role.DATA_OFFICER}),
    Permission.SEE_LEDGER: frozenset({Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER, Role.NETWORK_OPERATOR}),
    Permission.SEE_ANSWERS: frozenset({Role.FACILITATOR, Role.FRONT_DESK, Role.PROGRAMME, Role.CITY_ADMINISTRATOR}),
}
# A member is of a city, not of a place; but who comes to the desk of a place is served there, and is in front of it;
# and a form is of what happens at one.
AT_A_PLACE_TOO = frozenset({Permission.ATTEST, Permission.REGISTER_OTHERS, Permission.SEE_ANSWERS})


def by_which(member: Member, permission: Permission) -> Grant | None:
    """The grant by which a member may: one in the whole city first; None: they may not."""
    giving = [grant for grant in member.roles if grant.role in WHO_MAY[permission]]
    everywhere = [grant for grant in giving if not grant.place_id]
    counting = everywhere + (giving if permission in AT_A_PLACE_TOO else [])
    return counting[0] if counting else None


def still(staff: Member, known: Member | None) -> Member:
    """Staff who asked, as they are known now: with no role that was withdrawn meanwhile, and none beyond those with
    which they spoke, since who has shown no second factor speaks with none.

    Args:
        staff: as they spoke.
        known: the same person, locked.

    Raises:
        Unauthenticated: `token_invalid`.
        Forbidden: `member_not_active`.
    """
    now_is = recognise(known)
    return replace(now_is, roles=tuple(grant for grant in now_is.roles if grant in staff.roles))


def may(member: Member, permission: Permission) -> bool:
    """Whether one of the member's roles allows it."""
    return by_which(member, permission) is not None


def require(member: Member, permission: Permission) -> Grant:
    """The grant by which a member may.

    Raises:
        Forbidden: `permission_missing`, with the `permission`.
    """
    grant = by_which(member, permission)
    if grant is None:
        raise Forbidden("permission_missing", "the caller has not this right", {"permission": str(permission)})
    return grant
