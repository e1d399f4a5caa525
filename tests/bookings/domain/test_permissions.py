from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.errors import Forbidden
from services.bookings.domain.permissions import (
    OF_ROLE,
    OF_THE_CITY,
    PAST,
    Permission,
    Where,
    may,
    places_where,
    require,
)
from tests.bookings.world import ACTOR, PLACE, ROOM

WHO_MAY_WHAT: dict[str, set[str]] = {
    "facilitator": {
        "see_bookings",
        "book_for_others",
        "check_in",
        "draft_activities",
        "see_registrations",
        "register_for_activities",
    },
    "front_desk": {
        "see_bookings",
        "book_for_others",
        "check_in",
        "change_bookings",
        "approve",
        "draft_activities",
        "see_registrations",
        "register_for_activities",
        "change_registrations",
        "ignore_notice",
        "ignore_duration",
        "ignore_persons",
        "ignore_cutoffs",
        "ignore_approval",
    },
    "data_officer": {"see_accounts"},
    "network_operator": {"see_accounts"},
    "city_administrator": {str(right) for right in Permission},
}
WHO_MAY_WHAT["programme"] = WHO_MAY_WHAT["front_desk"] | {
    "close",
    "ignore_horizon",
    "ignore_opening_hours",
    "publish_activities",
}


def test_each_role_has_the_rights_that_it_needs_and_no_other() -> None:
    assert {role: {str(right) for right in rights} for role, rights in OF_ROLE.items()} == WHO_MAY_WHAT


@pytest.mark.parametrize("role", ["member", "partner", "nobody", "", "@", "@place-1"])
def test_other_roles_have_no_right(role: str) -> None:
    assert not any(may(replace(ACTOR, roles=(role,)), right, Where.of_city(ACTOR.city)) for right in Permission)


def test_a_right_counts_in_ones_own_city_and_where_it_shares() -> None:
    desk = replace(ACTOR, city="roubaix", roles=("member", "front_desk"))
    there = replace(ROOM, city="tourcoing")
    assert may(desk, Permission.CHECK_IN, Where.of_city("roubaix"))
    assert may(desk, Permission.CHECK_IN, Where.of_space(replace(there, sharing=("roubaix",))))
    assert may(desk, Permission.CHECK_IN, Where.of_space(there).or_of("roubaix"))
    assert not may(desk, Permission.CHECK_IN, Where.of_space(there))
    assert not may(desk, Permission.PUBLISH, Where.of_city("roubaix"))


def test_a_role_at_a_place_counts_at_that_place_alone() -> None:
    here, there = replace(ROOM, city="roubaix", place_id="here"), replace(ROOM, city="roubaix", place_id="there")
    desk = replace(ACTOR, city="roubaix", roles=("front_desk@here", "member"))
    assert may(desk, Permission.CHECK_IN, Where.of_space(here))
    assert may(desk, Permission.SEE_BOOKINGS, Where.of_place(replace(PLACE, city="roubaix", place_id="here")))
    assert not may(desk, Permission.CHECK_IN, Where.of_space(there))
    assert not may(desk, Permission.CHECK_IN, Where.of_city("roubaix"))
    assert not may(desk, Permission.CLOSE, Where.of_space(here)), "no more than the role gives"
    boss = replace(desk, roles=("city_administrator@here",))
    assert {right for right in Permission if not may(boss, right, Where.of_space(here))} == OF_THE_CITY
    assert not may(replace(desk, city="marcq"), Permission.CHECK_IN, Where.of_space(here)), "another city's word"
    assert not may(replace(desk, roles=("front_desk@here-too",)), Permission.CHECK_IN, Where.of_space(here))


def test_no_role_at_places_counts_for_a_city() -> None:
    everything = tuple(f"{role}@{place_id}" for role in OF_ROLE for place_id in ("here", "there", "None"))
    boss = replace(ACTOR, roles=everything)
    assert not any(may(boss, right, Where.of_city(ACTOR.city)) for right in Permission)


def test_the_places_where_a_role_counts_are_told_without_the_whole_city() -> None:
    roles = ("facilitator@there", "front_desk@here", "network_operator@elsewhere", "programme")
    desk = replace(ACTOR, roles=roles)
    assert places_where(desk, Permission.SEE_BOOKINGS) == ("here", "there")
    assert places_where(desk, Permission.CHANGE_BOOKINGS) == ("here",)
    assert places_where(ACTOR, Permission.SEE_BOOKINGS) == ()


def test_who_may_not_is_told_which_right_is_missing() -> None:
    require(replace(ACTOR, roles=("front_desk",)), Permission.APPROVE, Where.of_city(ACTOR.city))
    with pytest.raises(Forbidden) as refused:
        require(ACTOR, Permission.APPROVE, Where.of_city(ACTOR.city))
    assert (refused.value.code, refused.value.detail) == ("permission_missing", {"permission": "approve"})


def test_what_is_gone_past_is_gone_past_by_a_right_to_ignore_it() -> None:
    assert {right for right in Permission if right.startswith("ignore_")} == set(PAST.values())
