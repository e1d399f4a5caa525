"""Every letter in a real Chromium, without a network: nothing that axe finds, nothing asked for, no side scrolling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from services.notifications import previews
from services.notifications.domain import LANGUAGES, Kind
from tests.browser.conftest import SCREENSHOTS, OpenPage
from tests.browser.test_desk import sign_in_as_staff
from tests.network import Network
from tests.notifications import given

# Of a city that chose the colour which is hardest to read there.
COLOURS = {"light": "#ffd400", "dark": "#1a1a1a"}
SEEN = (Kind.BOOKING_CONFIRMED, Kind.REGISTRATION_OFFERED, Kind.RESET, Kind.SUSPENDED)
Scheme = Literal["light", "dark"]
# What axe looks for: everything by day; by night the colours alone are otherwise.
LOOKED_FOR: dict[Scheme, set[str]] = {
    "light": {"color-contrast", "document-title", "html-has-lang"},
    "dark": {"color-contrast"},
}
RESULTS = "resultTypes: ['violations', 'incomplete', 'passes']"
AXE = {"light": f"axe.run({{{RESULTS}}})", "dark": f"axe.run({{runOnly: ['color-contrast'], {RESULTS}}})"}


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Scheme, list[str]]]:
    """A mail reader on a telephone, by day and by night; what it was made to ask for."""
    scheme: Scheme = request.param
    context = chromium.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme, offline=True)
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda one: asked.append(one.url))
    yield page, scheme, asked
    context.close()


@pytest.mark.parametrize(("kind", "language"), list(product(Kind, LANGUAGES)))
def test_everybody_can_read_every_letter(reader: tuple[Page, Scheme, list[str]], kind: Kind, language: str) -> None:
    page, scheme, asked = reader
    letterhead = replace(given.LETTERHEAD, colour=COLOURS[scheme])
    page.set_content(previews.preview(kind, language, letterhead, given.NOW).letter.html)
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(AXE[scheme])
    told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
    assert told == []
    assert [one["id"] for one in found["incomplete"]] == []
    assert LOOKED_FOR[scheme] <= {one["id"] for one in found["passes"]}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert asked == []
    if kind in SEEN:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"letter-{kind}-{language}-{scheme}.png", full_page=True)


def test_staff_looks_at_a_letter_in_three_languages(new_page: OpenPage, network: Network) -> None:
    page = new_page()
    sign_in_as_staff(page, network, "thomas")
    page.goto("/desk/letters")
    page.get_by_role("link", name="Une place d’activité est proposée").click()
    shown = page.frame_locator("iframe")
    assert "Bonjour Camille Exemple" in shown.locator("main").inner_text()
    assert shown.locator("header").evaluate("one => getComputedStyle(one).color") == "rgb(255, 255, 255)"
    page.get_by_role("navigation", name="Langue du courriel").get_by_role("link", name="Nederlands").click()
    page.wait_for_url("**?language=nl")
    assert "Dag Camille Exemple" in shown.locator("main").inner_text()
    assert "Dag Camille Exemple" in page.locator("pre").inner_text()
    page.screenshot(path=SCREENSHOTS / "desk-letter.png", full_page=True)
    page.evaluate(AXE_SCRIPT)
    assert [one["id"] for one in page.evaluate("axe.run('main')")["violations"]] == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("iframe").scroll_into_view_if_needed()
    shown.get_by_role("link", name="Aanvaarden").scroll_into_view_if_needed()
    page.screenshot(path=SCREENSHOTS / "desk-letter-360.png")


def test_axe_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content('<html><body><p style="color: #999; background: #fff">Bonjour <a href="/"></a></p></body></html>')
    page.evaluate(AXE_SCRIPT)
    found = {one["id"] for one in page.evaluate("axe.run()")["violations"]}
    assert {"color-contrast", "document-title", "html-has-lang", "link-name"} <= found
    page.close()
