from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import Forbidden, NotFound
from services.members.domain import Acting, Organisation, OrganisationKind, Role, founder, join, leave
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

FILEUSES = Organisation("o-1", "Les Fileuses", OrganisationKind.NONPROFIT, NOW)
CAMILLE, JORIS = active(), staff()
OF_CAMILLE = founder(FILEUSES, CAMILLE)
LATER, LAST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
OF_JORIS = Acting(OTHER_ID, "o-1", LATER)
LEFT = leave(CAMILLE, CAMILLE_ID, OF_CAMILLE, LATER)


def test_who_founds_an_organisation_acts_for_it() -> None:
    assert Acting(CAMILLE_ID, "o-1", NOW) == OF_CAMILLE
    assert OF_CAMILLE.is_present


def test_who_acts_for_an_organisation_adds_another_member() -> None:
    assert join(FILEUSES, CAMILLE, OF_CAMILLE, JORIS, None, LATER) == OF_JORIS


def test_who_acts_for_it_already_stays_as_they_are() -> None:
    assert join(FILEUSES, CAMILLE, OF_CAMILLE, JORIS, OF_JORIS, LAST) == OF_JORIS


@pytest.mark.parametrize("of_camille", [None, LEFT])
def test_who_does_not_act_for_it_adds_nobody_not_even_themselves(of_camille: Acting | None) -> None:
    for member in (CAMILLE, JORIS):
        with pytest.raises(Forbidden, match="permission_missing"):
            join(FILEUSES, CAMILLE, of_camille, member, None, LAST)


def test_the_city_s_administrator_adds_and_removes_anybody() -> None:
    administrator = staff(Role.CITY_ADMINISTRATOR)
    assert join(FILEUSES, administrator, None, JORIS, None, LATER) == OF_JORIS
    assert leave(administrator, OTHER_ID, OF_JORIS, LAST) == Acting(OTHER_ID, "o-1", LATER, LAST, 1)


def test_anybody_leaves_and_nobody_removes_another() -> None:
    assert leave(JORIS, OTHER_ID, OF_JORIS, LAST) == Acting(OTHER_ID, "o-1", LATER, LAST, 1)
    with pytest.raises(Forbidden, match="permission_missing"):
        leave(CAMILLE, OTHER_ID, OF_JORIS, LAST)


def test_who_has_left_has_left_since_the_first_time_and_may_come_back() -> None:
    assert leave(CAMILLE, CAMILLE_ID, LEFT, LAST) == LEFT
    assert join(FILEUSES, JORIS, OF_JORIS, CAMILLE, LEFT, LAST) == Acting(CAMILLE_ID, "o-1", LAST, None, 2)


def test_nobody_joins_or_leaves_what_is_not_there() -> None:
    with pytest.raises(NotFound, match="organisation_not_found"):
        join(None, CAMILLE, None, JORIS, None, NOW)
    with pytest.raises(NotFound, match="organisation_not_found"):
        leave(CAMILLE, CAMILLE_ID, None, NOW)


def test_whom_the_city_does_not_know_joins_nothing() -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        join(FILEUSES, CAMILLE, OF_CAMILLE, None, None, NOW)
