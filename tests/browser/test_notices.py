"""A member reads what they were told, and chooses how they wish to be told; by keyboard, too, and without a script."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import waiting
from tests.browser.conftest import OpenPage, look
from tests.browser.test_pages import CONTRASTS, LEAST_CONTRAST, width_of
from tests.network import Network
from tests.network.people import Member

PAGE = "/account/notices"
BOX = "Réservation confirmée, par courriel"


@pytest.fixture(scope="module")
def member(network: Network) -> Member:
    """Somebody of Roubaix who booked, and was written to of it."""
    member = Member(network, city="roubaix", name="Ombeline Delattre", email="ombeline.delattre@example.org").join()
    space, period = member.free_hours("roubaix", 1)
    assert member.book(space["id"], period).status_code == 201

    def told() -> bool:
        items = member.get("/me/notices")["items"]
        return any(way["status"] == "sent" for one in items if one["kind"] == "booking_confirmed"
                   for way in one["deliveries"])  # fmt: skip

    waiting.until(told, "letter of the booking", 30.0, pause=0.2)
    return member


def open_messages(page: Page, member: Member) -> None:
    page.goto(f"/sessions/new?next={PAGE}")
    page.get_by_label("Adresse e-mail").fill(member.email)
    page.get_by_label("Mot de passe", exact=True).fill(member.password)
    page.get_by_role("button", name="Se connecter").click()
    heading(page, "Mes messages")


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def card(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text="Réservation confirmée")


def open_all(page: Page) -> None:
    for summary in page.locator(".choices > summary").all():
        summary.click()


def fits_and_is_legible(page: Page) -> None:
    assert width_of(page) <= 360
    contrasts = page.evaluate(CONTRASTS)
    assert {text: ratio for text, ratio in contrasts if ratio < LEAST_CONTRAST} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_member_reads_their_messages_on_an_old_phone(new_page: OpenPage, member: Member, scheme: str) -> None:
    page = new_page(width=360, color_scheme=scheme, java_script_enabled=scheme == "dark")
    open_messages(page, member)
    if scheme == "dark":
        fits_and_is_legible(page)
    expect(card(page)).to_contain_text("Par courriel, le")
    look(page, f"account-notices-360-{scheme}")
    card(page).get_by_role("heading").get_by_role("link").click()
    heading(page, re.compile("^Réservé"))
    expect(page.get_by_text("Bonjour Ombeline Delattre")).to_be_visible()
    if scheme == "dark":
        fits_and_is_legible(page)
    look(page, f"account-notice-360-{scheme}")
    page.get_by_role("link", name="Voir la réservation").click()
    expect(page).to_have_url(re.compile("/bookings/[0-9a-f-]+$"))


def test_a_link_that_opens_something_is_not_repeated(new_page: OpenPage, member: Member) -> None:
    page = new_page()
    open_messages(page, member)
    look(page, "account-notices-1280")
    first = page.get_by_role("listitem").filter(has_text="Adresse à confirmer")
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_text("Le lien qu’il faut ouvrir vous a été envoyé par courriel.")).to_be_visible()
    assert "token=" not in page.content()
    look(page, "account-notice-1280")


def test_a_kind_is_switched_off_and_hours_are_quiet_without_a_script(new_page: OpenPage, member: Member) -> None:
    page = new_page(width=360, java_script_enabled=False)
    open_messages(page, member)
    page.get_by_role("link", name="Choisir ce que je reçois").click()
    heading(page, "Choisir ce que je reçois")
    look(page, "account-notice-preferences-360")
    open_all(page)
    page.get_by_label(BOX).uncheck()
    page.get_by_label("Du silence à partir de").fill("21:30")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez les deux heures, ou aucune.")
    look(page, "account-notice-preferences-wrong-360")
    page.get_by_label("Jusqu’à").fill("08:00")
    page.get_by_label("une semaine avant").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    open_all(page)
    expect(page.get_by_label(BOX)).not_to_be_checked()
    expect(page.get_by_label("Du silence à partir de")).to_have_value("21:30")
    expect(page.get_by_label("une semaine avant")).to_be_checked()
    assert width_of(page) <= 360
    look(page, "account-notice-preferences-open-360")
    chosen = member.get("/me/notice-preferences")
    assert (chosen["quiet"], chosen["reminders"]) == ({"since": "21:30", "until": "08:00"}, [10080, 1440])


def test_everything_is_reached_and_chosen_by_the_keyboard_and_has_a_name(new_page: OpenPage, member: Member) -> None:
    page = new_page(width=360, color_scheme="dark")
    open_messages(page, member)
    page.goto(f"{PAGE}/preferences")
    page.locator(".choices > summary").first.focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Réservation annulée").or_(page.get_by_label("Réservation ou demande restée sans suite"))
    for _ in range(60):
        page.keyboard.press("Tab")
        if box.first.evaluate("box => box === document.activeElement"):
            break
    before = box.first.is_checked()
    page.keyboard.press("Space")
    expect(box.first).to_be_checked(checked=not before)
    open_all(page)
    unnamed = "boxes => boxes.filter((box) => ![...box.labels].some((label) => label.textContent.trim())).length"
    assert page.locator("form[novalidate] input:not([type=hidden])").evaluate_all(unnamed) == 0
    small = "labels => labels.filter((label) => label.getBoundingClientRect().height < 40).length"
    assert page.locator("details[open] label.check").evaluate_all(small) == 0
    fits_and_is_legible(page)
    look(page, "account-notice-preferences-360-dark")
