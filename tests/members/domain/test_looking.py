from __future__ import annotations

import pytest

from chassis import addresses
from chassis.errors import NotFound
from services.members.domain import Role, Search, Status, finds_limited, search, shown
from tests.members.people import active, staff

LIMITED = active(status=Status.LIMITED)


def test_a_text_is_an_address_a_number_or_the_beginning_of_a_name() -> None:
    assert search(" Camille.Vandamme@Example.org ") == Search(
        email_digest=addresses.digest("camille.vandamme@example.org")
    )
    assert search("06 12 34 56 78") == search("+33612345678") == Search(phone="+33612345678")
    assert search("  Vanda ") == Search(beginning="Vanda")
    assert search("He\u0301loi\u0308se") == Search(beginning="H\u00e9lo\u00efse"), "as names are kept"
    assert search("42") == Search(beginning="42")


def test_whose_data_are_limited_is_found_by_the_data_officer_alone() -> None:
    officer = staff(Role.DATA_OFFICER)
    assert shown(officer, LIMITED) == LIMITED
    assert finds_limited(officer)
    for role in set(Role) - {Role.DATA_OFFICER}:
        assert not finds_limited(staff(role))
        with pytest.raises(NotFound, match="member_not_found"):
            shown(staff(role), LIMITED)


def test_everybody_else_is_found_also_who_is_suspended() -> None:
    for status in (Status.ACTIVE, Status.SUSPENDED):
        assert shown(staff(Role.FRONT_DESK), active(status=status)).status is status


def test_whom_the_city_does_not_know_is_not_found() -> None:
    with pytest.raises(NotFound, match="member_not_found"):
        shown(staff(Role.DATA_OFFICER), None)
