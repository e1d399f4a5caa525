"""Only a form of ours, of this session, is accepted."""

from __future__ import annotations

import pytest

from gateway.web import csrf
from tests.gateway.web.conftest import Browser
from tests.gateway.web.network import PASSWORD

SECRET = "s" * 32


def test_our_token_is_ours() -> None:
    token = csrf.token(SECRET, "session", "nonce")
    assert csrf.is_ours(SECRET, "session", token, token)


@pytest.mark.parametrize(("cookie", "field"), [("", ""), ("x.y", "x.y"), (".", "."), ("é", "é")])
def test_a_token_that_we_did_not_sign_is_not_ours(cookie: str, field: str) -> None:
    assert not csrf.is_ours(SECRET, "session", cookie, field)


def test_a_token_serves_one_session_and_one_secret() -> None:
    token = csrf.token(SECRET, "session", "nonce")
    assert not csrf.is_ours(SECRET, "another", token, token)
    assert not csrf.is_ours("t" * 32, "session", token, token)


def test_the_cookie_alone_is_not_enough() -> None:
    token = csrf.token(SECRET, "session", "nonce")
    assert not csrf.is_ours(SECRET, "session", token, "")
    assert not csrf.is_ours(SECRET, "session", token, csrf.token(SECRET, "session", "other"))


@pytest.mark.parametrize(
    "path", ["/bookings/new?space_id=desks", "/bookings/one/cancel", "/members/new", "/sessions/new", "/sessions/end"]
)
def test_every_form_is_refused_without_its_token(browser: Browser, path: str) -> None:
    reply = browser.client.post(path, data={"email": "nadia@example.org", "password": PASSWORD})
    assert reply.status_code == 403
    assert not browser.network.asked


def test_a_form_opened_before_signing_in_is_refused_after(browser: Browser) -> None:
    form = browser.hidden(browser.open("/members/new"))
    browser.sign_in()
    assert browser.client.post("/members/new", data=form).status_code == 403
