"""Who leaves by the link in a letter: one button, or what a mailbox sends by itself; looking changes nothing."""

from __future__ import annotations

import pytest

from chassis.errors import NotFound
from tests.gateway.web.conftest import Browser

TOKEN = "roubaix.0b0e7f0c-6a3f-4c8e-9a53-9f4d7d0f1a01.digest." + "a" * 64
PATH = f"/unsubscribe/{TOKEN}"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def _city(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notifications of Roubaix, which know the links that they made."""

    def unsubscribe(city: str, token: str) -> dict[str, str]:
        if not token.endswith("a" * 64):
            raise NotFound("link_unknown")
        return {"family": token.split(".")[2]}

    monkeypatch.setattr(browser.network, "unsubscribe", unsubscribe, raising=False)


def left(browser: Browser) -> list[tuple[str, str]]:
    return [(service, said["token"]) for service, method, said in browser.network.asked if method == "unsubscribe"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_the_link_changes_nothing(browser: Browser, method: str) -> None:
    reply = browser.client.open(PATH, method=method)
    assert reply.status_code in (200, 204)
    assert left(browser) == []


def test_the_page_is_one_button_and_is_neither_kept_nor_indexed_nor_named_elsewhere(browser: Browser) -> None:
    page = browser.open(PATH)
    assert browser.hidden(page) == ONE_CLICK
    assert page.text.count('<button class="button button--wide"') == 1
    assert page.headers["Cache-Control"] == "no-store"
    assert (page.headers["X-Robots-Tag"], page.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert browser.client.post(PATH, data=browser.hidden(page)).status_code == 200
    assert left(browser) == [("notifications_roubaix", TOKEN)]


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_mailbox_leaves_for_its_reader_without_cookie_or_token_and_is_sent_nowhere(
    browser: Browser, content_type: str
) -> None:
    for _ in "12":
        reply = browser.client.post(PATH, data=ONE_CLICK, content_type=content_type)
        assert (reply.status_code, "Location" in reply.headers) == (200, False)
        assert "Set-Cookie" not in reply.headers
    assert left(browser) == [("notifications_roubaix", TOKEN)] * 2


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "one-click"}, {"list-unsubscribe": "One-Click"}])
def test_anything_else_leaves_nothing(browser: Browser, sent: dict[str, str]) -> None:
    assert browser.client.post(PATH, data=sent).status_code == 400
    assert left(browser) == []


@pytest.mark.parametrize(
    "token",
    [TOKEN[:-1] + "b", TOKEN.replace("roubaix", "lille"), TOKEN.replace("digest", "security"), "x", "a" * 200],
)
def test_a_link_that_was_never_sent_is_not_known(browser: Browser, token: str) -> None:
    reply = browser.client.post(f"/unsubscribe/{token}", data=ONE_CLICK)
    assert reply.status_code == 404
    assert "Ce lien n’est pas connu" in reply.text


def test_a_city_that_does_not_answer_is_asked_again(browser: Browser) -> None:
    browser.network.down.add("notifications_roubaix")
    reply = browser.client.post(PATH, data=ONE_CLICK)
    assert reply.status_code == 503
    assert reply.headers["Retry-After"]


@pytest.mark.parametrize(("family", "said"), [("digest", "le programme"), ("reminders", "de rappels")])
def test_the_page_says_what_is_left(browser: Browser, family: str, said: str) -> None:
    path = PATH.replace(".digest.", f".{family}.")
    assert f"Ne plus recevoir {said}" in browser.open(path).text
    assert f"Vous ne recevrez plus {said}" in browser.client.post(path, data=ONE_CLICK).text


def test_whoever_is_signed_in_is_of_no_matter(browser: Browser) -> None:
    browser.sign_in()
    assert browser.client.post(PATH, data=ONE_CLICK).status_code == 200
    assert left(browser) == [("notifications_roubaix", TOKEN)]
