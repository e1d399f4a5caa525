"""Erasing oneself, asked over the bus."""

from __future__ import annotations

import pytest

from chassis.errors import NotFound, Unauthenticated
from services.members import domain
from tests.members.asker import Asker
from tests.members.people import PASSWORD


def test_a_member_looks_first_gives_the_password_and_is_gone(roubaix: Asker) -> None:
    member_id, token = roubaix.enrol("Camille")
    assert roubaix.ask("preview_erasure", token=token) == {"can_erase": True, "reasons": []}
    with pytest.raises(Unauthenticated, match="wrong_credentials"):
        roubaix.ask("erase", token=token, password="not the password")
    assert roubaix.ask("profile", token=token)["id"] == member_id
    gone = roubaix.ask("erase", token=token, password=PASSWORD)
    assert roubaix.ask("erase", token=token, password=PASSWORD) == gone, "the second time nothing happens"
    for asked in ("profile", "preview_erasure"):
        with pytest.raises(Unauthenticated, match="token_invalid"):
            roubaix.ask(asked, token=token)
    with pytest.raises(NotFound, match="member_not_found"):
        roubaix.contact(member_id)


def test_the_last_administrator_is_told_why_not(roubaix: Asker) -> None:
    _, token = roubaix.enrol("Joris", domain.Role.CITY_ADMINISTRATOR)
    assert roubaix.ask("preview_erasure", token=token) == {
        "can_erase": False,
        "reasons": [{"code": "last_administrator", "keeps_back": True, "count": 1, "until": None}],
    }
