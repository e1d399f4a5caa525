"""Places as the national standard of digital mediation places, version 1.0.2, says them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from services.opendata.domain.places import FIELDS, record
from tests.opendata.heard import NETWORK

STANDARD = [
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
]
ROW = {
    "id": "place-1",
    "city": "roubaix",
    "name": "Champ Libre à l'Union",
    "address": "8 rue de l'Union",
    "postcode": "59100",
    "insee": "59512",
    "commune": "Roubaix",
    "latitude": 50.7053,
    "longitude": 3.1625,
    "opening_hours": "Mo-Fr 09:00-18:30",
    "zone": "Europe/Paris",
    "description": "Un lieu.",
    "website": None,
    "kind": "TIERS_LIEUX",
    "published_at": "2026-11-22T23:30:00Z",
}


def test_every_column_of_the_standard_is_there_in_its_order() -> None:
    assert [field.name for field in FIELDS] == STANDARD
    assert list(record(ROW, NETWORK)) == STANDARD


def test_what_the_standard_requires_is_filled_and_fits() -> None:
    found = record(ROW, NETWORK)
    for field in FIELDS:
        value = found[field.name]
        assert value is not None or not field.constraints.get("required")
        if value is not None and "pattern" in field.constraints:
            assert re.search(field.constraints["pattern"], str(value))


def test_the_day_of_update_is_the_day_in_the_zone_of_the_place() -> None:
    assert record(ROW, NETWORK)["date_maj"] == "2026-11-23"


@pytest.mark.parametrize(("length", "detail"), [(280, False), (281, True), (2000, True)])
def test_a_long_presentation_is_cut_at_a_word_and_given_whole_beside(length: int, detail: bool) -> None:
    text = ("mot " * length)[: length - 1] + "t"
    found = record({**ROW, "description": text}, NETWORK)
    resume = str(found["presentation_resume"])
    assert len(resume) <= 280
    assert resume.endswith("…") is detail
    assert found["presentation_detail"] == (text if detail else None)


@pytest.mark.parametrize("field", ["description", "website", "opening_hours"])
def test_what_a_place_does_not_say_stays_empty(field: str) -> None:
    row: dict[str, Any] = {**ROW, field: None}
    name = {"description": "presentation_resume", "website": "site_web", "opening_hours": "horaires"}[field]
    assert not record(row, NETWORK)[name]
