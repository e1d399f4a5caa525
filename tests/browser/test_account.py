"""The code of a second factor, a forgotten password, the pages of the account: as members and staff see them."""
from __future__ import annotations

from playwright.sync_api import Page, expect

from champlibre import demonstration
from chassis import clock
from gateway.web.pages.account import SECTIONS
from tests.browser.conftest import OpenPage, look
from tests.browser.test_booking import open_letter, register
from tests.browser.test_pages import CONTRASTS, LEAST_CONTRAST, width_of
from tests.network.people import PASSWORD

ANOTHER = "Ombelle-2026-Charlotte"
FORMS = [
    "/account/security/password", "/account/security/address", "/account/security/second-factor",
    "/directory",
]  # fmt: skip


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sessions/new?next=/account")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_staff_sign_in_with_a_code_and_find_whom_to_register(new_page: OpenPage) -> None:
    page = new_page(width=360, java_script_enabled=False)
    sign_in(page, "rose@marcq.example.org", str(demonstration.content()["password"]))
    heading(page, "Un code, pour finir")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_contain_text("Remplissez ce champ.")
    look(page, "code-missing-360")
    page.get_by_label("Code").fill(demonstration.code(clock.now()))
    page.get_by_role("button", name="Se connecter").click()
    heading(page, "Mon compte")
    page.get_by_role("link", name="Inscrire une personne sans adresse e-mail").click()
    heading(page, "Inscrire une personne")
    page.get_by_label("Nom de la personne").fill("Georges Wattrelos")
    page.get_by_label("Je l’ai entendue accepter que sa ville").check()
    page.get_by_role("button", name="Inscrire").click()
    heading(page, "Fiche de Georges Wattrelos")
    look(page, "slip-360")
    assert width_of(page) <= 360


def test_a_forgotten_password_is_replaced_and_the_account_fits_an_old_phone(new_page: OpenPage) -> None:
    page, email = new_page(width=360, color_scheme="dark"), "sidonie.verhaeghe@example.org"
    page.goto("/members/new")
    register(page, email)
    page.goto("/sessions/new")
    page.get_by_role("link", name="Mot de passe oublié ?").click()
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_role("button", name="M’envoyer un lien").click()
    open_letter(page, email, "Choisissez")
    page.get_by_role("link", name="/password/new").click()
    page.get_by_label("Nouveau mot de passe").fill(ANOTHER)
    page.get_by_role("button", name="Enregistrer").click()
    heading(page, "Votre mot de passe est changé")

    sign_in(page, email, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("le mot de passe ne va pas")
    sign_in(page, email, ANOTHER)
    heading(page, "Mon compte")
    expect(page.get_by_role("link", name="Inscrire une personne")).to_have_count(0)
    for path in ("/account", *(section.path for section in SECTIONS), *FORMS):
        page.goto(path)
        look(page, f"{path.strip('/').replace('/', '-')}-360-dark")
        assert page.locator("h1").count() == 1, path
        assert width_of(page) <= 360, path
        if path.startswith("/account"):
            expect(page.locator(".sections [aria-current]")).to_have_count(1)
        contrasts = page.evaluate(CONTRASTS)
        assert {text: ratio for text, ratio in contrasts if ratio < LEAST_CONTRAST} == {}, path
