from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Unauthenticated
from services.members import domain
from tests.members.people import CAMILLE_ID, NOW, ROUBAIX, active

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
