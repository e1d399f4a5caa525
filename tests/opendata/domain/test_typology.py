from __future__ import annotations

from services.opendata.domain.typology import CODES, code, label


def test_a_kind_that_the_national_typology_does_not_have_is_another_one() -> None:
    assert [code(kind) for kind in ("TIERS_LIEUX", "HANGAR", "")] == ["TIERS_LIEUX", "Autre", "Autre"]
    assert {code(kind) for kind in CODES} == CODES


def test_a_kind_is_said_in_words() -> None:
    assert [label(kind) for kind in ("TIERS_LIEUX", "HANGAR")] == ["Tiers-lieu", "Autre lieu"]
