from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.errors import Forbidden
from services.bookings.domain.permissions import OF_ROLE, PAST, Permission, may, require
from tests.bookings.world import ACTOR

WHO_MAY_WHAT: dict[str, set[str]] = {
    "facilitator": {"see_bookings", "book_for_others", "check_in"},
    "front_desk": {
        "see_bookings",
        "book_for_others",
        "check_in",
        "change_bookings",
        "approve",
        "ignore_notice",
        "ignore_duration",
        "ignore_persons",
        "ignore_cutoffs",
        "ignore_approval",
    },
    "data_officer": {"see_accounts"},
    "city_administrator": {str(right) for right in Permission},
}
WHO_MAY_WHAT["programme"] = WHO_MAY_WHAT["front_desk"] | {"close", "ignore_horizon", "ignore_opening_hours"}


def test_each_role_has_the_rights_that_it_needs_and_no_other() -> None:
    assert {role: {str(right) for right in rights} for role, rights in OF_ROLE.items()} == WHO_MAY_WHAT


@pytest.mark.parametrize("role", ["member", "partner", "nobody", ""])
def test_other_roles_have_no_right(role: str) -> None:
    assert not any(may(replace(ACTOR, roles=(role,)), right, [ACTOR.city]) for right in Permission)


def test_a_right_counts_in_ones_own_city_and_where_it_shares() -> None:
    desk = replace(ACTOR, city="roubaix", roles=("member", "front_desk"))
    assert may(desk, Permission.CHECK_IN, ["roubaix"])
    assert may(desk, Permission.CHECK_IN, ["tourcoing", "roubaix"])
    assert not may(desk, Permission.CHECK_IN, ["tourcoing"])
    assert not may(desk, Permission.PUBLISH, ["roubaix"])


def test_who_may_not_is_told_which_right_is_missing() -> None:
    require(replace(ACTOR, roles=("front_desk",)), Permission.APPROVE, [ACTOR.city])
    with pytest.raises(Forbidden) as refused:
        require(ACTOR, Permission.APPROVE, [ACTOR.city])
    assert (refused.value.code, refused.value.detail) == ("permission_missing", {"permission": "approve"})


def test_what_is_gone_past_is_gone_past_by_a_right_to_ignore_it() -> None:
    assert {right for right in Permission if right.startswith("ignore_")} == set(PAST.values())
