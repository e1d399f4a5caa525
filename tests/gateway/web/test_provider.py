"""Signing in at a city's own provider, as a browser sees it: there, back, the consent, and what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from chassis.config import Provider
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Unavailable
from gateway.web import words as known_words
from tests.gateway.web.conftest import MONDAY, Browser, browser_of, calls, words
from tests.gateway.web.network import CITIES, Network

THERE = "https://connexion.roubaix.example.org/authorize?state=a-state"
PERSON = {"name": "Nadia Lys", "email": "nadia@example.org"}
SESSION = {"access_token": "token-of-nadia", "token_type": "Bearer", "expires_in": 900}
TOKENS = {**SESSION, "refresh_token": "roubaix.a-secret", "refresh_expires_in": 2592000}


class WithProvider(Network):
    """A city answers as its members service does.

    Attributes:
        begins, finishes, knows_ticket: what it gives, or raises.
    """

    def __init__(self) -> None:
        super().__init__(MONDAY)
        self.begins: Any = {"url": THERE, "state": "a-state"}
        self.finishes: Any = TOKENS
        self.knows_ticket: Any = PERSON

    def provider_begin(self, city: str, **where: str) -> Any:
        return given(self.begins)

    def provider_finish(self, city: str, state: str, **answer: Any) -> Any:
        return given(self.finishes)

    def provider_ticket(self, city: str, ticket: str) -> Any:
        return given(self.knows_ticket)

    def provider_join(self, city: str, ticket: str, name: str, consent: bool, **said: Any) -> Any:
        if "@" in name:
            raise Invalid("invalid", detail={"errors": [{"pointer": "/name", "detail": "no address"}]})
        return TOKENS


def given(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> WithProvider:
    monkeypatch.setattr("gateway.web.visit.now", lambda: MONDAY)
    monkeypatch.setitem(CITIES, "roubaix", replace(CITIES["roubaix"], provider=Provider("Mon Roubaix")))
    return WithProvider()


@pytest.fixture
def browser(network: WithProvider) -> Browser:
    return browser_of(network)


def come_back(browser: Browser, **answer: str) -> TestResponse:
    return browser.open(f"/sessions/provider/callback?{urlencode({'state': 'a-state', 'code': 'a-code', **answer})}")


def cookie(browser: Browser, name: str) -> str | None:
    found = browser.client.get_cookie(name)
    return found.value if found else None


def test_the_button_is_where_one_signs_in_or_registers_and_of_the_city_that_has_a_provider(browser: Browser) -> None:
    for page in (browser.open("/sessions/new?next=/spaces/desks"), browser.open("/members/new?next=/spaces/desks")):
        assert 'href="/sessions/provider/roubaix?next=%2Fspaces%2Fdesks">Se connecter avec Mon Roubaix</a>' in page.text
        assert page.text.count("/sessions/provider/") == 1
    assert browser.open("/sessions/provider/tourcoing").status_code == 404


def test_where_no_city_has_a_provider_no_page_speaks_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.web.visit.now", lambda: MONDAY)
    page = browser_of(Network(MONDAY)).open("/sessions/new")
    assert "provider" not in page.text and "Sans mot de passe" not in page.text


def test_somebody_goes_there_and_comes_back_to_where_they_wanted_to_go(browser: Browser) -> None:
    gone = browser.open("/sessions/provider/roubaix?next=/spaces/desks")
    assert (gone.status_code, gone.location, gone.headers["Cache-Control"]) == (303, THERE, "no-store")
    assert cookie(browser, "provider") == "roubaix.a-state"
    back = come_back(browser)
    assert (back.status_code, back.location) == (303, "/spaces/desks")
    [asked] = calls(browser.network, "provider_finish")
    assert (asked["state"], asked["code"], asked["error"], asked["iss"]) == ("a-state", "a-code", None, None)
    assert (cookie(browser, "session"), cookie(browser, "provider")) == ("token-of-nadia", None)


def test_nobody_is_sent_elsewhere_after_signing_in(browser: Browser) -> None:
    browser.open("/sessions/provider/roubaix?next=//elsewhere.example.org")
    assert come_back(browser).location == "/bookings"


def test_an_answer_that_another_browser_went_for_lets_nobody_in(browser: Browser) -> None:
    unknown = "/sessions/new?why=provider_login_unknown"
    assert come_back(browser).location == unknown
    browser.open("/sessions/provider/roubaix")
    for stolen in ("another-state", "", "é"):
        assert come_back(browser, state=stolen).location == unknown
    assert come_back(browser, state="", error="access_denied").location == "/sessions/new?why=provider_refused"
    assert not calls(browser.network, "provider_finish")
    assert come_back(browser).location == "/bookings"


def test_looking_ahead_spends_nothing(browser: Browser) -> None:
    assert browser.client.head("/sessions/provider/roubaix").status_code == 200
    browser.open("/sessions/provider/roubaix")
    assert browser.client.head("/sessions/provider/callback?state=a-state&code=a-code").status_code == 200
    assert len(calls(browser.network, "provider_begin")) == 1 and not calls(browser.network, "provider_finish")


@pytest.mark.parametrize(
    "refusal",
    [
        Forbidden("provider_refused"),
        Forbidden("provider_answer_invalid"),
        Forbidden("provider_email_unverified"),
        Forbidden("provider_second_factor_missing"),
        Forbidden("member_not_active"),
        NotFound("provider_login_unknown"),
        Conflict("provider_identity_other"),
        Unavailable("provider_unavailable"),
    ],
    ids=lambda refusal: refusal.code,
)
def test_whoever_is_not_let_in_is_told_why_where_one_signs_in(
    browser: Browser, network: WithProvider, refusal: ServiceError
) -> None:
    browser.open("/sessions/provider/roubaix")
    network.finishes = refusal
    back = come_back(browser, error="access_denied")
    assert (back.status_code, back.location) == (303, f"/sessions/new?why={refusal.code}")
    page = browser.open(back.location)
    assert known_words.REFUSALS[refusal.code] in words(page)
    assert '<a href="#provider">' in page.text
    assert "a-code" not in page.text and cookie(browser, "provider") is None


def test_a_city_that_does_not_answer_is_told_in_the_same_way(browser: Browser, network: WithProvider) -> None:
    network.begins = Unavailable("provider_unavailable")
    assert browser.open("/sessions/provider/roubaix").location == "/sessions/new?why=provider_unavailable"
    network.down = {"members_roubaix"}
    assert browser.open("/sessions/provider/roubaix").location == "/sessions/new?why=provider_unavailable"


def test_no_other_words_can_be_put_on_the_page(browser: Browser) -> None:
    page = browser.open("/sessions/new?why=wrong_credentials")
    assert 'role="alert"' not in page.text


def to_consent(browser: Browser, network: WithProvider) -> None:
    browser.open("/sessions/provider/roubaix?next=/spaces/desks")
    network.finishes = {"ticket": "a.sealed.ticket", **PERSON}
    assert come_back(browser).location == "/members/provider"


def test_somebody_new_sees_what_is_known_and_consents(browser: Browser, network: WithProvider) -> None:
    to_consent(browser, network)
    assert cookie(browser, "session") is None
    page = browser.open("/members/provider")
    assert 'value="Nadia Lys"' in page.text and "nadia@example.org" in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    joined = browser.send("/members/provider", name="Nadia L.", consent="yes")
    assert (joined.status_code, joined.location) == (303, "/spaces/desks")
    [asked] = calls(network, "provider_join")
    assert (asked["ticket"], asked["name"], asked["consent"]) == ("a.sealed.ticket", "Nadia L.", True)
    assert (cookie(browser, "session"), cookie(browser, "ticket")) == ("token-of-nadia", None)


@pytest.mark.parametrize(("typed", "field"), [({"name": "Nadia"}, "consent"), ({"consent": "yes", "name": ""}, "name")])
def test_without_a_name_or_a_consent_nothing_is_asked(
    browser: Browser, network: WithProvider, typed: dict[str, str], field: str
) -> None:
    to_consent(browser, network)
    page = browser.send("/members/provider", **typed)
    assert page.status_code == 400 and f'<a href="#{field}">' in page.text
    assert not calls(network, "provider_join")


def test_a_name_that_is_none_is_said_beside_it(browser: Browser, network: WithProvider) -> None:
    to_consent(browser, network)
    page = browser.send("/members/provider", name="nadia@example.org", consent="yes")
    assert page.status_code == 400 and '<a href="#name">' in page.text


def test_the_consent_of_nobody_leads_back(browser: Browser, network: WithProvider) -> None:
    unknown = "/sessions/new?why=provider_login_unknown"
    assert browser.open("/members/provider").location == unknown
    to_consent(browser, network)
    browser.open("/members/provider")
    network.knows_ticket = NotFound("provider_login_unknown")
    assert browser.open("/members/provider").location == unknown
