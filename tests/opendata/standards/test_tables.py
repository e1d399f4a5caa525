"""What we publish as tables, against the schemas of those who ask for them, by a reader that is not ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from services.opendata.domain.places import PLACES
from services.opendata.formats.csv import CSV
from tests.opendata.conftest import Hear
from tests.opendata.heard import NETWORK, booking, place, rows, space
from tests.opendata.standards.tables import complaints


@pytest.fixture
def told(hear: Hear) -> None:
    """A place, a space and a booking."""
    hear("place.published", place())
    hear("space.published", space())
    hear("booking.confirmed", booking())


def test_the_table_of_the_datasets_is_what_french_public_bodies_put_together(client: Client, told: None) -> None:
    text = client.get("/catalog.csv").text
    assert complaints(text, "scdl/catalogue-0.1.3.json") == []
    found = {row["ID"]: row for row in rows(text)}
    occupancy = found["champlibre-occupancy"]
    assert (occupancy["COUV_TEMP_DEBUT"], occupancy["COUV_TEMP_FIN"]) == ("2026-11-24", "2026-11-24")
    places = found["champlibre-places"]
    assert (places["COLL_NOM"], places["COLL_SIRET"]) == ("Ville de Roubaix", "21590512600011")
    assert places["COUV_SPAT_NOM"] == "Roubaix, Tourcoing et Marcq-en-Barœul"
    assert places["MOTS_CLES"].startswith("tiers-lieux;fablab;mediation numerique;equipements")
    assert places["FORMAT_RESSOURCES"].startswith("csv;json;geojson")
    assert places["NOMBRE_RESSOURCES"] == str(1 + places["FORMAT_RESSOURCES"].count(";"))


def test_a_dataset_that_nothing_was_ever_published_of_has_no_line_in_the_table(client: Client) -> None:
    text = client.get("/catalog.csv").text
    assert rows(text) == []
    assert text.startswith("COLL_NOM,COLL_SIRET,ID,")


@pytest.mark.parametrize(
    ("right", "wrong"), [(",Continuelle,", ",Parfois,"), (",21590512600011,", ",215905126,"), (",2,csv", ",0,csv")]
)
def test_the_reader_finds_what_is_wrong(client: Client, told: None, right: str, wrong: str) -> None:
    text = client.get("/catalog.csv").text
    assert right in text
    assert complaints(text.replace(right, wrong), "scdl/catalogue-0.1.3.json")


def test_the_places_are_what_the_national_standard_wants(client: Client, told: None) -> None:
    assert complaints(client.get("/datasets/places.csv").text, "lamednum/lieux-1.0.2.json") == []


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=400)
KINDS = st.sampled_from(["TIERS_LIEUX", "FABLAB", "HANGAR"])


@settings(max_examples=20)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, KINDS), min_size=1, max_size=20))
def test_whatever_a_place_says_of_itself_the_national_standard_is_kept(
    told: list[tuple[str, str, str, str, str]],
) -> None:
    text = CSV.head(PLACES, NETWORK)
    for number, (name, address, description, website, kind) in enumerate(told):
        said = place(name=f"x{name}", address=f"x{address}", description=description, website=website, kind=kind)
        text += CSV.item(PLACES, PLACES.record({**said, "id": f"place-{number}"}, NETWORK), NETWORK)
    assert complaints(text, "lamednum/lieux-1.0.2.json") == []
    assert all(row["typologie"] in ("TIERS_LIEUX", "FABLAB", "Autre") for row in rows(text))
