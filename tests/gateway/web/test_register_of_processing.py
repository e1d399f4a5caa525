"""Everybody reads what a city does with data about persons, in words for every code that the city may say."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.web import register_words
from services.members import schemas
from tests.gateway.web.conftest import Browser, words
from tests.gateway.web.network import Network

PAGE = "/confidentialite/registre"
TOLD = schemas.register("roubaix", "dpo@roubaix.example.org")


@pytest.fixture(autouse=True)
def told(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cities say what the service really says."""
    call = network.call

    def calling(service: str, method: str, **kwargs: Any) -> Any:
        if method == "processing_register" and service not in network.down:
            return TOLD
        return call(service, method, **kwargs)

    monkeypatch.setattr(network, "call", calling)


def test_the_register_is_read_in_words(browser: Browser) -> None:
    said = words(browser.open(f"{PAGE}?city=roubaix"))
    assert "Tenir les comptes des membres Base légale mission d’intérêt public" in said
    assert "le compte : 730 jours après la dernière visite" in said
    assert f'href="{PAGE}"' in browser.open("/confidentialite").text


def test_the_data_officer_is_named_where_it_is_said_what_is_done_with_data(browser: Browser) -> None:
    for path in (f"{PAGE}?city=roubaix", "/confidentialite", "/members/new"):
        assert 'href="mailto:dpo@roubaix.example.org"' in browser.open(path).text
    assert 'href="https://marcq.example.org/dpo"' in browser.open("/confidentialite").text


def test_every_code_has_words() -> None:
    for activity in TOLD["activities"]:
        assert activity["code"] in register_words.ACTIVITIES
        assert activity["ground"] in register_words.GROUNDS
        assert set(activity["categories"]) <= set(register_words.CATEGORIES)
        assert set(activity["recipients"]) <= set(register_words.RECIPIENTS)
        for kept in activity["kept"]:
            assert kept["what"] in register_words.KEPT
            assert kept["since"] in register_words.SINCE


def test_a_city_that_does_not_answer_is_said_so(browser: Browser, network: Network) -> None:
    network.down = {"members_roubaix"}
    assert "Le service de cette ville ne répond pas" in words(browser.open(f"{PAGE}?city=roubaix"))
    assert browser.open(f"{PAGE}?city=nowhere").status_code == 200
