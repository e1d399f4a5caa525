"""An activity with one seat: who has no account takes it, a member waits for it. On a phone, without a script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chassis import clock, ids
from tests import waiting
from tests.browser.conftest import OpenPage, look
from tests.browser.test_booking import MAIL_SECONDS, open_letter, register, sign_in
from tests.browser.test_pages import CONTRASTS, LEAST_CONTRAST, width_of
from tests.network import Network
from tests.network.desk import PARIS, Desk

QUESTION = {"name": "appareil", "label": {"fr": "Quel appareil apportez-vous ?"}, "required": True, "keep_days": 30}


@dataclass
class Shown:
    """An activity that is on the agenda, with one date."""

    title: str
    activity_id: str
    occurrence_id: str


@pytest.fixture(scope="session")
def desk(network: Network) -> Desk:
    return Desk(network)


def announce(desk: Desk, capacity: int = 1, **facts: Any) -> Shown:
    """Put an activity on the agenda, in a week, from six to eight in the evening."""
    title = f"Réparer plutôt que jeter {ids.new()[-6:]}"
    draft = {
        "city": "tourcoing", "kind": "workshop", "title": {"fr": title}, "summary": {"fr": "On répare ensemble."},
        "easy_to_read": {"fr": "Vous avez un appareil cassé.\nNous le réparons ensemble."},
        "accessibility": ["mi", "hi"], "place_id": desk.place_id, "terms": {"form": [QUESTION]}, **facts,
    }  # fmt: skip
    activity = ask(desk, "/activities", draft)
    day = clock.now().astimezone(PARIS).date() + timedelta(days=7)
    local = {"starts_local": f"{day}T18:00", "ends_local": f"{day}T20:00"}
    dates = ask(desk, f"/activities/{activity['id']}/occurrences", {**local, "capacity": capacity, "waiting_seats": 4})
    ask(desk, f"/activities/{activity['id']}/publication", {})
    occurrence_id = dates["occurrences"][0]["id"]
    return Shown(title, activity["id"], occurrence_id)


def ask(desk: Desk, path: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = desk.administrator.ask("POST", path, body)
    assert reply.status_code in (200, 201), reply.text
    told: dict[str, Any] = reply.json()
    return told


def find(page: Page, shown: Shown) -> None:
    """From the first page to the form by which one registers."""
    page.goto("/")
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Agenda").click()
    page.get_by_label("Mots").fill(shown.title)
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("link", name=shown.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shown.title)
    page.get_by_role("main").get_by_role("link", name="S’inscrire").click()


def is_easy_to_read(page: Page, width: int) -> None:
    assert width_of(page) <= width
    assert {text: ratio for text, ratio in page.evaluate(CONTRASTS) if ratio < LEAST_CONTRAST} == {}


def register_as_guest(page: Page, shown: Shown, email: str) -> None:
    """By a name and an address, then by the button of the letter."""
    find(page, shown)
    page.get_by_label("Votre nom").fill("Anne Delattre")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Votre ville").select_option(label="Marcq-en-Barœul")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Recevoir le courriel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrez le courriel que nous vous avons envoyé")
    open_letter(page, email, "")
    page.get_by_role("link", name="/guest-registrations/confirm").click()
    page.get_by_role("button", name="Confirmer mon inscription").click()


@pytest.mark.parametrize("script", [True, False])
def test_a_visitor_registers_without_an_account(new_page: OpenPage, desk: Desk, script: bool) -> None:
    shown, email = announce(desk), f"anne.{ids.new()[-6:]}@example.org"
    page = new_page(width=360, java_script_enabled=script)
    register_as_guest(page, shown, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes inscrit.")
    assert "pass=" not in page.url
    page.get_by_label("Quel appareil apportez-vous ?").fill("Un grille-pain")
    page.get_by_role("button", name="Enregistrer mes réponses").click()
    expect(page.get_by_text("Vos réponses sont enregistrées")).to_be_visible()
    look(page, f"registration-of-a-guest-360{'' if script else '-no-script'}")
    if script:
        is_easy_to_read(page, 360)


def test_a_member_waits_and_is_offered_the_seat_that_a_guest_gives_back(new_page: OpenPage, desk: Desk) -> None:
    shown, email = announce(desk, terms={}), f"ondine.{ids.new()[-6:]}@example.org"
    guest = new_page(width=360, java_script_enabled=False)
    register_as_guest(guest, shown, f"anne.{ids.new()[-6:]}@example.org")

    page = new_page(width=360, java_script_enabled=False)
    page.goto("/members/new")
    register(page, email)
    page.goto("/sessions/new?city=roubaix")
    sign_in(page, email)
    page.goto(f"/activities/{shown.activity_id}")
    expect(page.get_by_text("Complet", exact=True)).to_be_visible()
    page.get_by_role("link", name="S’inscrire sur la liste d’attente").click()
    expect(page.get_by_text("Personne n’attend avant vous.")).to_be_visible()
    look(page, "waiting-list-360")
    page.get_by_role("button", name="Attendre une place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes sur la liste d’attente.")
    expect(page.get_by_text("Vous êtes la première personne")).to_be_visible()
    address = page.url.partition("?")[0]

    guest.get_by_role("link", name="Annuler cette inscription").click()
    guest.get_by_role("button", name="Oui, annuler").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("C’est annulé.")

    def is_offered() -> bool:
        page.goto(address)
        return page.get_by_role("button", name="Oui, je viens").count() == 1

    waiting.until(is_offered, "offer of the seat", MAIL_SECONDS, pause=0.2)
    look(page, "offer-360")
    page.get_by_role("button", name="Oui, je viens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes inscrit.")
    expect(page.get_by_role("heading", name="Pourquoi ?")).to_be_visible()
    page.get_by_role("link", name="Mes inscriptions").click()
    expect(page.get_by_text("Confirmée")).to_be_visible()
    look(page, "registrations-360")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_agenda_and_an_activity_can_be_read_everywhere(
    new_page: OpenPage, desk: Desk, width: int, scheme: str
) -> None:
    shown = announce(desk)
    page = new_page(width=width, color_scheme=scheme)
    paths = {
        "agenda": "/agenda",
        "activity": f"/activities/{shown.activity_id}",
        "register": f"/occurrences/{shown.occurrence_id}/register",
    }
    for name, path in paths.items():
        page.goto(path)
        look(page, f"{name}-{width}-{scheme}")
        is_easy_to_read(page, width)
