from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.errors import Forbidden, Unauthenticated
from services.members.domain import AT_A_PLACE_TOO, Grant, Permission, Role, Status, by_which, may, require, still
from tests.members.people import staff

WHO = {
    Permission.SEE_MEMBERS: {Role.FRONT_DESK, Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER},
    Permission.CHANGE_MEMBERS: {Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER},
    Permission.REGISTER_OTHERS: {Role.FACILITATOR, Role.FRONT_DESK, Role.CITY_ADMINISTRATOR},
    Permission.REVIEW_APPLICATIONS: {Role.PROGRAMME, Role.CITY_ADMINISTRATOR},
    Permission.SUSPEND_MEMBERS: {Role.CITY_ADMINISTRATOR},
    Permission.ATTEST: {Role.FRONT_DESK, Role.FACILITATOR, Role.CITY_ADMINISTRATOR},
    Permission.MANAGE_ORGANISATIONS: {Role.CITY_ADMINISTRATOR},
    Permission.GRANT_ROLES: {Role.CITY_ADMINISTRATOR},
    Permission.SEE_LIMITED: {Role.DATA_OFFICER},
    Permission.SEE_VIEWS: {Role.DATA_OFFICER},
    Permission.SEE_LEDGER: {Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER, Role.NETWORK_OPERATOR},
    Permission.SEE_ANSWERS: {Role.FACILITATOR, Role.FRONT_DESK, Role.PROGRAMME, Role.CITY_ADMINISTRATOR},
}


@pytest.mark.parametrize("permission", Permission)
def test_a_right_is_that_of_its_roles_and_of_no_other(permission: Permission) -> None:
    assert {role for role in Role if may(staff(role), permission)} == WHO[permission]


@pytest.mark.parametrize("permission", Permission)
def test_a_role_at_a_place_gives_what_is_done_at_its_desk_and_nothing_of_the_city_s(permission: Permission) -> None:
    everywhere = staff(*Role)
    at_a_place = staff(roles=tuple(Grant(role, "champ-libre") for role in Role))
    assert may(everywhere, permission)
    assert may(at_a_place, permission) == (permission in AT_A_PLACE_TOO)


def test_what_is_done_is_done_by_a_role_in_the_whole_city_where_there_is_one() -> None:
    at_a_place, everywhere = Grant(Role.FACILITATOR, "champ-libre"), Grant(Role.FRONT_DESK)
    assert by_which(staff(roles=(at_a_place, everywhere)), Permission.ATTEST) == everywhere
    assert by_which(staff(roles=(at_a_place,)), Permission.ATTEST) == at_a_place
    assert by_which(staff(), Permission.ATTEST) is None


def test_staff_who_waited_have_no_role_that_was_withdrawn_meanwhile_and_none_that_they_did_not_speak_with() -> None:
    both, desk, none = staff(Role.FRONT_DESK, Role.CITY_ADMINISTRATOR), staff(Role.FRONT_DESK), staff()
    assert still(both, desk) == desk
    assert still(desk, both) == desk
    assert still(none, both) == none, "without a second factor"
    with pytest.raises(Forbidden, match="member_not_active"):
        still(both, replace(both, status=Status.SUSPENDED))
    with pytest.raises(Unauthenticated, match="token_invalid"):
        still(both, None)


def test_who_has_not_a_right_is_told_which() -> None:
    with pytest.raises(Forbidden) as refused:
        require(staff(), Permission.ATTEST)
    assert (refused.value.code, refused.value.detail) == ("permission_missing", {"permission": "attest"})
