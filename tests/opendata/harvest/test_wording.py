from __future__ import annotations

from typing import Any

import pytest

from services.opendata.domain.happenings import Price, Where
from services.opendata.harvest import wording


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        *((8, 800), (8.5, 850), ("8", 800), ("8,50 €", 850), ("8.50 euros", 850), ("0", 0), ("12€", 1200)),
        *(("5 à 8 €", None), ("gratuit", None), (None, None), (True, None), ("-3", None), ("", None), ("1e9", None)),
    ],
)
def test_an_amount_is_told_in_cents_or_not_at_all(amount: Any, cents: int | None) -> None:
    assert wording.cents(amount) == cents


def test_words_say_that_it_is_free_and_never_that_it_is_not() -> None:
    for free in ("Gratuit", "entrée libre", "Accès gratuit.", " free "):
        assert wording.is_free(free) is True
    for other in ("Gratuit pour les moins de 12 ans", "5 €", "", None):
        assert wording.is_free(other) is None


def test_it_is_free_when_every_price_is_nothing() -> None:
    assert wording.free_of([Price("a", 0), Price("b", 0)]) is True
    assert wording.free_of([Price("a", 0), Price("b", None), Price("c", 100)]) is False
    assert wording.free_of([]) is wording.free_of([Price("a", 0), Price("b", None)]) is None


def test_a_place_in_one_text_is_its_name_and_its_address() -> None:
    assert wording.where("Le Grand Mix, 5 place Notre-Dame, 59200 Tourcoing", "50,7", 3.1) == Where(
        "Le Grand Mix", "5 place Notre-Dame, 59200 Tourcoing", "59200", "Tourcoing", None, 50.7, 3.1
    )
    assert wording.where("Le Grand Mix\n59200 Tourcoing") == Where(
        "Le Grand Mix", "59200 Tourcoing", "59200", "Tourcoing"
    )
    assert wording.where("Le Grand Mix") == Where("Le Grand Mix")
    assert wording.where(" ") is wording.where(None) is None


def test_a_category_is_called_what_it_is_called_here() -> None:
    themes = {"17": "Musique", "concert": "Musique"}
    assert wording.theme(["bal", " Concert "], themes) == "Musique"
    assert wording.theme([3, 17], themes, words=False) == "Musique"
    assert wording.theme(["bal"], themes) == "bal"
    assert wording.theme([3], themes, words=False) is wording.theme([None, ""], themes) is None


def test_an_age_is_a_whole_number() -> None:
    assert wording.age("12") == wording.age(12.0) == 12
    assert wording.age("12 ans") is wording.age(1.5) is wording.age("nan") is wording.age(None) is None
