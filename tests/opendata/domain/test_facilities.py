"""Places as public facilities of the SCDL, whatever they are called and wherever they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.opendata.domain.facilities import FACILITIES, Numbered, content, family_of
from services.opendata.formats.csv import CSV
from tests.opendata.heard import NETWORK, place
from tests.opendata.standards.tables import complaints

SCHEMA = "scdl/equipements-0.1.5.json"


def of(**changed: Any) -> dict[str, Any]:
    row = content(place(**changed), Numbered("59512", 4, 1))
    return FACILITIES.record(row, NETWORK)


def table(*records: dict[str, Any]) -> str:
    return CSV.head(FACILITIES, NETWORK) + CSV.segment(FACILITIES, records, NETWORK)


@pytest.mark.parametrize(
    ("address", "number", "street"),
    [
        ("8 rue de l'Union", "8", "rue de l'Union"),
        ("8, rue de l’Union", "8", "rue de l'Union"),
        ("12 bis rue de l'Union", "12 bis", "rue de l'Union"),
        ("12B rue de l'Union", "12 b", "rue de l'Union"),
        ("10-12 avenue des Nations-Unies", "10/12", "avenue des Nations-Unies"),
        ("1 L'Allée", "1", "L'Allée"),
        ("8 rue du 8 mai 1945", "8", "rue du 8 mai 1945"),
        ("Place de la Liberté", "99999", "Place de la Liberté"),
        ("Rue du Sacré-Cœur", "99999", "Rue du Sacré-Coeur"),
        ('8 rue de l\'Union, "le hangar"', "8", "rue de l'Union le hangar"),
        ("8", "99999", "Lieu-dit"),
        ("№!", "99999", "Lieu-dit"),
    ],
)
def test_an_address_is_a_number_and_a_street_of_the_signs_of_the_standard(
    address: str, number: str, street: str
) -> None:
    record = of(address=address)
    assert (record["ADR_NUMERO"], record["ADR_NOMVOIE"]) == (number, street)
    assert complaints(table(record), SCHEMA) == []


def test_a_commune_is_spelt_with_the_letters_of_the_standard() -> None:
    assert of(commune="Marcq-en-Barœul")["ADR_COMMUNE"] == "Marcq-en-Baroeul"
    assert of(commune="Villeneuve-d'Ascq")["ADR_COMMUNE"] == "Villeneuve-d Ascq"


TEXT = st.text(min_size=1, max_size=60)


@settings(max_examples=20)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=30))
def test_whatever_people_write_the_standard_is_kept(written: list[tuple[str, str, str]]) -> None:
    facilities = [of(address=address, website=website, commune=commune) for address, website, commune in written]
    different = [{**one, "EQUIP_UID": f"59512-04000000-{turn:03d}"} for turn, one in enumerate(facilities, 1)]
    assert complaints(table(*different), SCHEMA) == []


def test_a_city_s_own_page_is_given_if_it_is_one() -> None:
    assert of(website="https://union.example.org")["EQUIP_WEB"] == "https://union.example.org"
    assert of(website="au coin de la rue")["EQUIP_WEB"] is None
    assert of(website=None)["EQUIP_WEB"] is None


def test_what_a_facility_is_called_by_is_made_of_its_commune_its_family_and_its_turn() -> None:
    assert Numbered("59512", 4, 1).uid == "59512-04000000-001"
    assert of()["EQUIP_CODE"] == "04000000-001"


def test_a_place_belongs_to_the_family_of_its_kind() -> None:
    assert [family_of(kind) for kind in ("TIERS_LIEUX", "BIB", "MUNI", "Autre", "?")] == [4, 8, 1, 10, 4]
    assert of(kind="BIB")["EQUIP_THEME"] == "Equipement culturel"


def test_the_columns_are_those_of_the_standard_in_its_order() -> None:
    assert list(of()) == list(FACILITIES.columns)
    assert complaints(table(of()).replace("EQUIP_TEL", "TELEPHONE"), SCHEMA)
