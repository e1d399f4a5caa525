"""Signing in at a city's own provider in a browser: with a consent, then straight in, or not at all."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from champlibre import demonstration
from tests.browser.conftest import OpenPage, look
from tests.browser.provider import NAME, Provider
from tests.browser.test_booking import register
from tests.network import Network

SUBJECT = "7c0e5a"
EMAIL = "ombeline.castelain@example.org"
PERSON: dict[str, Any] = {"name": "Ombeline Castelain", "email": EMAIL, "email_verified": True}
BUTTON = f"Se connecter avec {NAME}"


def visitor(new_page: OpenPage, **options: Any) -> Page:
    """A fresh one, who reaches nothing beyond this machine: the provider's pages would ask for a style sheet."""
    page = new_page(**options)
    page.context.route(re.compile("^https://"), lambda route: route.abort())
    return page


def let_in(page: Page, subject: str) -> None:
    """Show the provider who one is."""
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_somebody_joins_at_the_provider_and_is_let_in_the_second_time(
    new_page: OpenPage, provider: Provider, network: Network
) -> None:
    provider.knows(SUBJECT, **PERSON)
    page = visitor(new_page, width=360)
    page.goto("/sessions/new?next=/bookings")
    look(page, "sign-in-provider-360")
    page.get_by_role("link", name=BUTTON).click()
    assert page.url.startswith(provider.url)
    look(page, "at-provider-360")
    let_in(page, SUBJECT)
    expect(page.get_by_role("heading", level=1)).to_have_text("Créer un compte")
    assert page.url == f"{network.url}/members/provider"
    expect(page.get_by_label("Votre nom")).to_have_value(PERSON["name"])
    expect(page.get_by_text(PERSON["email"])).to_be_visible()
    look(page, "provider-consent-360")
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "provider-consent-missing-360")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page).to_have_url(f"{network.url}/bookings")
    look(page, "provider-in-360")

    again = visitor(new_page, width=1280, java_script_enabled=False)
    again.goto("/members/new?next=/bookings")
    look(again, "register-provider-1280")
    again.get_by_role("link", name=BUTTON).click()
    let_in(again, SUBJECT)
    expect(again).to_have_url(f"{network.url}/bookings")
    expect(again.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_whoever_gives_up_there_is_back_where_one_signs_in(new_page: OpenPage, network: Network) -> None:
    page = visitor(new_page, width=360)
    page.goto("/sessions/new")
    page.get_by_role("link", name=BUTTON).click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("alert")).to_contain_text("La connexion n’est pas allée à son terme")
    assert page.url == f"{network.url}/sessions/new?why=provider_refused"
    look(page, "provider-refused-360")


def test_whose_address_was_not_verified_there_is_not_let_in(new_page: OpenPage, provider: Provider) -> None:
    provider.knows("unverified", **{**PERSON, "email_verified": False})
    page = visitor(new_page)
    page.goto("/sessions/new")
    page.get_by_role("link", name=BUTTON).click()
    let_in(page, "unverified")
    expect(page.get_by_role("alert")).to_contain_text("pas d’adresse e-mail vérifiée")


def test_a_member_who_has_a_password_is_the_same_one_at_the_provider(
    new_page: OpenPage, provider: Provider, network: Network
) -> None:
    email = "philomene.dutoit@example.org"
    provider.knows("known", name="Quelqu’un", email=email, email_verified=True)
    page = visitor(new_page)
    page.goto("/members/new")
    register(page, email)
    page.goto("/sessions/new?next=/account/sessions")
    page.get_by_role("link", name=BUTTON).click()
    let_in(page, "known")
    expect(page).to_have_url(f"{network.url}/account/sessions")


def test_a_member_of_another_city_is_nobody_to_this_provider(new_page: OpenPage, provider: Provider) -> None:
    email = "hugo@tourcoing.example.org"
    provider.knows("elsewhere", name="Hugo", email=email, email_verified=True)
    page = visitor(new_page)
    page.goto("/sessions/new")
    expect(page.get_by_text("Pour qui a ou veut un compte à Roubaix.")).to_be_visible()
    expect(page.get_by_role("link", name="Se connecter avec")).to_have_count(1)
    page.get_by_role("link", name=BUTTON).click()
    let_in(page, "elsewhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("Créer un compte")
    page.goto("/sessions/new")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(str(demonstration.content()["password"]))
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes réservations")
