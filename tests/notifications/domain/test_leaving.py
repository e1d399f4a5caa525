"""A link to be written to no longer: made by the city alone, for one member and one family of notices."""

from __future__ import annotations

import pytest

from chassis.errors import NotFound
from services.notifications import domain
from services.notifications.domain import LEFT_BY_LINK, Family, Kind, Leave

SECRET = "s" * 32
LEAVE = Leave("roubaix", "0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01", Family.DIGEST)
TOKEN = domain.token(LEAVE, SECRET)


@pytest.mark.parametrize("family", LEFT_BY_LINK)
def test_a_link_says_for_whom_and_of_what_it_was_made(family: Family) -> None:
    leave = Leave("roubaix", "m-1", family)
    assert domain.leave(domain.token(leave, SECRET), "roubaix", SECRET) == leave


@pytest.mark.parametrize(
    "token",
    [
        "",
        "roubaix",
        TOKEN[:-1],
        TOKEN + "0",
        TOKEN.replace(".digest.", ".reminders."),
        TOKEN.replace(".digest.", ".security."),
        TOKEN.replace("roubaix", "tourcoing"),
        TOKEN.replace("1a01", "1a02"),
        domain.token(LEAVE, "another secret"),
        domain.token(Leave("tourcoing", LEAVE.member_id, LEAVE.family), SECRET),
        TOKEN.upper(),
        "é.é.digest.é",
    ],
)
def test_what_the_city_did_not_make_opens_nothing(token: str) -> None:
    with pytest.raises(NotFound, match="link_unknown"):
        domain.leave(token, "roubaix", SECRET)


def test_without_a_secret_no_link_is_one() -> None:
    with pytest.raises(NotFound, match="link_unknown"):
        domain.leave(domain.token(LEAVE, ""), "roubaix", "")


@pytest.mark.parametrize("kind", Kind)
def test_what_is_required_has_no_link_to_leave_it(kind: Kind) -> None:
    url = domain.leave_url(kind, "m-1", "roubaix", "https://champlibre.example.org", SECRET)
    assert (url is not None) is (kind.family in LEFT_BY_LINK)
    assert not (kind.is_required and url)


def test_a_link_is_an_address_that_needs_no_quoting() -> None:
    url = domain.leave_url(Kind.DIGEST, LEAVE.member_id, "roubaix", "https://champlibre.example.org", SECRET)
    assert url == f"https://champlibre.example.org/unsubscribe/{TOKEN}"
    assert len(TOKEN) <= 200
    assert set(TOKEN) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_the_kinds_of_a_family_are_all_of_it() -> None:
    assert domain.kinds_of(Family.DIGEST) == (Kind.DIGEST,)
    assert {kind for family in Family for kind in domain.kinds_of(family)} == set(Kind)
