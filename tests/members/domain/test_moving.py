from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import Conflict, Invalid
from services.members import domain
from tests.members.people import CAMILLE_ID, EMAIL, NOW, active

NEW = "camille@example.net"
OLD = domain.Link(CAMILLE_ID, domain.Purpose.ADDRESS_CHANGED, NOW + domain.OLD_ADDRESS_KEPT, email=EMAIL)


def test_an_address_that_one_has_is_no_other_but_its_letters_may_be() -> None:
    with pytest.raises(Invalid, match="same_address"):
        domain.check_new_address(active(), EMAIL, [], NOW)
    domain.check_new_address(active(), EMAIL.upper(), [], NOW)


def test_an_address_is_changed_again_once_the_one_before_was_told() -> None:
    with pytest.raises(Conflict, match="address_changed_lately") as refused:
        domain.check_new_address(active(), NEW, [OLD], NOW)
    assert refused.value.detail == {"from": OLD.expires_at.isoformat()}
    domain.check_new_address(active(), NEW, [OLD], NOW + timedelta(hours=48))


def test_who_moves_shows_the_new_address_to_be_theirs() -> None:
    moved = domain.move(active(), NEW, NOW + timedelta(days=1))
    assert (moved.email, moved.confirmed_at) == (NEW, NOW + timedelta(days=1))
    assert moved.sequence == active().sequence + 1
