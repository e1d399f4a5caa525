from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Forbidden, Invalid, NotFound
from services.members import domain
from services.members.domain import Role, issue, revoke
from tests.members.people import CAMILLE_ID, NOW, OTHER_ID, active, staff

DESK = staff(Role.FRONT_DESK)
ISSUED = issue("a-1", DESK, active(), "reduced_rate", None, NOW)
LATER = NOW + timedelta(hours=1)


def test_the_city_s_staff_attest_something_of_a_member() -> None:
    assert issue("a-1", DESK, active(), "laser_training", LATER, NOW) == domain.Attestation(
        "a-1", CAMILLE_ID, "laser_training", LATER, NOW, OTHER_ID
    )


def test_nobody_attests_anything_of_themselves() -> None:
    with pytest.raises(Forbidden, match="attests_oneself"):
        issue("a-1", DESK, DESK, "reduced_rate", None, NOW)


def test_nothing_is_attested_of_whom_the_city_does_not_know() -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        issue("a-1", DESK, None, "reduced_rate", None, NOW)


@pytest.mark.parametrize("valid_until", [NOW, NOW - timedelta(days=1)])
def test_what_has_ended_is_not_attested(valid_until: object) -> None:
    with pytest.raises(Invalid, match="valid_until_past"):
        issue("a-1", DESK, active(), "reduced_rate", valid_until, NOW)  # type: ignore[arg-type]


def test_what_is_revoked_stays_so_since_the_first_time() -> None:
    revoked = revoke(ISSUED, LATER)
    assert revoked == replace(ISSUED, revoked_at=LATER, sequence=1)
    assert revoke(revoked, LATER + timedelta(hours=1)) == revoked


def test_nobody_revokes_what_was_never_issued() -> None:
    with pytest.raises(NotFound, match="attestation_not_found"):
        revoke(None, NOW)
