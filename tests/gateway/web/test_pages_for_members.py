"""Registering, signing in, signing out."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from chassis.errors import TooMany
from chassis.privacy import NOTICE_VERSION
from tests.gateway.web.conftest import Browser, browser_of, calls, words
from tests.gateway.web.network import PASSWORD, Network

PERIOD = "starts_at=2026-11-24T09:00:00Z&ends_at=2026-11-24T10:00:00Z"
SALON = f"/bookings/new?space_id=salon&{PERIOD}"
PERSON = {
    "city": "roubaix",
    "name": "Odile Lys",
    "email": "odile@example.org",
    "password": "Douze-signes-2",
    "consent": "yes",
}


def test_a_person_registers_with_a_city(browser: Browser) -> None:
    reply = browser.send("/members/new", **PERSON)
    assert (reply.status_code, reply.location) == (303, "/members/registered")
    assert browser.network.asked[-1][0] == "members_roubaix"
    assert calls(browser.network, "register")[0]["language"] == "fr"


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_notice_stands_beside_the_form_with_its_version(browser: Browser, language: str) -> None:
    page = browser.open(f"/members/new?lang={language}")
    assert page.headers["Content-Language"] == language
    before_the_box = page.text[: page.text.index('name="consent"')]
    for told in (NOTICE_VERSION, "6.1.e", "CNIL", 'href="/confidentialite"', "dpo@roubaix.example.org"):
        assert told in before_the_box, told
    assert NOTICE_VERSION in words(browser.open("/confidentialite"))


@pytest.mark.parametrize("field", PERSON)
def test_a_field_left_empty_is_named_and_linked_in_a_summary(browser: Browser, field: str) -> None:
    reply = browser.send("/members/new", **{**PERSON, field: ""})
    assert reply.status_code == 400
    assert f'<a href="#{field}">' in reply.text
    assert 'role="alert"' in reply.text
    assert not calls(browser.network, "register")


def test_a_weak_password_is_refused_beside_its_field_and_never_shown_again(browser: Browser) -> None:
    reply = browser.send("/members/new", **{**PERSON, "password": "Court-1"})
    assert reply.status_code == 400
    assert 'aria-describedby="password-hint password-wrong" aria-invalid="true"' in reply.text
    assert "Court-1" not in reply.text
    assert "Odile Lys" in reply.text


def test_a_password_that_is_too_long_is_called_so(browser: Browser) -> None:
    reply = browser.send("/members/new", **{**PERSON, "password": "Long-2" * 30})
    assert "Ce mot de passe est trop long." in words(reply)


def test_all_that_is_wrong_with_a_form_is_said_at_once(browser: Browser) -> None:
    reply = browser.send("/members/new", **{**PERSON, "email": "odile@", "password": "abc", "consent": ""})
    assert re.findall(r'<a href="#(\w+)">', reply.text) == ["email", "password", "consent"]
    assert "<title>À corriger\N{NO-BREAK SPACE}: " in reply.text
    assert 'value="odile@"' in reply.text
    assert not calls(browser.network, "register")


def test_the_link_of_the_mail_leads_to_signing_in_with_the_right_city(browser: Browser) -> None:
    page = browser.open("/members/confirm?city=roubaix&token=good")
    assert 'href="/sessions/new?city=roubaix"' in page.text
    assert '<option value="roubaix" selected>' in browser.open("/sessions/new?city=roubaix").text


def test_who_registers_on_the_way_to_a_booking_comes_back_to_it(browser: Browser) -> None:
    register = f"/members/new?{urlencode({'next': SALON})}"
    assert browser.send(register, to="/members/new", **PERSON).status_code == 303
    browser.network.confirmed.add("odile@example.org")
    reply = browser.send("/sessions/new?city=roubaix", to="/sessions/new", **PERSON)
    assert reply.location == SALON
    browser.send("/", to="/sessions/end")
    assert browser.sign_in().location == "/bookings"


def test_registering_never_leads_elsewhere(browser: Browser) -> None:
    wish = urlencode({"next": "//elsewhere.example.org"})
    reply = browser.send(f"/members/new?{wish}", to="/members/new", **PERSON)
    assert not [c for c in reply.headers.getlist("Set-Cookie") if c.startswith("next=")]


def test_who_is_signed_in_already_goes_on(member: Browser) -> None:
    assert member.open("/sessions/new").location == "/bookings"
    assert member.open("/sessions/new?next=%2Fplaces").location == "/places"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("city=roubaix&token=good", 200),
        ("city=roubaix&token=old", 409),
        ("city=roubaix&token=odd", 404),
        ("city=nowhere&token=good", 404),
        ("city=roubaix", 404),
    ],
)
def test_the_link_of_the_mail_tells_how_it_ended(browser: Browser, query: str, status: int) -> None:
    reply = browser.open(f"/members/confirm?{query}")
    assert reply.status_code == status


def test_looking_where_the_link_of_the_mail_leads_confirms_nothing(browser: Browser) -> None:
    reply = browser.client.head("/members/confirm?city=roubaix&token=good")
    assert (reply.status_code, reply.data) == (200, b"")
    assert browser.network.asked == []
    browser.open("/members/confirm?city=roubaix&token=good")
    assert calls(browser.network, "confirm") == [{"token": "good"}]


def test_what_cannot_be_an_address_is_told_beside_its_field(browser: Browser) -> None:
    reply = browser.send("/sessions/new", email="nadia", password=PASSWORD)
    assert reply.status_code == 400
    assert '<a href="#email">' in reply.text


def test_who_signs_in_when_too_many_do_is_asked_to_come_back(
    browser: Browser, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise TooMany("too_many_at_once", detail={"retry_after_seconds": 1})

    monkeypatch.setattr(network, "sign_in", refuse)
    page = browser.sign_in()
    assert (page.status_code, page.headers["Retry-After"]) == (429, "1")
    assert 'href="/sessions/new">Réessayer' in page.text


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use(browser: Browser) -> None:
    reply = browser.sign_in()
    cookie = next(c for c in reply.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=900"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_the_cookie_is_secure_where_the_site_is(network: Network) -> None:
    reply = browser_of(network, public_url="https://champlibre.example.org").sign_in()
    assert all("Secure" in cookie for cookie in reply.headers.getlist("Set-Cookie"))


def test_a_wrong_password_says_neither_which_nor_whose(browser: Browser) -> None:
    known = browser.send("/sessions/new", email="nadia@example.org", password="wrong")
    unknown = browser.send("/sessions/new", email="nobody@example.org", password="wrong")
    assert known.status_code == unknown.status_code == 400
    assert words(known) == words(unknown)


def test_an_address_that_is_not_confirmed_is_refused_as_an_unknown_one_with_what_to_do(browser: Browser) -> None:
    browser.network.members["odile@example.org"] = PASSWORD
    reply = browser.send("/sessions/new", email="odile@example.org", password=PASSWORD)
    assert words(reply) == words(browser.send("/sessions/new", email="nobody@example.org", password=PASSWORD))
    assert "Suivez d’abord le lien du courriel" in words(reply)


@pytest.mark.parametrize(
    "wish",
    ["https://elsewhere.example.org", "//elsewhere.example.org", "/\\elsewhere.example.org", "/\t/x", "javascript:x"],
)
def test_signing_in_never_leads_elsewhere(browser: Browser, wish: str) -> None:
    hidden = browser.hidden(browser.open("/sessions/new"))
    typed = {**hidden, "next": wish, "email": "nadia@example.org", "password": PASSWORD}
    assert browser.client.post("/sessions/new", data=typed).location == "/"


def test_a_page_for_members_asks_to_sign_in_and_comes_back(browser: Browser) -> None:
    asked = browser.open("/bookings")
    assert (asked.status_code, asked.location) == (303, "/sessions/new?next=%2Fbookings")
    reply = browser.send(asked.location, to="/sessions/new", email="nadia@example.org", password=PASSWORD)
    assert reply.location == "/bookings"


def test_a_member_s_page_is_neither_kept_nor_indexed(member: Browser) -> None:
    page = member.open("/bookings")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_signing_out_forgets_the_member(member: Browser) -> None:
    member.send("/", to="/sessions/end")
    assert member.open("/bookings").status_code == 303
