"""Whom a provider speaks of, and whether that is enough to come in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, NotFound
from services.members import domain
from services.members.domain.second_factors import SecondFactor
from tests.members.people import CAMILLE_ID, EMAIL, NOW, active, staff

ISSUER = "https://connexion.roubaix.example.org"
EXPECTED = domain.Expected(ISSUER, "champ-libre")
CAMILLE = domain.Identity(ISSUER, "3f1c", "Camille Vandamme", EMAIL, has_second_factor=False)
LOGIN = domain.ProviderLogin("a-digest", "nonce", "verifier", NOW + domain.PROVIDER_LOGIN_LASTS)


def name_of(**facts: Any) -> str:
    return domain.identity({"sub": "3f1c", **facts}, {}, EXPECTED).name


def email_of(said: Any, verified: Any) -> str | None:
    return domain.identity({"sub": "3f1c", "email": said, "email_verified": verified}, {}, EXPECTED).email


def test_a_login_at_the_provider_takes_ten_minutes_at_most() -> None:
    assert domain.check_provider_login(LOGIN, NOW) == LOGIN
    for login, at in ((LOGIN, LOGIN.expires_at), (None, NOW)):
        with pytest.raises(NotFound, match="provider_login_unknown"):
            domain.check_provider_login(login, at)


def test_a_name_is_as_the_provider_says_it_if_it_is_fit_for_one() -> None:
    assert name_of(name=" Camille Vandamme ") == "Camille Vandamme"
    assert name_of(given_name="Camille", family_name="Vandamme") == "Camille Vandamme"
    assert name_of(given_name="Camille", family_name="Vandamme", usual_name="Durand") == "Camille Durand"
    for unfit in ({}, {"name": "www.example.org"}, {"name": ["Camille"]}, {"name": "x" * 201}):
        assert name_of(**unfit) == ""


def test_an_address_is_one_that_was_verified() -> None:
    assert email_of("Camille@EXAMPLE.org", verified=True) == "Camille@example.org"
    assert email_of("camille@example.org", verified="true") == "camille@example.org"
    for said, verified in (("camille@example.org", False), ("camille@example.org", None), ("nobody", True), (7, True)):
        assert email_of(said, verified) is None
    assert domain.check_verified(CAMILLE) == EMAIL
    with pytest.raises(Forbidden, match="provider_email_unverified"):
        domain.check_verified(replace(CAMILLE, email=None))


def test_an_address_leads_to_its_member_but_not_away_from_who_they_were() -> None:
    assert domain.link_identity(active(), [], CAMILLE) == active()
    assert domain.link_identity(active(), ["3f1c"], CAMILLE) == active()
    with pytest.raises(Conflict, match="provider_identity_other"):
        domain.link_identity(active(), ["another"], CAMILLE)


def test_a_suspended_member_is_not_let_in() -> None:
    with pytest.raises(Forbidden, match="member_not_active"):
        domain.let_in(active(status=domain.Status.SUSPENDED), None, CAMILLE)


def test_nobody_comes_in_with_less_than_they_would_here() -> None:
    desk = staff(domain.Role.FRONT_DESK)
    begun = SecondFactor(CAMILLE_ID, "SECRET", NOW)
    has_one = replace(begun, confirmed_at=NOW)
    for member, factor in ((desk, None), (desk, has_one), (active(), has_one)):
        with pytest.raises(Forbidden, match="provider_second_factor_missing"):
            domain.let_in(member, factor, CAMILLE)
        assert domain.let_in(member, factor, replace(CAMILLE, has_second_factor=True)) == member
    for factor in (None, begun):
        assert domain.let_in(active(), factor, CAMILLE) == active()
