"""What a visitor sees without an account."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.gateway.web.conftest import Browser, words
from tests.gateway.web.network import CITIES, PLACES, SPACES, Network

PUBLIC = [
    "/password/forgotten",
    "/password/new?city=roubaix&token=t",
    "/account/address?city=roubaix&token=t",
    "/",
    "/places",
    "/places/union",
    "/spaces",
    "/spaces/desks",
    "/agenda",
    "/activities/repair",
    "/occurrences/repair-1/register",
    "/occurrences/repair-1/register/sent",
    "/guest-registrations/confirm?city=marcq&token=wish-1",
    "/members/new",
    "/members/registered",
    "/sessions/new",
    "/about-data",
    "/accessibilite",
    "/mentions-legales",
    "/confidentialite",
    "/nowhere",
    "/bookings/new?space_id=desks&starts_at=2026-11-24T09:00:00Z&ends_at=2026-11-24T10:00:00Z",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_has_one_title_and_its_landmarks(browser: Browser, path: str) -> None:
    html = browser.open(path).text
    for mark in ("<h1", "<main ", "<header ", "<footer ", "<title>"):
        assert html.count(mark) == 1, mark
    assert 'href="#main"' in html
    assert len(re.findall(r"<nav ", html)) == len(re.findall(r"<nav [^>]*aria-label=", html))


@pytest.mark.parametrize("path", PUBLIC)
def test_every_field_has_its_label_and_no_id_is_given_twice(browser: Browser, path: str) -> None:
    html = browser.open(path).text
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    fields = re.findall(r'<(?:select|input(?! type="hidden"))[^>]*\bid="([^"]+)"', html)
    labelled = re.findall(r'<label for="([^"]+)"|<label class="check"><input id="([^"]+)"', html)
    assert set(fields) <= {label or inside for label, inside in labelled}


@pytest.mark.parametrize("path", PUBLIC)
def test_every_element_is_closed_in_its_turn(browser: Browser, path: str) -> None:
    open_elements: list[str] = []

    class Nesting(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "link", "input", "br"):
                open_elements.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_elements.pop() == tag

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            """`<use/>`: opened and closed at once."""

    Nesting().feed(browser.open(path).text)
    assert open_elements == []


def test_the_front_page_shows_the_cities_and_what_is_free_soon(browser: Browser) -> None:
    said = words(browser.open("/"))
    assert all(city.name in said for city in CITIES.values())
    assert "lun. 09:00" in said


def test_a_place_shows_its_hours_day_by_day(browser: Browser) -> None:
    said = words(browser.open("/places/union"))
    assert "lundi 23 novembre 2026 : 09:00 – 19:00" in said
    assert "dimanche 29 novembre 2026 : fermé" in said


def test_hours_that_are_not_understood_are_shown_as_they_are(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLACES, "union", {**PLACES["union"], "opening_hours": "sur demande ((("})
    assert "sur demande (((" in words(browser.open("/places/union"))


def test_spaces_are_filtered(browser: Browser) -> None:
    said = words(browser.open("/spaces?city=roubaix&persons=8"))
    assert SPACES["agora"]["name"] in said
    assert SPACES["laser"]["name"] not in said


def test_a_filter_that_makes_no_sense_is_left_out(browser: Browser) -> None:
    page = browser.open("/spaces?city=<b>&kind=99&persons=0")
    assert page.status_code == 200
    assert "5 espaces" in words(page)
    assert "<b>" not in page.text


def test_a_day_offers_its_starts_with_the_number_of_free_units(browser: Browser) -> None:
    page = browser.open("/spaces/desks?day=2026-11-24")
    assert "Ouvert 09:00 – 19:00" in words(page)
    assert page.text.count("start=2026-11-24T") == 20
    assert "20 libres" in words(page)


def test_a_chosen_start_offers_ends_that_lead_to_the_price(browser: Browser) -> None:
    page = browser.open("/spaces/desks?day=2026-11-24&start=2026-11-24T16:00:00Z")
    links = re.findall(r'href="(/bookings/new\?[^"]+)"', page.text)
    asked = [parse_qs(urlsplit(unescape(link)).query) for link in links]
    assert [wish["ends_at"][0][11:16] for wish in asked] == ["16:30", "17:00", "17:30", "18:00"]


@pytest.mark.parametrize(
    "query",
    [
        "day=nonsense",
        "day=0001-01-01",
        "day=9999-12-31",
        "start=2026-11-24T16:00",
        "start=x",
        "start=0001-01-01T00:00:00%2B23:00",
    ],
)
def test_a_day_or_start_that_makes_no_sense_is_left_out(browser: Browser, query: str) -> None:
    page = browser.open(f"/spaces/desks?{query}")
    assert page.status_code == 200
    assert "lundi 23 novembre 2026" in words(page)


def fill(network: Network, day: str) -> None:
    """Somebody holds all units of the only room for a whole day."""
    network.book("salon", f"{day}T08:00:00Z", f"{day}T18:00:00Z", {"member_id": "other", "city": "marcq"})


def test_a_space_opens_on_the_first_day_that_can_be_booked_and_says_so(browser: Browser) -> None:
    assert "premier jour" not in words(browser.open("/spaces/salon"))
    for day in ("2026-11-23", "2026-11-24"):
        fill(browser.network, day)
    page = browser.open("/spaces/salon")
    assert 'href="?day=2026-11-25#choose" aria-current="date"' in page.text
    assert "C’est le premier jour où il reste de la place." in words(page)


def test_the_week_says_of_each_day_how_often_one_can_begin_or_why_not(browser: Browser) -> None:
    fill(browser.network, "2026-11-24")
    page = browser.open("/spaces/salon")
    said = words(page)
    assert "lundi 23 novembre 2026 : lun. 23 20 créneaux" in said
    assert 'class="weekday weekday--full" href="?day=2026-11-24#choose"' in page.text
    assert "dimanche 29 novembre 2026 : dim. 29 fermé" in said
    assert "passé" not in said


def test_a_full_day_leads_to_the_next_free_one(browser: Browser) -> None:
    fill(browser.network, "2026-11-28")
    page = browser.open("/spaces/salon?day=2026-11-28")
    assert "Plus rien de libre ce jour-là." in words(page)
    assert "Voir le prochain jour libre : lundi 30 novembre 2026" in words(page)
    assert 'href="?day=2026-11-30#choose"' in page.text


def test_a_closed_day_says_so(browser: Browser) -> None:
    assert "Fermé ce jour-là." in words(browser.open("/spaces/desks?day=2026-11-29"))


def test_a_start_that_is_gone_is_said_so(browser: Browser) -> None:
    fill(browser.network, "2026-11-24")
    page = browser.open("/spaces/salon?day=2026-11-25&start=2026-11-24T09:00:00Z")
    assert "Ce début n’est plus libre" in words(page)
    assert "2. Jusqu’à quand ?" not in words(page)


def test_where_the_units_change_only_ends_are_offered_that_one_unit_is_free_for(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One unit of two is held from 10 to 11, the other from 13 to 14: the numbers alone do not tell."""
    monkeypatch.setitem(SPACES, "salon", {**SPACES["salon"], "units": 2})
    other = {"member_id": "other", "city": "marcq"}
    for unit, hour in enumerate((9, 12), 1):
        period = (f"2026-11-24T{hour:02}:00:00Z", f"2026-11-24T{hour + 1}:00:00Z")
        browser.network.book("salon", *period, other, unit_id=f"salon-{unit}")
    page = browser.open("/spaces/salon?day=2026-11-24&start=2026-11-24T08:00:00Z")
    links = re.findall(r'href="(/bookings/new\?[^"]+)"', page.text)
    offered = [parse_qs(urlsplit(unescape(link)).query)["ends_at"][0][11:16] for link in links]
    assert offered[-1] == "12:00"
    assert len(offered) == 8
    assert [method for _, method, _ in browser.network.asked] == ["space", "availability"]


def test_the_front_page_asks_few_questions_however_many_spaces_there_are(browser: Browser) -> None:
    browser.open("/")
    assert [method for _, method, _ in browser.network.asked] == ["places", "spaces", "agenda", "next_free"]


def test_what_a_city_wrote_is_marked_as_french_on_pages_in_other_languages(browser: Browser) -> None:
    assert '<h1 lang="fr">Le plateau</h1>' in browser.open("/spaces/desks?lang=nl").text
    assert "<h1>Le plateau</h1>" in browser.open("/spaces/desks?lang=fr").text


def test_a_change_of_language_keeps_the_page(browser: Browser) -> None:
    page = browser.open("/spaces/desks?day=2026-11-24&start=2026-11-24T16:00:00Z")
    assert 'href="/spaces/desks?day=2026-11-24&amp;start=2026-11-24T16%3A00%3A00Z&amp;lang=nl"' in page.text


def test_a_visitor_sees_the_price_and_how_to_go_on(browser: Browser) -> None:
    page = browser.open("/bookings/new?space_id=desks&starts_at=2026-11-24T09:00:00Z&ends_at=2026-11-24T10:30:00Z")
    assert "Prix par quart d’heure entamé 3,75" in words(page)
    assert "10:00 – 11:30" in words(page)
    back = re.search(r'href="/sessions/new\?next=([^"]+)"', page.text)
    assert back
    assert unquote(back[1]) == page.request.full_path


def test_what_a_city_writes_is_never_markup(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = {**PLACES["union"], "name": "<script>alert(1)</script>", "website": "javascript:alert(1)"}
    monkeypatch.setitem(PLACES, "union", evil)
    html = browser.open("/places/union").text
    assert "<script>alert" not in html
    assert "javascript:" not in html
