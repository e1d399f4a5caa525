"""Every GeoJSON document, by a reader that is not ours."""

from __future__ import annotations

from typing import Any

import pytest
from geojson_pydantic import FeatureCollection, Point
from pydantic import ValidationError
from werkzeug.test import Client

from services.opendata.domain import DATASETS
from tests.opendata.conftest import Hear
from tests.opendata.heard import booking, place, space

ON_A_MAP = [name for name, dataset in DATASETS.items() if dataset.has_geometry]
FLANDRES = (2.0, 50.0, 4.0, 51.5)  # west, south, east, north


@pytest.mark.parametrize("name", ON_A_MAP)
def test_a_map_is_geojson_with_the_longitude_first(client: Client, hear: Hear, name: str) -> None:
    hear("space.published", space("space-0", place_id="unknown"))
    hear("place.published", place())
    hear("space.published", space())
    hear("booking.confirmed", booking())
    response = client.get(f"/datasets/{name}.geojson")
    found: FeatureCollection[Any] = FeatureCollection.model_validate_json(response.text)
    assert "crs" not in response.text
    for feature in found.features:
        assert feature.id
        if feature.geometry is not None:
            assert isinstance(feature.geometry, Point)
            longitude, latitude = feature.geometry.coordinates[:2]
            west, south, east, north = FLANDRES
            assert west < longitude < east
            assert south < latitude < north


@pytest.mark.parametrize("name", ON_A_MAP)
def test_a_map_of_nothing_is_geojson(client: Client, name: str) -> None:
    assert FeatureCollection.model_validate_json(client.get(f"/datasets/{name}.geojson").text).features == []


def test_the_reader_finds_what_is_wrong(client: Client, hear: Hear) -> None:
    hear("place.published", place())
    text = client.get("/datasets/places.geojson").text
    for right, wrong in (('"Point"', '"Spot"'), ("[3.1625, 50.7053]", "[3.1625]"), ('"properties"', '"facts"')):
        assert right in text
        with pytest.raises(ValidationError):
            FeatureCollection.model_validate_json(text.replace(right, wrong))
