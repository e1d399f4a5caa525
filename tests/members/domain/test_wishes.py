"""A link opens a wish again and again until it is over, and only a wish."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import Conflict, Forbidden, NotFound
from services.members import domain
from tests.members.people import NOW, active

LINK = domain.Link("m-1", domain.Purpose.REGISTRATION_WISH, NOW + timedelta(hours=48), about_id="w-1")
OPENED = domain.Link("m-1", domain.Purpose.REGISTRATION_WISH, LINK.expires_at, used_at=NOW, about_id="w-1")
OTHER = domain.Link("m-1", domain.Purpose.CONFIRMATION, LINK.expires_at)
OVER = LINK.expires_at


@pytest.mark.parametrize("link", [LINK, OPENED], ids=["unopened", "opened before"])
def test_a_link_opens_a_wish_until_it_is_over_however_often(link: domain.Link) -> None:
    assert domain.check_wish_link(link, OVER - timedelta.resolution) is link
    with pytest.raises(Conflict, match="link_expired"):
        domain.check_wish_link(link, OVER)


@pytest.mark.parametrize("link", [None, OTHER], ids=["none", "of another purpose"])
def test_no_other_link_opens_a_wish(link: domain.Link | None) -> None:
    with pytest.raises(NotFound, match="link_unknown"):
        domain.check_wish_link(link, NOW)


def test_what_follows_is_for_who_opened_the_link() -> None:
    assert domain.check_opened(OPENED, NOW) is OPENED
    for link in (LINK, OTHER, None):
        with pytest.raises(NotFound, match="link_unknown"):
            domain.check_opened(link, NOW)


def test_whoever_is_gone_or_suspended_registers_no_more() -> None:
    assert domain.registrant(active()) == active()
    with pytest.raises(NotFound, match="link_unknown"):
        domain.registrant(None)
    with pytest.raises(Forbidden, match="member_not_active"):
        domain.registrant(active(status=domain.Status.SUSPENDED))
    with pytest.raises(NotFound, match="link_unknown"):
        domain.known_wish(None)
