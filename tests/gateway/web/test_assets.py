"""Static files: kept for ever under a name that is never used twice, and nothing but they."""

from __future__ import annotations

import re

import pytest

from gateway.web import assets
from tests.gateway.web.conftest import Browser

FIRST_VISIT_BYTES = 100_000


def test_a_file_is_kept_for_ever(browser: Browser) -> None:
    reply = browser.open(assets.url("tokens.css"))
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reply.headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_file_that_the_browser_has_is_not_sent_again(browser: Browser) -> None:
    etag = browser.open(assets.url("app.js")).headers["ETag"]
    again = browser.open(assets.url("app.js"), **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/static/app.js", "/static/..%2fcsrf.py", "/static/../csrf.py", "/static/tokens.000000000000.css", "/static/"],
)
def test_nothing_else_is_served(browser: Browser, path: str) -> None:
    assert browser.open(path).status_code == 404


def test_a_first_visit_stays_small_and_with_us(browser: Browser) -> None:
    page = browser.open("/")
    linked = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.text))
    assert linked
    assert len(page.data) + sum(len(browser.open(path).data) for path in linked) < FIRST_VISIT_BYTES
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?!/)', page.text)


def test_a_page_holds_no_inline_style_nor_script(browser: Browser) -> None:
    for path in ("/", "/places", "/spaces", "/spaces/desks", "/members/new", "/sessions/new"):
        html = browser.open(path).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", html)
