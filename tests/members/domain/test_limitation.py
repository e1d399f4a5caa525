from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.errors import Conflict
from services.members import domain
from tests.members.people import active

CAMILLE = active()
LIMITED = domain.limit(CAMILLE, wished=True)


def test_who_wishes_it_is_limited_and_others_are_told() -> None:
    assert replace(CAMILLE, status=domain.Status.LIMITED, sequence=CAMILLE.sequence + 1) == LIMITED
    assert domain.limit(LIMITED, wished=False).status is domain.Status.ACTIVE


def test_wishing_it_twice_changes_nothing() -> None:
    assert domain.limit(LIMITED, wished=True) is LIMITED
    assert domain.limit(CAMILLE, wished=False) is CAMILLE


OF_USE = {"booking", "registration", "registration_wish", "digest"}


@pytest.mark.parametrize("purpose", domain.Purpose)
def test_who_is_limited_is_written_to_of_security_and_law_only(purpose: domain.Purpose) -> None:
    domain.check_written_to(CAMILLE, purpose)
    if purpose in OF_USE:
        with pytest.raises(Conflict, match="member_limited"):
            domain.check_written_to(LIMITED, purpose)
    else:
        domain.check_written_to(LIMITED, purpose)
