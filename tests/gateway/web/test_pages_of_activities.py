"""The agenda, an activity and its dates, as anybody sees them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.gateway.web.conftest import Browser, calls, words


def test_the_agenda_tells_what_is_on_day_by_day(browser: Browser) -> None:
    page = browser.open("/agenda")
    days = re.findall(r'<h2 id="day-[^"]+" class="agenda__day">([^<]+)</h2>', page.text)
    assert days == ["mardi 24 novembre 2026", "mardi 8 décembre 2026"]
    said = words(page)
    assert "Atelier Réparer plutôt que jeter 18:00 – 20:00 Atelier des Arts, Roubaix Gratuit 8 places libres" in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("full", "Complet"),
        ("postponed", "Reporté"),
        ("moved_online", "Passé en ligne"),
        ("cancelled", "Annulé"),
        ("rescheduled", "Date changée"),
    ],
)
def test_how_a_date_stands_is_a_word_with_a_sign(browser: Browser, state: str, said: str) -> None:
    browser.network.change("repair-1", state=state)
    for path in ("/agenda", "/activities/repair"):
        page = browser.open(path).text
        assert re.search(rf'<span class="pill[^"]*"><svg [^>]*><use [^>]*/></svg>{said}</span>', page)


def test_seats_left_or_the_waiting_list_are_told(browser: Browser) -> None:
    browser.network.change("repair-1", state="full", seats_left=0, registration="waiting")
    assert "Complet Gratuit Liste d’attente ouverte" in words(browser.open("/agenda"))


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("city=roubaix", {"cities": ["roubaix"]}),
        ("kind=screening", {"kinds": ["screening"]}),
        ("public=families", {"publics": ["families"]}),
        ("theme=textile", {"themes": ["textile"]}),
        ("accessibility=mi", {"accessibility": ["mi"]}),
        ("attendance=online", {"attendance": "online"}),
        ("free=yes", {"free": True}),
        ("text=cin%C3%A9", {"text": "ciné"}),
        ("when=week", {"from_": "2026-11-23T07:00:00+00:00", "to": "2026-11-29T23:00:00+00:00"}),
        ("when=weekend", {"from_": "2026-11-27T23:00:00+00:00", "to": "2026-11-29T23:00:00+00:00"}),
        ("when=month", {"to": "2026-11-30T23:00:00+00:00"}),
        ("from=2026-12-01&to=2026-12-24", {"from_": "2026-11-30T23:00:00+00:00", "to": "2026-12-24T23:00:00+00:00"}),
        ("from=nonsense&kind=nonsense&city=x&attendance=x", {"kinds": [], "cities": [], "attendance": None}),
        ("after=4", {"after": "4"}),
    ],
)
def test_the_filters_are_what_bookings_is_asked_for(browser: Browser, query: str, asked: dict[str, Any]) -> None:
    assert browser.open(f"/agenda?{query}").status_code == 200
    [sent] = calls(browser.network, "agenda")
    assert {name: sent[name] for name in asked} == asked


def test_a_filter_that_is_set_is_seen_and_can_be_left(browser: Browser) -> None:
    page = browser.open("/agenda?text=rien&accessibility=mi")
    assert "Rien ne correspond à ces filtres." in words(page)
    assert '<details class="filters__more" open>' in page.text
    assert '<option value="mi" selected>' in page.text


def test_that_there_is_nothing_is_another_thing_than_not_to_know(browser: Browser) -> None:
    browser.network.occurrences.clear()
    assert "Rien n’est encore annoncé." in words(browser.open("/agenda"))
    browser.network.down.add("bookings")
    page = browser.open("/agenda")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "Le service ne répond pas" in words(page)
    assert "Rien n’est encore annoncé." not in words(page)


def test_an_activity_tells_everything_of_it(browser: Browser) -> None:
    browser.network.activities["repair"] |= {
        "description": {"fr": "Premier.\n\nSecond."},
        "easy_to_read": {"fr": "On répare ensemble."},
        "accessibility": ["hi", "mi"],
        "prices": [{"label": "Plein tarif", "cents": 500, "condition": "matériel compris"}],
        "min_age": 12,
        "languages": ["fr", "nl"],
        "theme": "réparation",
        "recipe": "https://recettes.example.org/reparer",
        "copied_from_id": "film",
        "copied_from_city": "tourcoing",
        "attribution": "Champ Libre, Tourcoing",
        "organiser_name": "Les Bricoleurs",
        "terms": {**browser.network.activities["repair"]["terms"], "attestation": "laser_training"},
    }
    page = browser.open("/activities/repair")
    said = words(page)
    for told in (
        "Handicap auditif", "Handicap moteur", "Plein tarif : 5,00", "matériel compris", "dès 12 ans",
        "français, néerlandais",
        "En facile à lire On répare ensemble.", "Les Bricoleurs", "D’après Champ Libre, Tourcoing", "Atelier des Arts",
        "avoir suivi la formation « laser »",
    ):  # fmt: skip
        assert told in said.replace("\xa0", " ")
    assert "<p>Premier.</p>" in page.text
    assert page.text.count("/register") == 2 + 2  # each date's button, and its offer for search engines


def linked(page: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def test_each_date_is_told_to_search_engines_as_an_event(browser: Browser) -> None:
    browser.network.change("repair-2", status="moved_online", registration="waiting", seats_left=0)
    first, second = linked(browser.open("/activities/repair").text)
    assert first["@type"] == "Event"
    assert first["name"] == "Réparer plutôt que jeter"
    assert first["startDate"] == "2026-11-24T18:00:00+01:00"
    assert first["eventStatus"] == "https://schema.org/EventScheduled"
    assert first["location"]["name"] == "Atelier des Arts"
    assert first["offers"][0]["availability"] == "https://schema.org/InStock"
    assert first["organizer"]["name"] == "Roubaix"
    assert second["eventStatus"] == "https://schema.org/EventMovedOnline"
    assert second["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert second["location"]["@type"] == "VirtualLocation"
    assert second["offers"][0]["availability"] == "https://schema.org/SoldOut"


def test_what_somebody_writes_never_ends_the_script(browser: Browser) -> None:
    browser.network.activities["repair"]["title"] = {"fr": "</script><script>alert(1)</script>"}
    page = browser.open("/activities/repair").text
    assert "<script>alert" not in page
    assert linked(page)[0]["name"] == "</script><script>alert(1)</script>"


def test_a_title_is_said_in_the_visitor_s_language_or_marked_as_french(browser: Browser) -> None:
    assert '<h1 lang="fr">Réparer plutôt que jeter</h1>' in browser.open("/activities/repair?lang=nl").text
    browser.network.activities["repair"]["title"]["nl"] = "Herstellen in plaats van weggooien"
    assert "<h1>Herstellen in plaats van weggooien</h1>" in browser.open("/activities/repair?lang=nl").text


def test_an_image_from_elsewhere_is_a_link_and_tells_nobody_who_looks(browser: Browser) -> None:
    image = {"url": "https://elsewhere.example.org/a.jpg", "alt": "Une table d’outils", "credit": "Marie"}
    browser.network.activities["repair"]["image"] = image
    page = browser.open("/activities/repair")
    assert "<img" not in page.text
    assert "Une table d’outils · Marie" in words(page)
    browser.network.activities["repair"]["image"] = {**image, "url": "http://localhost/images/a.jpg"}
    assert 'src="http://localhost/images/a.jpg" alt="Une table d’outils"' in browser.open("/activities/repair").text


def test_a_date_goes_into_a_calendar_in_its_zone(browser: Browser) -> None:
    page = browser.open("/occurrences/repair-1.ics")
    assert page.mimetype == "text/calendar"
    text = page.text
    assert "DTSTART;TZID=Europe/Paris:20261124T180000" in text
    assert "UID:repair-1@localhost" in text
    assert "SUMMARY:Réparer plutôt que jeter" in text
    assert "STATUS:CONFIRMED" in text
    browser.network.change("repair-1", status="cancelled", sequence=3)
    text = browser.open("/occurrences/repair-1.ics").text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:3" in text


def test_a_date_that_does_not_take_place_has_no_button(browser: Browser) -> None:
    for occurrence_id in ("repair-1", "repair-2"):
        browser.network.change(occurrence_id, state="cancelled", status="cancelled", registration="over")
    page = browser.open("/activities/repair").text.partition("<main")[2]
    assert "/register" not in page


def test_an_activity_that_nobody_knows_is_not_there(browser: Browser) -> None:
    assert browser.open("/activities/unknown").status_code == 404


def test_the_first_page_shows_the_next_three(browser: Browser) -> None:
    page = browser.open("/")
    [asked] = calls(browser.network, "agenda")
    assert asked["limit"] == 3
    assert "Prochainement" in words(page)
    assert 'href="/activities/repair"' in page.text
    browser.network.occurrences.clear()
    assert "Prochainement" not in words(browser.open("/"))
