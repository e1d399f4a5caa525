from __future__ import annotations

import pytest

from chassis.errors import Conflict
from services.members.domain import LINK_LASTS, Because, Grant, Purpose, Role, Status, phoned, recipient
from tests.members.people import CAMILLE, active, staff

GUARDIAN = active(name="Guardian", email="guardian@example.org", language="nl")
HELPER = staff(Role.FRONT_DESK)
LINA = active(name="Lina", email=None)
PHONE = "+33199001234"
CALLED = active(name="Guardian", email=None, phone="+33199000001", language="nl")
CALLED_HELPER = staff(Role.FRONT_DESK, phone="+33199000002")


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


def test_whoever_is_written_to_in_anothers_place_is_told_whether_that_one_has_a_telephone() -> None:
    ringing = active(name="Lina", email=None, phone=PHONE)
    assert recipient(ringing, [GUARDIAN]).has_phone
    assert recipient(ringing, helper=HELPER).has_phone
    assert not recipient(LINA, [GUARDIAN]).has_phone
    assert recipient(ringing, [GUARDIAN]).phone is None  # a letter tells nobody's number


def test_an_sms_goes_to_the_members_own_telephone_in_their_own_language() -> None:
    for email in (None, CAMILLE.email):
        told = phoned(active(email=email, phone=PHONE, language="en"), Purpose.BOOKING, [CALLED], CALLED_HELPER)
        assert (told.phone, told.language, told.because, told.email) == (PHONE, "en", None, None)


def test_else_to_that_of_a_guardian_and_else_of_the_helper_while_they_work_for_the_city() -> None:
    told = phoned(LINA, Purpose.BOOKING, [GUARDIAN, CALLED], CALLED_HELPER)
    assert (told.phone, told.language, told.because, told.for_name) == (CALLED.phone, "nl", Because.GUARDIAN, None)
    told = phoned(LINA, Purpose.BOOKING, [GUARDIAN], CALLED_HELPER)
    assert (told.phone, told.because) == (CALLED_HELPER.phone, Because.HELPER)
    gone = (
        staff(Role.FRONT_DESK, phone=PHONE, status=Status.SUSPENDED),
        active(roles=(Grant(Role.MEMBER),), phone=PHONE),
    )
    for helper in (None, HELPER, *gone):
        with pytest.raises(Conflict, match="no_phone"):
            phoned(LINA, Purpose.BOOKING, [GUARDIAN], helper)


def test_nobody_elses_telephone_is_told_of_who_has_an_address() -> None:
    with pytest.raises(Conflict, match="no_phone"):
        phoned(active(), Purpose.BOOKING, [CALLED], CALLED_HELPER)


@pytest.mark.parametrize("purpose", LINK_LASTS)
def test_what_lets_in_whoever_reads_it_goes_to_no_telephone(purpose: Purpose) -> None:
    with pytest.raises(Conflict, match="no_phone"):
        phoned(active(phone=PHONE), purpose)
