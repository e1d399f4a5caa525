from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Unauthenticated
from services.members import domain
from tests.members.people import CAMILLE_ID, NOW, ROUBAIX, active, staff

HOUR = timedelta(hours=1)
CLAIMS = domain.access_claims(active(), "login-1", ROUBAIX, "token-1", NOW, HOUR)


def test_a_token_says_who_of_which_city_until_when_and_no_name() -> None:
    assert CLAIMS == {
        "iss": "roubaix",
        "sub": CAMILLE_ID,
        "aud": "champlibre",
        "iat": 1795424400,
        "exp": 1795428000,
        "jti": "token-1",
        "sid": "login-1",
        "category": "guest",
        "organisation_kind": "individual",
        "roles": ["member"],
        "language": "fr",
    }


def test_a_token_speaks_for_its_member_until_its_end() -> None:
    assert domain.check_claims(CLAIMS, ROUBAIX, NOW + HOUR - timedelta(seconds=1)) == domain.Bearer(
        CAMILLE_ID, "login-1"
    )
    with pytest.raises(Unauthenticated, match="token_expired"):
        domain.check_claims(CLAIMS, ROUBAIX, NOW + HOUR)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "tourcoing"},
        {"aud": "another"},
        {"sub": None},
        {"sid": None},
        {"exp": None},
        {"exp": "2030"},
        {"exp": True},
    ],
)
def test_a_token_of_another_city_or_without_an_end_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        domain.check_claims(CLAIMS | changes, ROUBAIX, NOW)


def login(member: domain.Member, *, has_second_factor: bool) -> domain.Login:
    method = domain.Method.PASSWORD
    where = {"device": "Firefox", "client": "home"}
    return domain.begin_login("login-1", member, method, NOW, has_second_factor=has_second_factor, **where)


def test_staff_speak_as_staff_only_where_they_showed_a_second_factor() -> None:
    member = staff(domain.Role.FRONT_DESK)
    assert domain.speaking(member, login(member, has_second_factor=True)) == member
    assert domain.speaking(member, login(member, has_second_factor=False)).roles == (domain.Grant(domain.Role.MEMBER),)


SETUP = domain.setup_claims(active(), ROUBAIX, "token-1", NOW)


def test_a_setup_token_lasts_ten_minutes_and_is_no_access_token() -> None:
    last = NOW + timedelta(minutes=10, seconds=-1)
    assert domain.check_setup_claims(SETUP, ROUBAIX, last) == CAMILLE_ID
    with pytest.raises(Unauthenticated, match="token_expired"):
        domain.check_setup_claims(SETUP, ROUBAIX, NOW + timedelta(minutes=10))
    with pytest.raises(Unauthenticated, match="token_invalid"):
        domain.check_claims(SETUP | {"sid": "login-1"}, ROUBAIX, NOW)


@pytest.mark.parametrize("changes", [{"iss": "tourcoing"}, {"aud": "champlibre"}, {"sub": None}, {"exp": "never"}])
def test_another_token_sets_up_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated, match="token_invalid"):
        domain.check_setup_claims(SETUP | changes, ROUBAIX, NOW)
