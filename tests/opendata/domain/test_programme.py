"""What is published of an activity: its texts, its prices, who organises it."""

from __future__ import annotations

from typing import Any

import pytest

from services.opendata.domain import programme
from tests.opendata.heard import NETWORK
from tests.opendata.programmed import activity


def described(**changed: Any) -> dict[str, Any]:
    return programme.described({"id": "activity-1", **activity(**changed)}, NETWORK)


def price(cents: int, label: str = "Tarif", condition: str | None = None) -> dict[str, Any]:
    return {"label": label, "cents": cents, "condition": condition}


@pytest.mark.parametrize(
    ("prices", "told", "bounds", "is_free"),
    [
        ([], [], (0, 0), True),
        ([price(0, "Entrée")], ["Entrée : gratuit"], (0, 0), True),
        ([price(5), price(123456)], ["Tarif : 0,05 €", "Tarif : 1234,56 €"], (5, 123456), False),
        ([price(0), price(300)], ["Tarif : gratuit", "Tarif : 3,00 €"], (0, 300), False),
        ([price(300, "A|B", "le | lundi")], ["A/B : 3,00 € (le / lundi)"], (300, 300), False),
    ],
)
def test_prices_are_words_and_bounds_and_free_is_free_for_everybody(
    prices: list[Any], told: list[str], bounds: tuple[int, int], is_free: bool
) -> None:
    found = described(prices=prices)
    assert found["prices"] == told
    assert (found["lowest_price_cents"], found["highest_price_cents"]) == bounds
    assert found["is_free"] is is_free
    assert found["tariffs"] == prices


@pytest.mark.parametrize(
    ("city", "name", "organiser"),
    [
        ("roubaix", "Les Ateliers", "Les Ateliers"),
        ("roubaix", None, "Ville de Roubaix"),
        ("elsewhere", None, "Ville de elsewhere"),
    ],
)
def test_what_nobody_else_organises_the_city_does(city: str, name: str | None, organiser: str) -> None:
    assert described(city=city, organiser_name=name)["organiser_name"] == organiser


def test_titles_in_other_languages_are_there_when_somebody_wrote_them() -> None:
    found = described(title={"fr": "Lampe", "en": "Lamp"}, image=None, description=None)
    assert (found["title"], found["title_nl"], found["title_en"]) == ("Lampe", None, "Lamp")
    assert (found["description"], found["image"], found["image_credit"]) == (None, None, None)
