"""Registering for a date: a member by a button, who has no account by a letter."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chassis.errors import Conflict, Invalid, Unavailable
from tests.gateway.web.conftest import Browser, calls, words

REPAIR = "/occurrences/repair-1/register"
CONFIRM = "/guest-registrations/confirm?city=marcq&token=wish-1&occurrence=repair-1"
ANNE = {"name": "Anne Delattre", "email": "anne@example.org", "city": "marcq", "consent": "yes"}


def fill(browser: Browser, **facts: Any) -> None:
    """All its seats are taken, and three are waited for."""
    full = {"seats_left": 0, "seats_waiting": 3, "waiting_seats_left": 1, "registration": "waiting", "state": "full"}
    browser.network.change("repair-1", **{**full, **facts})


def test_who_has_no_account_is_asked_for_two_things_and_a_city_that_is_chosen_already(browser: Browser) -> None:
    page = browser.open(REPAIR)
    assert re.findall(r'<input id="([^"]+)" name="[^"]+" type="(?:text|email)"', page.text) == ["name", "email"]
    assert '<option value="roubaix" selected>' in page.text
    assert '<details class="fold">' in page.text
    assert "8 places libres. La vôtre est à vous dès que vous appuyez sur le bouton du courriel" in words(page)


def test_a_letter_is_asked_of_the_city_and_nothing_is_held_meanwhile(browser: Browser) -> None:
    reply = browser.send(REPAIR, **ANNE, seats="2")
    [asked] = calls(browser.network, "register_guest_for")
    assert asked["seats"] == 2
    assert asked["occurrence_id"] == "repair-1"
    assert asked["accept_waiting"] is False
    assert asked["about"]["title"] == {"fr": "Réparer plutôt que jeter"}
    assert not browser.network.registrations
    page = browser.open(reply.location)
    assert "Ouvrez le courriel que nous vous avons envoyé" in words(page)
    assert "rien n’est gardé" in words(page)


def test_what_is_missing_is_told_field_by_field(browser: Browser) -> None:
    page = browser.send(REPAIR, name="", email="anne", city="", seats="99")
    assert page.status_code == 400
    assert "<title>À corriger\N{NO-BREAK SPACE}:" in page.text
    assert re.findall(r'<li><a href="#(\w+)">', page.text) == ["name", "email", "city", "seats", "consent"]
    assert '<details class="fold" open>' in page.text
    assert not browser.network.wishes


def test_looking_at_the_link_confirms_nothing(browser: Browser) -> None:
    browser.send(REPAIR, **ANNE)
    page = browser.open(CONFIRM)
    assert "Encore un geste" in words(page)
    assert "Réparer plutôt que jeter" in words(page)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert not calls(browser.network, "confirm_wish")


def test_the_button_in_the_letter_gives_a_seat_and_a_pass(browser: Browser) -> None:
    browser.send(REPAIR, **ANNE)
    reply = browser.send(CONFIRM, to="/guest-registrations/confirm")
    assert reply.location == "/registrations/registration-1?done=registered"
    cookie = next(c for c in reply.headers.getlist("Set-Cookie") if c.startswith("pass="))
    assert "Path=/registrations/registration-1" in cookie
    assert "HttpOnly" in cookie
    page = browser.open(reply.location)
    assert "Vous êtes inscrit." in words(page)
    assert calls(browser.network, "register")[0]["actor"] == {
        "member_id": "guest", "city": "marcq", "category": "guest", "organisation_kind": "individual", "roles": [],
    }  # fmt: skip


def test_pressing_the_button_twice_registers_once(browser: Browser) -> None:
    browser.send(REPAIR, **ANNE)
    for _ in range(2):
        browser.send(CONFIRM, to="/guest-registrations/confirm")
    keys = {asked["idempotency_key"] for asked in calls(browser.network, "register")}
    assert keys == {"wish-wish-1"}


def test_who_confirms_too_late_is_asked_whether_to_wait(browser: Browser) -> None:
    browser.send(REPAIR, **ANNE)
    fill(browser)
    reply = browser.send(CONFIRM, to="/guest-registrations/confirm")
    assert reply.status_code == 409
    assert "C’est devenu complet" in words(reply)
    assert not browser.network.registrations
    reply = browser.client.post("/guest-registrations/confirm", data=browser.hidden(reply))
    page = browser.open(reply.location)
    assert "Vous êtes sur la liste d’attente." in words(page)


def test_who_chose_to_wait_is_not_asked_again(browser: Browser) -> None:
    fill(browser)
    assert "3 places sont déjà attendues avant vous" in words(browser.open(REPAIR))
    browser.send(REPAIR, **ANNE)
    assert browser.network.wishes[0]["accept_waiting"] is True
    page = browser.open("/occurrences/repair-1/register/sent")
    assert "Vous êtes sur la liste d’attente quand vous appuyez dessus" in words(page)
    assert "La place est à vous" not in words(page)
    reply = browser.send(CONFIRM, to="/guest-registrations/confirm")
    assert "liste d’attente" in words(browser.open(reply.location))


@pytest.mark.parametrize("named", ["", "&occurrence=nobody-knows"])
def test_a_link_that_names_no_date_confirms_all_the_same(browser: Browser, named: str) -> None:
    browser.send(REPAIR, **ANNE)
    page = browser.open(f"/guest-registrations/confirm?city=marcq&token=wish-1{named}")
    assert "Encore un geste" in words(page)
    assert "Réparer plutôt que jeter" not in words(page)


@pytest.mark.parametrize(("token", "status"), [("old", 409), ("odd", 404), ("", 404)])
def test_a_link_that_is_no_good_says_what_to_do(browser: Browser, token: str, status: int) -> None:
    path = f"/guest-registrations/confirm?city=marcq&token={token}"
    page = browser.send(path, to="/guest-registrations/confirm") if token else browser.open(path)
    assert page.status_code == status
    assert "Inscrivez-vous de nouveau" in words(page)


def test_a_city_that_refuses_the_address_says_so_beside_it(browser: Browser) -> None:
    def refuse(**_: Any) -> None:
        raise Invalid("invalid", detail={"errors": [{"pointer": "/email"}]})

    browser.network.register_guest_for = refuse  # type: ignore[method-assign, assignment]
    page = browser.send(REPAIR, **ANNE)
    assert page.status_code == 400
    assert 'id="email-wrong"' in page.text


def test_a_member_registers_by_one_button(member: Browser) -> None:
    page = member.open(REPAIR)
    assert "La vôtre est à vous dès que vous appuyez sur le bouton." in words(page)
    assert 'name="email"' not in page.text
    reply = member.send(REPAIR)
    page = member.open(reply.location)
    assert "Vous êtes inscrit." in words(page)
    assert member.network.registrations["registration-1"]["status"] == "confirmed"


def test_who_will_wait_is_told_so_and_how_many_are_before(member: Browser) -> None:
    fill(member)
    page = member.open(REPAIR)
    assert "S’inscrire sur la liste d’attente" in words(page)
    assert "3 places sont déjà attendues avant vous" in words(page)
    assert "Attendre une place</button>" in page.text
    reply = member.send(REPAIR)
    said = words(member.open(reply.location))
    assert "Vous êtes sur la liste d’attente." in said
    assert "Vous êtes la première personne" in said


def test_when_it_became_full_meanwhile_the_member_is_asked_and_nothing_is_done(member: Browser) -> None:
    form = member.hidden(member.open(REPAIR))
    fill(member)
    reply = member.client.post(REPAIR, data={**form, "seats": "1"})
    assert reply.status_code == 409
    assert "Voulez-vous attendre qu’une place se libère ?" in words(reply)
    assert not member.network.registrations
    reply = member.client.post(REPAIR, data={**member.hidden(reply), "seats": "1"})
    assert reply.status_code == 303
    assert member.network.registrations["registration-1"]["status"] == "waiting"


def test_when_the_list_is_full_too_nobody_is_asked_to_wait(member: Browser) -> None:
    form = member.hidden(member.open(REPAIR))
    fill(member, waiting_seats_left=0, registration="full")
    reply = member.client.post(REPAIR, data={**form, "seats": "1"})
    assert "Il ne reste pas assez de place non plus sur la liste d’attente." in words(reply)
    assert "Attendre une place" not in reply.text


def test_a_member_registers_their_child_or_for_their_organisation(member: Browser) -> None:
    ward = {"id": "lina", "name": "Lina", "code": "B1C2D3", "status": "guarded", "guardians": 1}
    member.network.wards_of_nadia.append(ward)
    page = member.open(REPAIR)
    assert '<option value="lina">Lina</option>' in page.text
    assert "Les Fileuses" in words(page)
    member.send(REPAIR, whom="lina", organisation_id="o1")
    [asked] = calls(member.network, "register")
    assert asked["beneficiary"] == {"member_id": "lina", "city": "roubaix"}
    assert asked["organisation_id"] == "o1"


def test_who_is_registered_already_is_led_to_it(member: Browser) -> None:
    member.send(REPAIR)
    reply = member.send(REPAIR)
    assert reply.status_code == 409
    assert "Vous êtes déjà inscrit" in words(reply)
    assert 'href="/registrations"' in reply.text


def test_an_attestation_that_is_missing_is_named_with_how_to_get_it(member: Browser) -> None:
    member.network.activities["repair"]["terms"]["attestation"] = "laser_training"
    assert "il faut : avoir suivi la formation « laser »" in words(member.open(REPAIR)).replace("\xa0", " ")
    reply = member.send(REPAIR)
    assert reply.status_code == 403
    assert "Votre ville ne l’a pas encore attesté" in words(reply)


def test_where_the_city_has_its_say_it_is_a_request(member: Browser) -> None:
    member.network.change("film-1", registration="open")
    assert "C’est d’abord une demande" in words(member.open("/occurrences/film-1/register"))
    page = member.open(member.send("/occurrences/film-1/register").location)
    assert "C’est demandé." in words(page)


@pytest.mark.parametrize(
    ("facts", "terms", "said"),
    [
        ({"registration": "external"}, {"external_url": "https://a.example.org/x"}, "Aller sur ce site"),
        ({"registration": "none"}, {}, "Il suffit d’être là à l’heure."),
        ({"registration": "closed"}, {}, "Inscriptions closes"),
        ({"registration": "not_yet", "opens_at": "2026-11-24T08:00:00+00:00"}, {}, "à partir du 24 nov. 2026, 09:00"),
        ({"registration": "over", "state": "cancelled"}, {}, "Cette date est annulée."),
        ({"registration": "over", "state": "done"}, {}, "Cette date est passée."),
        ({"registration": "full", "seats_left": 0}, {}, "Plus de place, liste d’attente comprise"),
    ],
)
def test_where_one_cannot_register_the_page_says_what_to_do(
    browser: Browser, facts: dict[str, Any], terms: dict[str, Any], said: str
) -> None:
    browser.network.change("repair-1", **facts)
    browser.network.activities["repair"]["terms"] = {**browser.network.activities["repair"]["terms"], **terms}
    page = browser.open(REPAIR)
    assert said in words(page)
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_what_closed_meanwhile_is_said(member: Browser) -> None:
    member.network.refuses["register"] = Conflict("registration_closed")
    reply = member.send(REPAIR)
    assert reply.status_code == 409
    assert "Les inscriptions à cette date sont closes." in words(reply)


def test_when_the_city_cannot_make_a_pass_the_letter_brings_one(browser: Browser) -> None:
    browser.send(REPAIR, **ANNE)
    hidden = browser.hidden(browser.open(CONFIRM))

    def absent(**_: Any) -> None:
        raise Unavailable("service_absent")

    browser.network.make_pass = absent  # type: ignore[method-assign, assignment]
    reply = browser.client.post("/guest-registrations/confirm", data=hidden)
    assert "C’est enregistré" in words(browser.open(reply.location))
