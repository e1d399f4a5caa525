"""The programme of a quarter, as anybody sees it, week by week; and what its staff sees before the others."""

from __future__ import annotations

import re

import pytest

from tests.gateway.web.conftest import Browser, calls, words


def test_the_programme_is_by_week_and_by_day(browser: Browser) -> None:
    page = browser.open("/programme/2026-Q4")
    assert re.findall(r'<h2 id="week-[^"]+">([^<]+)</h2>', page.text) == [
        "Semaine du lundi 23 novembre 2026",
        "Semaine du lundi 7 décembre 2026",
    ]
    assert re.findall(r'<h3 id="day-[^"]+">([^<]+)</h3>', page.text) == [
        "mardi 24 novembre 2026",
        "mardi 8 décembre 2026",
    ]
    said = words(page)
    assert "octobre 2026 – décembre 2026" in said
    assert "Réparer plutôt que jeter" in said
    assert "Sous embargo" not in said


def test_without_a_quarter_one_comes_to_that_which_it_is(browser: Browser) -> None:
    assert browser.open("/programme").headers["Location"] == "/programme/2026-Q4"


def test_one_goes_to_the_quarters_beside_and_takes_the_programme_along(browser: Browser) -> None:
    page = browser.open("/programme/2026-Q4?city=roubaix").text
    for link in (
        "/programme/2026-Q3",
        "/programme/2027-Q1",
        "/api/v1/programmes/2026-Q4.ics?cities=roubaix",
        "/api/v1/programmes/2026-Q4.csv?cities=roubaix",
    ):
        assert f'href="{link}"' in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["repair", "film", "repair"]),
        ("?city=tourcoing", ["film"]),
        ("?kind=screening", ["film"]),
        ("?city=nonsense&kind=nonsense", ["repair", "film", "repair"]),
    ],
)
def test_one_sees_what_one_looks_for(browser: Browser, query: str, titles: list[str]) -> None:
    page = browser.open(f"/programme/2026-Q4{query}").text
    assert re.findall(r'href="/activities/(\w+)"', page) == titles


def test_what_is_no_quarter_is_nowhere(browser: Browser) -> None:
    assert browser.open("/programme/2026-Q5").status_code == 404


def test_a_quarter_of_which_nothing_is_announced_says_so(browser: Browser) -> None:
    assert "Rien n’est encore annoncé pour ce trimestre." in words(browser.open("/programme/2027-Q1"))


def test_what_a_city_says_of_it_stands_above(browser: Browser) -> None:
    told = {"city": "roubaix", "quarter": "2026-Q4", "introduction": {"fr": "L’automne au lab."}}
    browser.network.introduced.append(told)
    assert "Roubaix L’automne au lab." in words(browser.open("/programme/2026-Q4"))


def test_who_sees_what_is_under_embargo_is_told_so(browser: Browser) -> None:
    browser.network.activities["film"]["visible_from"] = "2026-12-01T08:00:00+00:00"
    said = words(browser.open("/programme/2026-Q4"))
    assert "Sous embargo" in said
    assert "1er déc. 2026, 09:00" in said


def test_who_is_signed_in_looks_as_themselves(member: Browser) -> None:
    member.open("/programme/2026-Q4")
    assert calls(member.network, "programme")[-1]["actor"]["city"] == "roubaix"
