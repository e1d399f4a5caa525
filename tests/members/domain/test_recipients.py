from __future__ import annotations

import pytest

from chassis.errors import Conflict
from services.members.domain import Because, Grant, Role, Status, recipient
from tests.members.people import CAMILLE, active, staff

GUARDIAN = active(name="Guardian", email="guardian@example.org", language="nl")
HELPER = staff(Role.FRONT_DESK)
LINA = active(name="Lina", email=None)


def test_whoever_has_an_address_is_written_to_there() -> None:
    written = recipient(active(), [GUARDIAN], HELPER, alone=True)
    assert (written.email, written.for_name, written.because) == (CAMILLE.email, None, None)


def test_else_the_first_guardian_who_has_one_is_greeted_in_their_own_language() -> None:
    written = recipient(LINA, [active(email=None), GUARDIAN], HELPER)
    assert (written.name, written.email, written.language) == ("Guardian", "guardian@example.org", "nl")
    assert (written.for_name, written.because) == ("Lina", Because.GUARDIAN)


def test_else_the_helper_while_they_work_for_the_city() -> None:
    assert recipient(LINA, helper=HELPER).because is Because.HELPER
    gone = (None, staff(Role.FRONT_DESK, status=Status.SUSPENDED), active(roles=(Grant(Role.MEMBER),)))
    for helper in gone:
        with pytest.raises(Conflict, match="no_address"):
            recipient(LINA, helper=helper)


def test_a_letter_that_lets_in_whoever_reads_it_is_for_nobody_else() -> None:
    with pytest.raises(Conflict, match="no_address"):
        recipient(LINA, [GUARDIAN], HELPER, alone=True)
