"""The pages as they are seen: on an old phone, in the dark, by keyboard, enlarged."""
from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chassis import clock
from tests.browser.conftest import OpenPage, look

PAGES = {
    "home": "/",
    "places": "/places",
    "place": "/places/champ-libre",
    "spaces": "/spaces",
    "space": "/spaces/champ-libre-bureaux?day={monday}",
    "register": "/members/new",
    "sign-in": "/sessions/new",
    "mail": "/mail",
    "about-data": "/about-data",
    "accessibility": "/accessibilite",
    "legal": "/mentions-legales",
    "privacy": "/confidentialite",
    "nowhere": "/nowhere",
}
# A colour and its ground are told apart by 4.5 to 1 or better (WCAG 2.1, 1.4.3).
LEAST_CONTRAST = 4.5
CONTRASTS = """() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = rgb(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0.99) return found;
    }
    return [255, 255, 255];
  };
  const seen = [...document.querySelectorAll("body *")].filter((element) =>
    element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return seen.map((element) => {
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    return [element.className + ": " + element.textContent.trim().slice(0, 40), (a + 0.05) / (b + 0.05)];
  });
}"""


def address(name: str) -> str:
    today = clock.now().date()
    return PAGES[name].format(monday=today + timedelta(days=7 - today.weekday()))


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_an_old_phone_and_can_be_read(new_page: OpenPage, name: str, scheme: str) -> None:
    page = new_page(width=360, color_scheme=scheme)
    page.goto(address(name))
    look(page, f"{name}-360-{scheme}")
    assert width_of(page) <= 360
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 10
    assert {text: ratio for text, ratio in contrasts if ratio < LEAST_CONTRAST} == {}


@pytest.mark.parametrize("name", ["home", "space", "spaces"])
def test_a_page_is_at_ease_on_a_wide_screen(new_page: OpenPage, name: str) -> None:
    page = new_page(width=1280)
    page.goto(address(name))
    look(page, f"{name}-1280")
    assert width_of(page) <= 1280


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["home", "space", "register"])
def test_longer_words_of_other_languages_fit_too(new_page: OpenPage, name: str, language: str) -> None:
    page = new_page(width=360, locale=language)
    page.goto(address(name))
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert width_of(page) <= 360


@pytest.mark.parametrize("name", ["home", "space", "register"])
def test_a_page_enlarged_twice_needs_no_sideways_scrolling(new_page: OpenPage, name: str) -> None:
    page = new_page(width=640)  # what is left of 1280 pixels when each is drawn as two
    page.goto(address(name))
    assert width_of(page) <= 640


@pytest.mark.parametrize("name", PAGES)
def test_what_can_be_pressed_is_large_enough_for_a_finger(new_page: OpenPage, name: str) -> None:
    """24 by 24 pixels at least, but for links inside a sentence (WCAG 2.2, 2.5.8)."""
    page = new_page(width=360)
    page.goto(address(name))
    pressed = page.locator("button, .button, .chip, .weekday, .menu__link, input:not([type=hidden]), select")
    sizes = pressed.evaluate_all(
        "found => found.map(e => [e.outerHTML, e.getBoundingClientRect()]).map(([e, b]) => [e, b.width, b.height])"
    )
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_days_starts_and_ends_are_easy_to_hit(new_page: OpenPage) -> None:
    """44 by 44 pixels at least (WCAG 2.2, 2.5.5)."""
    page = new_page(width=360)
    for path in (address("space"), "/sessions/new"):
        page.goto(path)
        while page.locator(".chip").count() and not page.locator(".chips--wide").count():
            page.locator(".chip").first.click()
        pressed = page.locator("a.round, .weekday, .chip, summary, .button, .reveal, select, input:not([type=hidden])")
        sizes = pressed.evaluate_all(
            "found => found.filter(e => e.checkVisibility()).map(e => [e.outerHTML, e.getBoundingClientRect()])"
            ".map(([e, b]) => [e, b.width, b.height])"
        )
        assert len(sizes) > 4
        assert [size for size in sizes if min(size[1:]) < 44] == []


def test_a_chosen_start_can_be_changed_by_keyboard(new_page: OpenPage) -> None:
    page = new_page()
    page.goto(address("space"))
    page.locator(".chips a").nth(2).press("Enter")
    change = page.locator("summary")
    first = page.locator(".starts .chips a").first
    expect(first).to_be_hidden()
    change.focus()
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()


def test_a_password_can_be_looked_at_while_it_is_typed(new_page: OpenPage) -> None:
    page = new_page(width=360)
    page.goto("/sessions/new")
    field, reveal = page.locator("#password"), page.get_by_role("button", name="Montrer le mot de passe")
    field.fill("typed")
    reveal.click()
    expect(field).to_have_attribute("type", "text")
    expect(reveal).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_value("")


def test_the_first_key_leads_to_the_content(new_page: OpenPage) -> None:
    page = new_page()
    page.goto("/spaces")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_errors_are_summed_up_and_lead_to_their_fields_by_keyboard(new_page: OpenPage) -> None:
    page = new_page()
    page.goto("/members/new")
    page.get_by_role("button", name="Créer mon compte").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    look(page, "register-errors-1280")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Votre ville")).to_be_focused()


def test_choosing_a_start_leads_to_the_ends(new_page: OpenPage) -> None:
    page = new_page(width=360)
    page.goto(address("space"))
    page.locator(".chips a").first.press("Enter")
    expect(page.get_by_role("heading", name="2. Jusqu’à quand ?")).to_be_in_viewport()


def test_nothing_moves_for_who_asked_for_stillness(new_page: OpenPage) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto("/")
    moving = page.locator("body *").evaluate_all(
        "found => found.filter(e => getComputedStyle(e).transitionDuration !== '0s').length"
    )
    assert moving == 0
