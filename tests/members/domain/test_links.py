from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Conflict, NotFound
from services.members import domain
from tests.members.people import CAMILLE_ID, NOW

PURPOSE = domain.Purpose.CONFIRMATION
END = NOW + domain.LINK_LASTS[PURPOSE]
LINK = domain.Link(CAMILLE_ID, PURPOSE, END)


def test_a_link_confirms_for_48_hours() -> None:
    assert domain.check_link(LINK, PURPOSE, NOW + timedelta(hours=48, seconds=-1)) == LINK
    with pytest.raises(Conflict, match="link_expired"):
        domain.check_link(LINK, PURPOSE, NOW + timedelta(hours=48))


def test_a_link_that_was_opened_in_time_is_known_ever_after() -> None:
    used = replace(LINK, used_at=NOW)
    assert domain.check_link(used, PURPOSE, END + timedelta(days=400)) == used


def test_a_link_that_was_never_sent_or_was_made_for_something_else_is_unknown() -> None:
    for link in (None, replace(LINK, purpose=domain.Purpose.BOOKING)):
        with pytest.raises(NotFound, match="link_unknown"):
            domain.check_link(link, PURPOSE, NOW)


def test_a_token_cannot_be_read_back_from_its_digest() -> None:
    assert domain.digest("token") == "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"


RESET = domain.Link(CAMILLE_ID, domain.Purpose.RESET, NOW + timedelta(hours=2))


def test_a_link_for_a_new_password_serves_once_within_two_hours() -> None:
    assert domain.LINK_LASTS[domain.Purpose.RESET] == timedelta(hours=2)
    assert domain.check_unused(RESET, domain.Purpose.RESET, NOW + timedelta(hours=2, seconds=-1)) == RESET
    with pytest.raises(Conflict, match="link_expired"):
        domain.check_unused(RESET, domain.Purpose.RESET, NOW + timedelta(hours=2))
    with pytest.raises(Conflict, match="link_used"):
        domain.check_unused(replace(RESET, used_at=NOW), domain.Purpose.RESET, NOW)


def test_a_letter_goes_to_the_member_s_own_address_unless_its_link_says_another() -> None:
    asked = domain.Link(CAMILLE_ID, domain.Purpose.ADDRESS_CHANGE, NOW + timedelta(hours=48), email="new@example.org")
    assert domain.address_for(domain.Purpose.RESET, [RESET], NOW) is None
    assert domain.address_for(domain.Purpose.ADDRESS_CHANGE, [asked], NOW) == "new@example.org"


def test_no_letter_goes_to_an_address_that_is_wanted_no_longer() -> None:
    asked = domain.Link(CAMILLE_ID, domain.Purpose.ADDRESS_CHANGE, NOW + timedelta(hours=48), email="new@example.org")
    for links in ([], [replace(asked, used_at=NOW, email=None)], [replace(asked, expires_at=NOW)]):
        with pytest.raises(Conflict, match="link_expired"):
            domain.address_for(domain.Purpose.ADDRESS_CHANGE, links, NOW)
