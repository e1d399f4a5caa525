"""Granting and withdrawing roles, and how long they last without a sign-in. Pure.

A city always has an administrator: whoever is the last one that is active stays one, whatever becomes due.

Source: the 365 days and the notice of 14 are those of Varaamo (tilavarauspalvelu, City of Helsinki).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from chassis.errors import Conflict, Forbidden, Invalid
from services.members.domain.people import Member, told
from services.members.domain.roles import EVERYWHERE, OF_PLACES, Grant, Role

RIGHTS_LAST = timedelta(days=365)  # from the last sign-in, or from when the latest of them was granted
RIGHTS_NOTICE = timedelta(days=14)

_ADMINISTRATION = Grant(Role.CITY_ADMINISTRATOR)


class Due(StrEnum):
    """What is to be done about somebody's rights now."""

    NOTHING = "nothing"
    KEEPING = "keeping"
    NOTICE = "notice"
    WITHDRAWAL = "withdrawal"


def grant_role(member: Member, staff: Member, grant: Grant) -> Member:
    """The member, with the role; one who has it already stays as they are.

    Args:
        member: to whom.
        staff: who grants it, and may.
        grant: the role, and where.

    Raises:
        Forbidden: `grants_oneself`.
        Invalid: `role_not_of_place`.
    """
    if member.id == staff.id:
        raise Forbidden("grants_oneself", "nobody grants themselves a role")
    if grant.place_id != EVERYWHERE and grant.role not in OF_PLACES:
        of_places = {"of_places": sorted(OF_PLACES)}
        raise Invalid("role_not_of_place", "the role is of a whole city, or of nobody", of_places)
    if grant in member.roles:
        return member
    return told(replace(member, roles=tuple(sorted((*member.roles, grant)))))


def withdraw_role(member: Member, grant: Grant, administrators: Collection[str]) -> Member:
    """The member, without the role; one who has it not stays as they are.

    Args:
        member: from whom; also whoever withdraws it.
        grant: the role, and where.
        administrators: the ids of the city's active administrators.

    Raises:
        Conflict: `last_administrator`.
    """
    if grant not in member.roles:
        return member
    if grant == _ADMINISTRATION and _is_last_administrator(member, administrators):
        raise Conflict("last_administrator", "a city has an administrator, and this is the last one")
    return told(replace(member, roles=tuple(kept for kept in member.roles if kept != grant)))


def rights_end_at(member: Member, granted_at: datetime) -> datetime:
    """When a member's rights end, if they do not sign in before.

    Args:
        granted_at: the latest of them, UTC.
    """
    return max(member.last_seen_at, granted_at) + RIGHTS_LAST


def announced_end(member: Member, granted_at: datetime, now: datetime) -> datetime:
    """The end of their rights that a member is told of now: however late that is, nobody loses them without notice."""
    return max(rights_end_at(member, granted_at), now + RIGHTS_NOTICE)


def due(
    member: Member, granted_at: datetime, told_of: datetime | None, administrators: Collection[str], now: datetime
) -> Due:
    """What is to be done about a member's rights now; `KEEPING`: they would end, if it were not the last administrator.

    Args:
        granted_at: the latest of them, UTC.
        told_of: the end that the member was told of last, UTC; None: of none ever.
        administrators: the ids of the city's active administrators.
        now: the present instant.
    """
    ends_at = rights_end_at(member, granted_at)
    if not member.is_staff or now < ends_at - RIGHTS_NOTICE:
        return Due.NOTHING
    if _is_last_administrator(member, administrators):
        return Due.KEEPING if now >= ends_at else Due.NOTHING
    if told_of is None or told_of < ends_at:  # that was before they signed in the last time
        return Due.NOTICE
    return Due.WITHDRAWAL if now >= told_of else Due.NOTHING


def without_rights(member: Member) -> Member:
    """The member, with the role that everybody has and no other."""
    return told(replace(member, roles=(Grant(Role.MEMBER),)))


def _is_last_administrator(member: Member, administrators: Collection[str]) -> bool:
    return _ADMINISTRATION in member.roles and set(administrators) <= {member.id}
