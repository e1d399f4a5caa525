"""Permissions: what a city's staff may do at its own places, by role. Never asks who somebody is.

A role is granted in the whole city, `front_desk`, or at one place, `front_desk@champ-libre`: that counts there alone.

Source: Respa's list of named permissions (City of Helsinki), reduced to what is asked for here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from chassis.errors import Forbidden, ServiceError
from services.bookings.domain.people import Actor
from services.bookings.domain.places import Place, Space


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
    DRAFT_ACTIVITIES = "draft_activities"
    PUBLISH_ACTIVITIES = "publish_activities"
    SEE_REGISTRATIONS = "see_registrations"
    REGISTER_OTHERS = "register_for_activities"
    CHANGE_REGISTRATIONS = "change_registrations"
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
        Permission.DRAFT_ACTIVITIES,
        Permission.SEE_REGISTRATIONS,
        Permission.REGISTER_OTHERS,
        Permission.CHANGE_REGISTRATIONS,
        Permission.IGNORE_NOTICE,
        Permission.IGNORE_DURATION,
        Permission.IGNORE_PERSONS,
        Permission.IGNORE_CUTOFFS,
        Permission.IGNORE_APPROVAL,
    }
)
OF_ROLE: dict[str, frozenset[Permission]] = {
    "facilitator": frozenset(
        {
            Permission.SEE_BOOKINGS,
            Permission.BOOK_FOR_OTHERS,
            Permission.CHECK_IN,
            Permission.DRAFT_ACTIVITIES,
            Permission.SEE_REGISTRATIONS,
            Permission.REGISTER_OTHERS,
        }
    ),
    "front_desk": _DESK,
    "programme": _DESK
    | {
        Permission.CLOSE,
        Permission.IGNORE_HORIZON,
        Permission.IGNORE_OPENING_HOURS,
        Permission.PUBLISH_ACTIVITIES,
    },
    "data_officer": frozenset({Permission.SEE_ACCOUNTS}),
    "network_operator": frozenset({Permission.SEE_ACCOUNTS}),
    "city_administrator": frozenset(Permission),
}
# What is decided for a whole city, and never by a role at a place.
OF_THE_CITY = frozenset({Permission.PUBLISH, Permission.GRANT_CREDITS, Permission.SEE_ACCOUNTS})
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


@dataclass(frozen=True)
class Where:
    """What a right is asked about.

    Attributes:
        cities: whose staff has a say.
        place_id: the place; None for the whole of a city, for which no role at a place counts.
    """

    cities: tuple[str, ...]
    place_id: str | None = None

    @classmethod
    def of_city(cls, city: str) -> Where:
        """A city: what concerns all of its places, its accounts, its members wherever they are."""
        return cls((city,))

    @classmethod
    def of_place(cls, place: Place) -> Where:
        """A place, of which the city that runs it has a say."""
        return cls((place.city,), place.place_id)

    @classmethod
    def of_space(cls, space: Space) -> Where:
        """A space, of which those that share it have a say too."""
        return cls((space.city, *space.sharing), space.place_id)

    def or_of(self, city: str) -> Where:
        """The same, of which another city has a say too: that of a member."""
        return replace(self, cities=(*self.cities, city))


def may(actor: Actor, permission: Permission, where: Where) -> bool:
    """Whether a role allows it there, in the whole city or at the very place, and the actor's city has a say there."""
    granted = _granted(actor, permission)
    return actor.city in where.cities and ("" in granted or where.place_id in granted)


def places_where(actor: Actor, permission: Permission) -> tuple[str, ...]:
    """The ids of the places at which a role allows it that does not do so in the whole city; sorted."""
    return tuple(sorted(_granted(actor, permission) - {""}))


def _granted(actor: Actor, permission: Permission) -> set[str]:
    """The ids of the places at which a role allows it; with "" for the whole city."""
    apart = (role.partition("@") for role in actor.roles)
    granted = {place_id for role, _, place_id in apart if permission in OF_ROLE.get(role, ())}
    return granted & {""} if permission in OF_THE_CITY else granted


def require(actor: Actor, permission: Permission, where: Where) -> None:
    """Refuse who may not.

    Raises:
        Forbidden: `permission_missing`, with the `permission`.
    """
    if not may(actor, permission, where):
        raise missing(permission)


def go_past(refusal: ServiceError, actor: Actor, past: Collection[str], where: Where) -> tuple[str]:
    """The code of a refusal that the actor asks to go past, and may.

    Raises:
        ServiceError: the refusal itself, which nobody asked to go past, or that stands for everybody.
        Forbidden: `permission_missing`.
    """
    permission = PAST.get(refusal.code)
    if refusal.code not in past or permission is None:
        raise refusal
    require(actor, permission, where)
    return (refusal.code,)


def missing(permission: Permission) -> Forbidden:
    """The refusal of who lacks a permission."""
    return Forbidden("permission_missing", "The caller has not this right here.", {"permission": str(permission)})
