from __future__ import annotations

from services.opendata.domain import DATASETS, things
from tests.opendata.heard import NETWORK, place, space

PAGES = NETWORK.pages_url


def test_a_thing_is_called_by_the_address_of_its_page_whatever_its_id() -> None:
    record = DATASETS["places"].record({**place(), "id": "é/1"}, NETWORK)
    assert things.place(record, NETWORK)["@id"] == f"{PAGES}/places/%C3%A9%2F1"


def test_a_place_that_says_no_more_than_it_must_is_a_thing() -> None:
    told = {**place(description=None, website=None, opening_hours=None), "id": "place-1"}
    found = things.place(DATASETS["places"].record(told, NETWORK), NETWORK)
    assert {"name", "address", "geo"} <= found.keys()
    assert not {"description", "sameAs"} & found.keys()


def test_a_space_is_in_its_place_wherever_that_is() -> None:
    told = {**space(), "id": "space-1", "latitude": None, "longitude": None}
    found = things.space(DATASETS["spaces"].record(told, NETWORK), NETWORK)
    assert found["containedInPlace"]["@id"] == f"{PAGES}/places/place-1"
    assert "geo" not in found
