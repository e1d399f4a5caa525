"""A stop is found however its name is typed."""

from __future__ import annotations

import pytest

from services.opendata.domain.transit import fold


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Gare Jean-Lebas", "gare jean lebas"),
        ("  THÉÂTRE\tde l'Œuvre ", "theatre de l oeuvre"),
        ("Eura’lille n°2", "eura lille n 2"),
        ("Straße", "strasse"),
        ("…!", ""),
    ],
)
def test_accents_capitals_and_marks_do_not_count(typed: str, found: str) -> None:
    assert fold(typed) == found
