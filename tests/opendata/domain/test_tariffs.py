from __future__ import annotations

from typing import Any

from services.opendata.domain.tariffs import TARIFFS, contents
from tests.opendata.heard import NETWORK, space

ASSOCIATIONS = {
    "name": "associations",
    "categories": [],
    "organisation_kinds": ["nonprofit"],
    "cities": [],
    "attestation": None,
    "hour_cents": 625,
    "half_day_cents": 2000,
    "day_cents": None,
    "month_cents": None,
}


def of(**changed: Any) -> list[dict[str, Any]]:
    told = {**space(**changed), "id": "space-1"}
    return [TARIFFS.record(content, NETWORK) for _, content in contents(told)]


def test_the_public_price_is_the_last_tariff_and_for_everybody() -> None:
    first, public = of(tariffs=[ASSOCIATIONS])
    assert (first["name"], first["rank"], first["organisation_kinds"], first["hour_cents"]) == (
        "associations", 1, ["nonprofit"], 625,
    )  # fmt: skip
    assert (public["name"], public["rank"], public["hour_cents"], public["day_cents"]) == (None, 2, 1200, None)
    assert public["categories"] is None


def test_a_tariff_called_like_anything_has_an_id_of_its_own() -> None:
    found = of(tariffs=[{**ASSOCIATIONS, "name": name} for name in ("public", "a|b", "é")])
    assert [one["id"] for one in found] == ["space-1:public", "space-1:a|b", "space-1:é", "space-1"]


def test_a_space_that_was_told_of_without_tariffs_has_its_public_price() -> None:
    assert [one["id"] for one in of(tariffs=None)] == ["space-1"]
