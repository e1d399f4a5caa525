"""The whole way of a member in a browser: look, register, confirm, sign in, book elsewhere, be mailed, cancel."""
from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests import waiting
from tests.browser.conftest import OpenPage, look
from tests.network import Network
from tests.network.people import PASSWORD

MAIL_SECONDS = 30.0
ROOM = "Salle de l'Union"


def open_letter(page: Page, email: str, subject: str) -> None:
    """Read the letter to that address whose subject begins like that, as soon as it has come."""
    letter = page.get_by_role("listitem").filter(has_text=email).get_by_role("link", name=re.compile(f"^{subject}"))

    def arrived() -> bool:
        page.goto("/mail")
        return letter.count() == 1

    waiting.until(arrived, f"letter {subject!r} to {email}", MAIL_SECONDS, pause=0.2)
    letter.click()


def register(page: Page, email: str) -> None:
    """Fill in the form that the page shows, and follow the link of the mail."""
    page.get_by_label("Votre ville").select_option(label="Roubaix")
    page.get_by_label("Votre nom").fill("Apolline Verhaeghe")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez votre boîte aux lettres")
    open_letter(page, email, "Confirmez")
    page.get_by_role("link", name="/members/confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre adresse est confirmée")


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def choose_period(page: Page) -> None:
    """The first free hour of the next week."""
    page.get_by_role("link", name="Les sept jours d’après").click()
    page.locator(".weekday--free").first.click()
    page.locator(".chips a").first.click()
    page.locator(".chips--wide a").nth(1).click()


def rival_at(page: Page, email: str) -> None:
    """Somebody else, who registers on the way and comes back to the same period."""
    page.get_by_role("main").get_by_role("link", name="Créer un compte").click()
    register(page, email)
    page.get_by_role("main").get_by_role("link", name="Se connecter").click()
    expect(page.get_by_label("Votre ville")).to_have_value("roubaix")
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier et réserver")


def test_a_member_of_roubaix_books_in_tourcoing_and_cancels(new_page: OpenPage, network: Network) -> None:
    page, email = new_page(width=1280), "apolline.verhaeghe@example.org"

    page.goto("/")
    for city in ("Roubaix", "Tourcoing", "Marcq-en-Barœul"):
        expect(page.get_by_role("heading", name=city)).to_be_visible()
    look(page, "home-1280")
    page.get_by_role("banner").get_by_role("link", name="Créer un compte").click()
    register(page, email)

    page.goto("/spaces?city=tourcoing")
    look(page, "spaces-1280")
    page.get_by_role("link", name=ROOM).click()
    choose_period(page)
    price = page.locator(".price strong").inner_text()
    assert "€" in price
    look(page, "quote-1280")

    page.get_by_role("link", name="Se connecter et réserver").click()
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier et réserver")
    rival = new_page(width=360)
    rival.goto(page.url)
    rival_at(rival, "basile.dewaele@example.org")
    page.get_by_role("button", name="Réserver").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est réservé.")
    assert page.locator(".price strong").inner_text() == price
    look(page, "booked-1280")
    page.emulate_media(media="print")
    look(page, "booked-on-paper")
    expect(page.get_by_text("À montrer à l’accueil")).to_be_visible()
    expect(page.get_by_role("link", name="Annuler cette réservation")).to_be_hidden()
    page.emulate_media(media="screen")

    rival.get_by_role("button", name="Réserver").click()
    expect(rival.get_by_role("alert")).to_contain_text("vient d’être prise")
    expect(rival.locator(".choices").first.get_by_role("link")).to_have_count(5)
    expect(rival.get_by_text("Au même moment, ailleurs")).to_be_visible()
    look(rival, "taken-360")
    rival.locator(".choices a").first.click()
    expect(rival.get_by_role("button", name="Réserver")).to_be_visible()

    page.go_back()
    expect(page.get_by_text("Vous avez déjà une réservation ici à ce moment.")).to_be_visible()

    open_letter(page, email, "Réservé")
    expect(page.locator("pre").last).to_contain_text("METHOD:REQUEST")
    look(page, "letter-1280")

    page.get_by_role("link", name="Mes réservations").click()
    look(page, "bookings-1280")
    page.get_by_role("link", name=ROOM).click()
    page.get_by_role("link", name="Annuler cette réservation").click()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est annulé.")
    expect(page.get_by_text("Annulée", exact=True)).to_be_visible()

    open_letter(page, email, "Annulé")
    expect(page.locator("pre").last).to_contain_text("METHOD:CANCEL")

    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Créer un compte")).to_be_visible()


def test_a_visitor_finds_the_price_without_a_script(new_page: OpenPage) -> None:
    page = new_page(width=360, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Trouver un espace").click()
    page.get_by_label("Ville").select_option(label="Tourcoing")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("link", name=ROOM).click()
    choose_period(page)
    expect(page.locator(".price")).to_contain_text("€")
