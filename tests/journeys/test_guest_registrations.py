"""Who has no account comes to an activity: two fields, a letter, a button, a pass; the form is answered at home."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from chassis import ids
from tests import waiting
from tests.network import Network
from tests.network.coming import link_of
from tests.network.people import Member, Visitor, body_of
from tests.network.programme import Programme, told

HEARD_SECONDS = 30.0
FORM = [
    {"name": "allergies", "label": {"fr": "Des allergies ?"}, "kind": "text", "required": True, "keep_days": 7},
    {"name": "meal", "label": {"fr": "Un repas ?"}, "kind": "choice", "choices": ["avec", "sans"]},
]
ANSWERS = {"allergies": "Arachides de Wattignies", "meal": "avec"}


@pytest.fixture(scope="module")
def programme(network: Network) -> Programme:
    return Programme(network)


def guest(network: Network, name: str = "Zélie Quatorzepoint") -> Member:
    """Somebody of Roubaix who has no account, and a mailbox."""
    return Member(network, city="roubaix", name=name, email=f"{ids.new()[:13]}@guests.example.org")


def asks(who: Member, occurrence: dict[str, Any], **wish: Any) -> requests.Response:
    said = {"city": who.city, "name": who.name, "email": who.email, "consent": True, **wish}
    return who.ask("POST", f"/occurrences/{occurrence['id']}/guest-registrations", said)


def confirms(network: Network, link: str, **more: Any) -> requests.Response:
    asked = parse_qs(urlsplit(link).query)
    said = {name: asked[name][0] for name in ("city", "token")}
    return Visitor(network).ask("POST", "/guest-registrations/confirmation", {**said, **more})


def registers(who: Member, occurrence: dict[str, Any], **wish: Any) -> tuple[dict[str, Any], Visitor]:
    """A registration without account, and whoever holds the pass to it."""
    assert asks(who, occurrence, **wish).status_code == 202
    confirmed = told(confirms(who.network, link_of(who)))
    return confirmed["registration"], Visitor(who.network, confirmed["pass"])


def test_nothing_is_held_before_the_link_is_followed_and_looking_at_it_changes_nothing(programme: Programme) -> None:
    occurrence = programme.on(capacity=2)
    who = guest(programme.network)
    answer = asks(who, occurrence, seats=2)
    assert (answer.status_code, answer.json()["status"]) == (202, "to_confirm")
    link = link_of(who)
    assert requests.get(link, timeout=20).status_code == 200
    assert programme.occurrence(occurrence["id"])["seats_left"] == 2
    first, second = (told(confirms(programme.network, link))["registration"] for _ in "12")
    assert (first["status"], first["seats"], first["home_city"]) == ("confirmed", 2, "roubaix")
    assert second["id"] == first["id"]
    assert programme.occurrence(occurrence["id"])["seats_left"] == 0


def test_a_pass_opens_its_registration_and_nothing_else(programme: Programme) -> None:
    registration, holder = registers(guest(programme.network), programme.on(capacity=5))
    another, _ = registers(guest(programme.network), programme.on(capacity=5))
    path = f"/registrations/{registration['id']}"
    assert holder.get(path)["status"] == "confirmed"
    elsewhere = holder.ask("GET", f"/registrations/{another['id']}")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "pass_for_another")
    for mine in ("/me", "/registrations", "/bookings"):
        assert holder.ask("GET", mine).json()["code"] == "token_invalid"
    assert told(holder.ask("POST", f"{path}/cancellation", {}))["status"] == "cancelled"


def test_the_letter_about_the_seats_shows_the_pass(programme: Programme) -> None:
    who = guest(programme.network)
    registration, _ = registers(who, programme.on(capacity=5))
    page = re.compile(rf"https?://\S+/registrations/{registration['id']}\S*[?&]pass=(\S+)")

    def shown() -> list[str]:
        return [found[1] for letter in who.letters() if (found := page.search(body_of(letter)))]

    [shown_pass, *_] = waiting.until(shown, "letter with a pass", HEARD_SECONDS)
    seen = Visitor(programme.network, shown_pass).get(f"/registrations/{registration['id']}")
    assert seen["id"] == registration["id"]


def test_a_member_registers_by_the_link_as_who_they_are(programme: Programme) -> None:
    occurrence = programme.on(capacity=5)
    assert asks(programme.amina, occurrence, name="Somebody else").status_code == 202
    registration = told(confirms(programme.network, link_of(programme.amina)))["registration"]
    assert registration["member_id"] == programme.amina.id
    assert programme.amina.get(f"/registrations/{registration['id']}")["status"] == "confirmed"


def test_the_form_is_answered_at_home_and_the_hub_hears_that_it_was(programme: Programme) -> None:
    occurrence = programme.on({"form": FORM}, capacity=9)
    registration, holder = registers(guest(programme.network), occurrence)
    path = f"/registrations/{registration['id']}"
    assert registration["answers_due"]
    assert not told(holder.ask("PUT", f"{path}/answers", {"answers": {"meal": "avec"}}))["complete"]
    wrong = holder.ask("PUT", f"{path}/answers", {"answers": {"meal": "double"}})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/answers/meal")
    answered = told(holder.ask("PUT", f"{path}/answers", {"answers": ANSWERS}))
    assert (answered["complete"], holder.get(f"{path}/answers")["answers"]) == (True, ANSWERS)
    waiting.until(lambda: not holder.get(path)["answers_due"], "word that the form is answered", HEARD_SECONDS)
    assert "Wattignies" not in programme.network.said()

    told(programme.registers(programme.hugo, occurrence), 201)
    [own] = [one for one in programme.hugo.get("/registrations")["items"] if one["occurrence_id"] == occurrence["id"]]
    told(programme.hugo.ask("PUT", f"/registrations/{own['id']}/answers", {"answers": {"allergies": "Noix de Lys"}}))
    seen = programme.ines.get(f"/occurrences/{occurrence['id']}/answers")
    assert [one["answers"] for one in seen["items"]] == [{"allergies": "Noix de Lys"}]
    totals = {total["city"]: [one["answered"] for one in total["items"]] for total in seen["totals"]}
    assert totals == {"roubaix": [None]}, "of one person there is no total"
    assert programme.hugo.get("/me/views")["items"][0]["operation"] == "answers_at"
    refused = programme.hugo.ask("GET", f"/occurrences/{occurrence['id']}/answers")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_missing")


def test_a_helper_registers_whom_they_entered_answers_for_them_and_gets_the_letter(programme: Programme) -> None:
    occurrence = programme.on({"form": FORM}, capacity=9)
    odette = programme.help("Odette Vingtquatrain")

    def registered() -> requests.Response:
        for_odette = {"member_id": odette["id"], "city": "tourcoing"}
        return programme.registers(programme.fatou, occurrence, beneficiary=for_odette)

    reply = waiting.until(
        lambda: found if (found := registered()).status_code == 201 else None, "member the hub heard of", HEARD_SECONDS
    )
    registration = reply.json()
    assert (registration["member_id"], registration["registered_by_id"]) == (odette["id"], programme.fatou.id)
    path = f"/registrations/{registration['id']}/answers"
    assert told(programme.fatou.ask("PUT", path, {"answers": ANSWERS}))["complete"]
    assert programme.fatou.get(path)["answers"] == ANSWERS

    def letters() -> list[str]:
        return [text for letter in programme.fatou.letters() if registration["id"] in (text := body_of(letter))]

    [letter, *_] = waiting.until(letters, "letter to the helper", HEARD_SECONDS)
    assert "Odette Vingtquatrain" in letter and "pass=" not in letter
