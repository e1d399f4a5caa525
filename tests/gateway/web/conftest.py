"""A browser without a screen, in front of the pages, in front of a small network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Request
from werkzeug.test import Client, TestResponse

from gateway import web
from gateway.context import Context
from gateway.routing import Router
from gateway.web import staying
from tests.gateway.web.network import PASSWORD, Network, settings

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 08:00 in the three cities, an hour before they open


class _Fields(HTMLParser):
    """The hidden fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "input" and named.get("type") == "hidden":
            self.found[str(named["name"])] = named.get("value") or ""


@dataclass
class Browser:
    """Opens pages, keeps cookies, sends forms back with what was hidden in them."""

    client: Client
    network: Network

    def open(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def hidden(self, page: TestResponse) -> dict[str, str]:
        fields = _Fields()
        fields.feed(page.text)
        return fields.found

    def send(self, form: str, to: str | None = None, **typed: str) -> TestResponse:
        """Fill in the form of a page and send it."""
        return self.client.post(to or form, data={**self.hidden(self.open(form)), **typed})

    def sign_in(self) -> TestResponse:
        return self.send("/sessions/new", email="nadia@example.org", password=PASSWORD)


def words(page: TestResponse) -> str:
    """What a page says, without its marks."""
    text: list[str] = []

    class Words(HTMLParser):
        def handle_data(self, data: str) -> None:
            text.append(data)

    Words().feed(page.text)
    return unescape(" ".join(" ".join(text).split()))


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """The network on a Monday morning."""
    monkeypatch.setattr("gateway.web.visit.now", lambda: MONDAY)
    return Network(MONDAY)


@cache
def _router() -> Router:
    """Of the pages alone; making it takes a while."""
    return Router(web.ROUTES, web.refuse)


def browser_of(network: Network, **gateway: Any) -> Browser:
    """A browser in front of a gateway with such settings."""
    router, its_settings = _router(), settings(**gateway)

    @Request.application
    def pages(request: Request) -> Any:
        token = request.cookies.get("session")
        return staying.answer(request, Context(network, its_settings, network, token), router.answer)

    return Browser(Client(pages), network)


@pytest.fixture
def browser(network: Network) -> Browser:
    return browser_of(network)


@pytest.fixture
def member(browser: Browser) -> Browser:
    """A browser whose member is signed in."""
    browser.sign_in()
    return browser


def calls(network: Network, method: str) -> list[dict[str, Any]]:
    """What a method of the services was asked, each time."""
    return [arguments for _, called, arguments in network.asked if called == method]


@pytest.fixture
def mail_folder(tmp_path: Path) -> Path:
    return tmp_path / "mail"
