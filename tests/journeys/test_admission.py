"""A membership from the wish to the door, through HTTP, with every process running."""

from __future__ import annotations

import pytest

from tests import waiting
from tests.network import Member, Network
from tests.network.desk import Desk, known
from tests.network.people import body_of

HEARD_SECONDS = 20.0
WITHIN_SECONDS = 5.0


@pytest.fixture(scope="module")
def desk(network: Network) -> Desk:
    return Desk(network)


def test_who_is_admitted_books_what_is_for_residents_elsewhere_until_their_city_suspends_them(
    network: Network, desk: Desk
) -> None:
    noor = Member(network, city="roubaix", name="Noor Selim", email="noor.selim@example.org").join()
    sophie = known(network, "sophie@roubaix.example.org")
    wish = desk.wish(desk.space("residents", rules={"categories": ["resident"]}))
    assert desk.codes(noor, wish) == {"category_not_admitted"}

    why = "Un four à pain partagé"
    asked = noor.ask("POST", "/me/applications", {"category": "resident", "motivation": why}).json()
    assert noor.ask("POST", "/me/applications", {"category": "nomad"}).json()["code"] == "application_open"
    assert asked["id"] in [found["id"] for found in sophie.get("/applications")["items"]]
    assert sophie.get(f"/applications/{asked['id']}")["motivation"] == why
    decision = {"decision": "admit", "reason": "Le quartier attendait ce four."}
    assert sophie.ask("POST", f"/applications/{asked['id']}/decision", decision).json()["status"] == "admitted"
    waiting.until(lambda: not desk.codes(noor, wish), "resident of whom bookings has heard", HEARD_SECONDS)
    assert noor.ask("POST", "/bookings", wish).status_code == 201
    assert "Le quartier attendait ce four." in body_of(noor.letter(2))

    path = f"/members/{noor.id}/suspension"
    assert sophie.ask("PUT", path, {"reason": "Le four est resté allumé."}).status_code == 200
    later = desk.wish(wish["space_id"], day=2)
    refused = {"member_not_active"}
    waiting.until(lambda: desk.codes(noor, later) >= refused, "suspension of which bookings has heard", WITHIN_SECONDS)
    assert noor.ask("POST", "/bookings", later).json()["code"] == "member_not_active"
    assert noor.ask("GET", "/me").status_code in (401, 403)
    credentials = {"email": noor.email, "password": noor.password, "city": "roubaix"}
    assert noor.ask("POST", "/sessions", credentials).json()["code"] == "member_not_active"
    said = waiting.until(lambda: told(noor, "Le four est resté allumé."), "letter that says why", HEARD_SECONDS)
    assert len(said) == 1

    assert sophie.ask("DELETE", path).json()["status"] == "active"
    noor.sign_in()
    waiting.until(lambda: not desk.codes(noor, later), "reinstatement of which bookings has heard", HEARD_SECONDS)
    assert noor.ask("POST", "/bookings", later).status_code == 201
    waiting.until(lambda: told(noor, "La suspension de votre compte est finie"), "letter that says so", HEARD_SECONDS)
    assert sophie.ask("PUT", f"/members/{sophie.id}/suspension", {"reason": "x"}).json()["code"] == "suspends_oneself"


def told(member: Member, words: str) -> list[str]:
    """The letters that say so."""
    return [body_of(letter) for letter in member.letters() if words in body_of(letter)]
