"""The programme of a quarter of three cities: on the screen, on paper, and in a calendar that is not ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from tests import khal
from tests.browser import quarter
from tests.browser.conftest import OpenPage
from tests.network import Network

COUNT = 200


@pytest.fixture(scope="module")
def announced(network: Network) -> str:
    """The quarter, of which two hundred activities are announced."""
    named = quarter.after_next()
    quarter.publish(network, named, COUNT)
    return named


def test_the_programme_of_a_quarter_of_three_cities_is_on_one_page(new_page: OpenPage, announced: str) -> None:
    page = new_page()
    page.goto(f"/programme/{announced}")
    assert page.locator(".programme__item").count() == COUNT
    assert page.locator(".programme__week").count() in (13, 14)
    page.get_by_label("Ville", exact=True).select_option("marcq")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url("**city=marcq**")
    assert page.locator(".programme__item").count() == COUNT // 3


def test_the_programme_fits_a_telephone(new_page: OpenPage, announced: str) -> None:
    page = new_page(width=360)
    page.goto(f"/programme/{announced}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_programme_prints_on_a_few_sheets_without_what_can_only_be_pressed(
    new_page: OpenPage, announced: str
) -> None:
    page = new_page()
    page.goto(f"/programme/{announced}")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert page.locator(".programme__item").last.is_visible()
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 4 <= sheets <= 16
    assert re.search(rb"/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", printed)


def test_a_calendar_program_imports_the_programme_without_a_warning(
    network: Network, announced: str, tmp_path: Path
) -> None:
    file = tmp_path / "programme.ics"
    reply = requests.get(f"{network.url}/api/v1/programmes/{announced}.ics", timeout=30)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    file.write_bytes(reply.content)
    khal.take(tmp_path, file)
    year = int(announced[:4])
    found = khal.listed(tmp_path, f"{year - 1}-12-01", f"{year + 1}-01-31")
    assert len(found) == len(set(found)) == COUNT
