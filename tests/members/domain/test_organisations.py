from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import NotFound
from services.members.domain import (
    Acting,
    Organisation,
    OrganisationKind,
    existing_organisation,
    founder,
    join,
    leave,
    lets_in,
)
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

FILEUSES = Organisation("o-1", "Les Fileuses", OrganisationKind.NONPROFIT, NOW)
CAMILLE, JORIS = active(), staff()
OF_CAMILLE = founder(FILEUSES, CAMILLE)
LATER, LAST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
OF_JORIS = Acting(OTHER_ID, "o-1", LATER)
LEFT = leave(OF_CAMILLE, LATER)


def test_who_founds_an_organisation_acts_for_it() -> None:
    assert Acting(CAMILLE_ID, "o-1", NOW) == OF_CAMILLE
    assert OF_CAMILLE.is_present


def test_who_acts_for_an_organisation_adds_another_member() -> None:
    assert lets_in(OF_CAMILLE)
    assert join(FILEUSES, JORIS, None, LATER) == OF_JORIS


def test_who_acts_for_it_already_stays_as_they_are() -> None:
    assert join(FILEUSES, JORIS, OF_JORIS, LAST) == OF_JORIS


@pytest.mark.parametrize("of_camille", [None, LEFT])
def test_who_does_not_act_for_it_lets_nobody_in(of_camille: Acting | None) -> None:
    assert not lets_in(of_camille)


def test_who_leaves_no_longer_acts_for_it() -> None:
    assert leave(OF_JORIS, LAST) == Acting(OTHER_ID, "o-1", LATER, LAST, 1)


def test_who_has_left_has_left_since_the_first_time_and_may_come_back() -> None:
    assert leave(LEFT, LAST) == LEFT
    assert join(FILEUSES, CAMILLE, LEFT, LAST) == Acting(CAMILLE_ID, "o-1", LAST, None, 2)


def test_nobody_joins_or_leaves_what_is_not_there() -> None:
    with pytest.raises(NotFound, match="organisation_not_found"):
        existing_organisation(None)
    with pytest.raises(NotFound, match="organisation_not_found"):
        leave(None, NOW)


def test_whom_the_city_does_not_know_joins_nothing() -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        join(FILEUSES, None, None, NOW)
