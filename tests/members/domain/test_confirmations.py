from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.errors import Conflict, NotFound
from services.members import domain
from tests.members.people import NOW, active, registered

END = NOW + domain.CONFIRMATION_LASTS


def test_a_link_makes_the_member_active() -> None:
    member = domain.confirm(domain.Confirmation(registered(), END), NOW)
    assert member == active()


def test_a_link_confirms_for_48_hours() -> None:
    confirmation = domain.Confirmation(registered(), END)
    assert domain.confirm(confirmation, NOW + timedelta(hours=48, seconds=-1)).is_confirmed
    with pytest.raises(Conflict, match="link_expired"):
        domain.confirm(confirmation, NOW + timedelta(hours=48))


@pytest.mark.parametrize("status", [domain.Status.ACTIVE, domain.Status.SUSPENDED])
def test_a_link_opened_again_changes_nothing(status: domain.Status) -> None:
    member = active(status=status)
    assert domain.confirm(domain.Confirmation(member, END), END + timedelta(days=400)) == member


def test_a_link_that_was_never_sent_is_unknown() -> None:
    with pytest.raises(NotFound, match="link_unknown"):
        domain.confirm(None, NOW)


def test_a_token_cannot_be_read_back_from_its_digest() -> None:
    assert domain.digest("token") == "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
