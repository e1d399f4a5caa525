from __future__ import annotations

import pytest

from chassis.errors import Invalid, NotFound
from services.members.domain import ConsentPurpose, Person, Role, check_helped, helped
from tests.members.people import NOW, active, staff

ODETTE = Person("Odette", None, "fr")
DESK = staff(Role.FRONT_DESK)


def test_whom_a_helper_registers_is_a_guest_who_consented_and_knows_by_whom() -> None:
    entered = helped("odette", ODETTE, None, DESK, [ConsentPurpose.ACCOUNT], NOW)
    assert (entered.helper_id, entered.email, entered.category) == (DESK.id, None, "guest")
    assert check_helped(entered) is entered
    with pytest.raises(Invalid, match="consent_missing"):
        helped("odette", ODETTE, None, DESK, [], NOW)


def test_who_registered_on_their_own_was_helped_by_nobody() -> None:
    for member in (None, active()):
        with pytest.raises(NotFound, match="member_not_found"):
            check_helped(member)
