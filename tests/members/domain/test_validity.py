from __future__ import annotations

from datetime import timedelta

import pytest

from services.members.domain import Category, OrganisationKind, as_of
from services.members.domain.tokens import access_claims
from tests.members.people import NOW, ROUBAIX, active

ENDING = active(category=Category.RESIDENT, organisation_kind=OrganisationKind.STARTUP, membership_ends_at=NOW)
A_MINUTE = timedelta(minutes=1)


def test_a_membership_lasts_until_its_end_and_not_an_instant_longer() -> None:
    assert as_of(ENDING, NOW - timedelta(microseconds=1)) == ENDING
    assert as_of(ENDING, NOW) == active()


def test_what_has_no_end_does_not_end() -> None:
    resident = active(category=Category.RESIDENT)
    assert as_of(resident, NOW + timedelta(days=36500)) == resident


@pytest.mark.parametrize(("after", "said"), [(-A_MINUTE, ("resident", "startup")), (A_MINUTE, ("guest", "individual"))])
def test_a_token_says_what_is_true_when_it_is_made(after: timedelta, said: tuple[str, str]) -> None:
    claims = access_claims(ENDING, "l-1", ROUBAIX, "t-1", NOW + after, timedelta(minutes=15))
    assert (claims["category"], claims["organisation_kind"]) == said
