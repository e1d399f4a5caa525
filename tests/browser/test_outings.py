"""What is on, as people see it: without a script, on an old phone, in the dark; with one, around where they are."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, look
from tests.network import Network

UNION = {"latitude": 50.70531, "longitude": 3.16254}


def faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    return [one["id"] for one in page.evaluate("axe.run()")["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_script_on_a_phone_an_outing_is_two_steps_away(
    new_page: OpenPage, network: Network, scheme: str
) -> None:
    page = new_page(360, java_script_enabled=False, color_scheme=scheme, base_url=network.opendata)
    page.goto("/outings")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos loisirs en Live")
    expect(page.get_by_role("button", name="Autour de moi")).to_be_hidden()
    page.get_by_role("combobox", name="Autour de").select_option(index=1)
    page.get_by_role("combobox", name="À moins de").select_option("10000")
    page.get_by_role("button", name="Voir").click()
    assert "within=10000" in page.url
    first = page.get_by_role("main").get_by_role("listitem").first
    expect(first).to_contain_text("Où")
    title = first.get_by_role("heading").get_by_role("link").inner_text()
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.get_by_role("link", name="Voir l'annonce")).to_be_visible()
    look(page, f"outing-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/outings", "/outings?when=now&city=roubaix&free=true", "/outings?when=nonsense"])
def test_nothing_stands_in_anybodys_way(new_page: OpenPage, network: Network, address: str, scheme: str) -> None:
    page = new_page(360, color_scheme=scheme, base_url=network.opendata)
    page.goto(address)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    look(page, f"outings-{len(address)}-{scheme}")


def test_an_outing_is_read_by_everybody(new_page: OpenPage, network: Network) -> None:
    page = new_page(base_url=network.opendata)
    page.goto("/outings")
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").first.click()
    assert faults(page) == []


def test_around_me_is_to_a_hundred_metres(new_page: OpenPage, network: Network) -> None:
    page = new_page(base_url=network.opendata, geolocation=UNION, permissions=["geolocation"])
    page.goto("/outings?when=7days&city=roubaix")
    page.get_by_role("button", name="Autour de moi").click()
    page.wait_for_url("**near=50.705*")
    assert "near=50.705%2C3.163" in page.url
    assert "city=roubaix" in page.url
    expect(page.get_by_role("checkbox", name="Autour de ma position")).to_be_checked()
    page.get_by_role("checkbox", name="Autour de ma position").uncheck()
    page.get_by_role("button", name="Voir").click()
    assert "near" not in page.url


def test_who_does_not_say_where_they_are_chooses_a_place(new_page: OpenPage, network: Network) -> None:
    page = new_page(base_url=network.opendata)
    page.goto("/outings")
    page.get_by_role("button", name="Autour de moi").click()
    expect(page.get_by_role("status")).to_have_text(
        "Votre position n'est pas connue : choisissez un lieu ou un arrêt."
    )
