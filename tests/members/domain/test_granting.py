from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chassis.errors import Conflict, Forbidden, Invalid
from services.members.domain import Due, Grant, Member, Role, announced_end, due, grant_role, withdraw_role
from services.members.domain.granting import without_rights
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

DAY = timedelta(days=1)
ADMINISTRATOR = staff(Role.CITY_ADMINISTRATOR)
BOTH = {CAMILLE_ID, OTHER_ID}
DESK_HERE = Grant(Role.FRONT_DESK, "champ-libre")
CAMILLE = active()


def with_roles(*grants: Grant) -> Member:
    return replace(CAMILLE, roles=(Grant(Role.MEMBER), *grants))


def test_a_role_is_granted_in_the_whole_city_or_at_a_place_and_told() -> None:
    for grant in (DESK_HERE, Grant(Role.FRONT_DESK), Grant(Role.DATA_OFFICER)):
        granted = grant_role(CAMILLE, ADMINISTRATOR, grant)
        assert set(granted.roles) == {Grant(Role.MEMBER), grant}
        assert granted.roles == tuple(sorted(granted.roles))
        assert granted.sequence == CAMILLE.sequence + 1


def test_who_has_the_role_stays_as_they_are_and_nobody_is_told() -> None:
    assert grant_role(with_roles(DESK_HERE), ADMINISTRATOR, DESK_HERE) == with_roles(DESK_HERE)
    assert withdraw_role(CAMILLE, DESK_HERE, BOTH) == CAMILLE


@pytest.mark.parametrize("role", [Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER, Role.NETWORK_OPERATOR])
def test_what_is_done_for_a_whole_city_is_not_granted_at_a_place(role: Role) -> None:
    with pytest.raises(Invalid, match="role_not_of_place"):
        grant_role(CAMILLE, ADMINISTRATOR, Grant(role, "champ-libre"))


def test_nobody_grants_themselves_anything_not_even_what_they_have() -> None:
    for role in (Role.DATA_OFFICER, Role.CITY_ADMINISTRATOR):
        with pytest.raises(Forbidden, match="grants_oneself"):
            grant_role(ADMINISTRATOR, ADMINISTRATOR, Grant(role))


def test_a_role_at_one_place_is_withdrawn_and_the_same_elsewhere_stays() -> None:
    everywhere = Grant(Role.FRONT_DESK)
    withdrawn = withdraw_role(with_roles(DESK_HERE, everywhere), DESK_HERE, BOTH)
    assert withdrawn.roles == (Grant(Role.MEMBER), everywhere)
    assert withdrawn.sequence == CAMILLE.sequence + 1


def test_the_last_administrator_stays_one_and_another_may_go_themselves() -> None:
    administration = Grant(Role.CITY_ADMINISTRATOR)
    with pytest.raises(Conflict, match="last_administrator"):
        withdraw_role(ADMINISTRATOR, administration, {OTHER_ID})
    assert administration not in withdraw_role(ADMINISTRATOR, administration, BOTH).roles


def test_the_last_administrator_may_lose_their_other_roles() -> None:
    both = staff(Role.CITY_ADMINISTRATOR, Role.DATA_OFFICER)
    assert withdraw_role(both, Grant(Role.DATA_OFFICER), {OTHER_ID}).roles == staff(Role.CITY_ADMINISTRATOR).roles


def what_is_due(days: float, told_of: datetime | None = None, granted: float = 0, who: Member = ADMINISTRATOR) -> Due:
    """So many days after the last sign-in; the roles were granted so many days after it."""
    return due(who, NOW + granted * DAY, told_of, BOTH, NOW + days * DAY)


def test_rights_end_a_year_after_the_last_sign_in_with_notice_of_fourteen_days() -> None:
    assert what_is_due(350.9) is Due.NOTHING
    assert what_is_due(351) is Due.NOTICE
    ends_at = announced_end(ADMINISTRATOR, NOW, NOW + 351 * DAY)
    assert ends_at == NOW + 365 * DAY
    assert what_is_due(351, ends_at) is what_is_due(364.9, ends_at) is Due.NOTHING
    assert what_is_due(365, ends_at) is Due.WITHDRAWAL


def test_nobody_loses_rights_without_notice_however_late_it_comes() -> None:
    assert what_is_due(400) is Due.NOTICE
    ends_at = announced_end(ADMINISTRATOR, NOW, NOW + 400 * DAY)
    assert ends_at == NOW + 414 * DAY
    assert what_is_due(413.9, ends_at) is Due.NOTHING
    assert what_is_due(414, ends_at) is Due.WITHDRAWAL


def test_who_signs_in_meanwhile_keeps_them_for_another_year_and_is_told_again() -> None:
    told_of = NOW + DAY  # before the last sign-in
    assert what_is_due(2, told_of) is what_is_due(350, told_of) is Due.NOTHING
    assert what_is_due(351, told_of) is Due.NOTICE


def test_a_role_that_was_granted_later_counts_from_then() -> None:
    assert what_is_due(500, granted=150) is Due.NOTHING
    assert what_is_due(501, granted=150) is Due.NOTICE


def test_the_last_administrator_keeps_them_and_nobody_else_does() -> None:
    def due_of(who: Member, administrators: set[str], days: float) -> Due:
        return due(who, NOW, NOW + 365 * DAY, administrators, NOW + days * DAY)

    assert due_of(ADMINISTRATOR, {OTHER_ID}, 364) is Due.NOTHING
    assert due_of(ADMINISTRATOR, {OTHER_ID}, 365) is Due.KEEPING
    assert due_of(ADMINISTRATOR, set(), 365) is Due.KEEPING, "suspended, and the only one"
    assert due_of(ADMINISTRATOR, BOTH, 365) is Due.WITHDRAWAL
    assert due_of(staff(Role.FRONT_DESK), {OTHER_ID}, 365) is Due.WITHDRAWAL


def test_who_has_no_rights_loses_none() -> None:
    assert what_is_due(1000, who=CAMILLE) is Due.NOTHING
    assert without_rights(with_roles(DESK_HERE)) == replace(CAMILLE, sequence=CAMILLE.sequence + 1)
