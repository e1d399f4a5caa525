from __future__ import annotations

import pytest

from chassis.errors import Forbidden
from services.members.domain import Permission, Role, may, require
from tests.members.people import staff

WHO = {
    Permission.ATTEST: {Role.FRONT_DESK, Role.FACILITATOR, Role.CITY_ADMINISTRATOR},
    Permission.MANAGE_ORGANISATIONS: {Role.CITY_ADMINISTRATOR},
    Permission.SEE_LEDGER: {Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER},
}


@pytest.mark.parametrize("permission", Permission)
def test_a_right_is_that_of_its_roles_and_of_no_other(permission: Permission) -> None:
    assert {role for role in Role if may(staff(role), permission)} == WHO[permission]


def test_who_has_not_a_right_is_told_which() -> None:
    with pytest.raises(Forbidden) as refused:
        require(staff(), Permission.ATTEST)
    assert (refused.value.code, refused.value.detail) == ("permission_missing", {"permission": "attest"})
