"""A real Chromium in front of a real network. Its driver cannot be patched: it has a process of its own."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests import servers
from tests.browser.provider import Provider, running_provider
from tests.network import Network, running
from tests.substrates import embedded

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """The OpenID Connect provider of Roubaix: another program, in a process of its own."""
    with running_provider(tmp_path_factory.mktemp("provider")) as started:
        yield started


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Network]:
    """The three cities in one process; what the pages do is the same on any substrate."""
    folder = tmp_path_factory.mktemp("network")
    with running(embedded(folder), folder, provider.table("roubaix")) as running_network:
        yield running_network


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=servers.chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, network: Network, provider: Provider) -> Iterator[OpenPage]:
    """`new_page(width=360)` is a page of a fresh visitor; in the end it must have complained of nothing.

    Chromium itself writes to the console that a page came with status 4xx; that is no complaint of the page's.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    ours = [network.url, provider.url, "data:"]

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if request.url.startswith(tuple(ours)):
            return
        if request.is_navigation_request() or not request.frame.url.startswith(provider.url):  # its pages are its own
            complaints.append(f"asked {request.url}")

    def open_page(width: int = 1280, **options: Any) -> Page:
        options = {"locale": "fr-FR", "base_url": network.url, **options}
        ours.append(options["base_url"])
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", watch)
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def look(page: Page, name: str) -> None:
    """Keep a picture of the page, to be looked at by a person."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
