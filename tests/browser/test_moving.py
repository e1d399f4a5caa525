"""A booking goes to another hour, on a phone and without a script."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, look
from tests.browser.test_booking import ROOM, choose_period, open_letter, register, sign_in

EMAIL = "ondine.lemaire@example.org"


def test_a_member_moves_a_booking_without_a_script(new_page: OpenPage) -> None:
    page = new_page(width=360, java_script_enabled=False)
    page.goto("/members/new")
    register(page, EMAIL)
    page.goto("/sessions/new?city=roubaix")
    sign_in(page, EMAIL)

    page.goto("/spaces?city=tourcoing")
    page.get_by_role("link", name=ROOM).click()
    choose_period(page)
    page.get_by_label("Combien serez-vous ?").fill("3")
    look(page, "quote-persons-360")
    page.get_by_role("button", name="Réserver").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est réservé.")
    expect(page.get_by_text("3 personnes")).to_be_visible()
    address = page.url.partition("?")[0]
    open_letter(page, EMAIL, "Réservé")

    page.goto(address)
    look(page, "booking-360")
    page.get_by_role("button", name="Voir ce qui est libre").click()
    expect(page.get_by_text("Vous changez votre réservation")).to_be_visible()
    look(page, "moving-360")
    page.locator(".chips a").nth(1).click()
    page.locator(".chips--wide a").nth(2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier et changer")
    expect(page.get_by_label("Combien serez-vous ?")).to_have_value("3")
    look(page, "quote-moving-360")
    page.get_by_role("button", name="Changer la réservation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est changé.")
    assert page.url.partition("?")[0] == address
    look(page, "moved-360")

    open_letter(page, EMAIL, "Changé")
    expect(page.get_by_text("Avant :")).to_be_visible()
    entry = page.locator("pre").last
    expect(entry).to_contain_text("METHOD:REQUEST")
    expect(entry).to_contain_text(re.compile(r"SEQUENCE:1\b"))
    look(page, "letter-moved-360")
