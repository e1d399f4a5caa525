"""Permissions: what a city's staff may do at its own places, by role. Never asks who somebody is.

Source: Respa's list of named permissions (City of Helsinki), reduced to what is asked for here.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from chassis.errors import Forbidden, ServiceError
from services.bookings.domain.people import Actor


class Permission(StrEnum):
    """A named right over the places of one's own city, and over the spaces it shares."""

    PUBLISH = "publish"
    CLOSE = "close"
    APPROVE = "approve"
    SEE_BOOKINGS = "see_bookings"
    BOOK_FOR_OTHERS = "book_for_others"
    CHANGE_BOOKINGS = "change_bookings"
    CHECK_IN = "check_in"
    GRANT_CREDITS = "grant_credits"
    SEE_ACCOUNTS = "see_accounts"
    IGNORE_DURATION = "ignore_duration"
    IGNORE_NOTICE = "ignore_notice"
    IGNORE_HORIZON = "ignore_horizon"
    IGNORE_OPENING_HOURS = "ignore_opening_hours"
    IGNORE_WHO_MAY_BOOK = "ignore_who_may_book"
    IGNORE_PERSONS = "ignore_persons"
    IGNORE_QUOTAS = "ignore_quotas"
    IGNORE_CUTOFFS = "ignore_cutoffs"
    IGNORE_APPROVAL = "ignore_approval"


_DESK = frozenset(
    {
        Permission.SEE_BOOKINGS,
        Permission.BOOK_FOR_OTHERS,
        Permission.CHANGE_BOOKINGS,
        Permission.CHECK_IN,
        Permission.APPROVE,
        Permission.IGNORE_NOTICE,
        Permission.IGNORE_DURATION,
        Permission.IGNORE_PERSONS,
        Permission.IGNORE_CUTOFFS,
        Permission.IGNORE_APPROVAL,
    }
)
OF_ROLE: dict[str, frozenset[Permission]] = {
    "facilitator": frozenset({Permission.SEE_BOOKINGS, Permission.BOOK_FOR_OTHERS, Permission.CHECK_IN}),
    "front_desk": _DESK,
    "programme": _DESK | {Permission.CLOSE, Permission.IGNORE_HORIZON, Permission.IGNORE_OPENING_HOURS},
    "data_officer": frozenset({Permission.SEE_ACCOUNTS}),
    "city_administrator": frozenset(Permission),
}
# The refusals that somebody may go past, and by which right. What is not here stands for everybody.
PAST: dict[str, Permission] = {
    "too_short": Permission.IGNORE_DURATION,
    "too_long": Permission.IGNORE_DURATION,
    "off_grid": Permission.IGNORE_DURATION,
    "off_step": Permission.IGNORE_DURATION,
    "notice_too_short": Permission.IGNORE_NOTICE,
    "too_far_ahead": Permission.IGNORE_HORIZON,
    "outside_opening_hours": Permission.IGNORE_OPENING_HOURS,
    "category_not_admitted": Permission.IGNORE_WHO_MAY_BOOK,
    "city_not_admitted": Permission.IGNORE_WHO_MAY_BOOK,
    "attestation_missing": Permission.IGNORE_WHO_MAY_BOOK,
    "too_few_persons": Permission.IGNORE_PERSONS,
    "too_many_persons": Permission.IGNORE_PERSONS,
    "too_many_bookings": Permission.IGNORE_QUOTAS,
    "too_many_hours": Permission.IGNORE_QUOTAS,
    "cancelled_too_late": Permission.IGNORE_CUTOFFS,
    "moved_too_late": Permission.IGNORE_CUTOFFS,
    "approval_needed": Permission.IGNORE_APPROVAL,
}


def may(actor: Actor, permission: Permission, cities: Collection[str]) -> bool:
    """Whether a role allows it, and the actor's city is one of `cities`: a place's own, or those that share a space."""
    return actor.city in cities and any(permission in OF_ROLE.get(role, ()) for role in actor.roles)


def require(actor: Actor, permission: Permission, cities: Collection[str]) -> None:
    """Refuse who may not.

    Raises:
        Forbidden: `permission_missing`, with the `permission`.
    """
    if not may(actor, permission, cities):
        raise missing(permission)


def go_past(refusal: ServiceError, actor: Actor, past: Collection[str], cities: Collection[str]) -> tuple[str]:
    """The code of a refusal that the actor asks to go past, and may.

    Raises:
        ServiceError: the refusal itself, which nobody asked to go past, or that stands for everybody.
        Forbidden: `permission_missing`.
    """
    permission = PAST.get(refusal.code)
    if refusal.code not in past or permission is None:
        raise refusal
    require(actor, permission, cities)
    return (refusal.code,)


def missing(permission: Permission) -> Forbidden:
    """The refusal of who lacks a permission."""
    return Forbidden("permission_missing", "The caller has not this right here.", {"permission": str(permission)})
