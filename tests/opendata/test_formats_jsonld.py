"""Things of schema.org, read by two parsers that are not ours, neither of which may fetch anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyld import jsonld
from rdflib import RDF, Graph, Namespace, URIRef
from werkzeug.test import Client

from tests.opendata.conftest import Hear
from tests.opendata.heard import place, space

SCHEMA = Namespace("https://schema.org/")
PAGES = "https://lab.example.org"


@pytest.fixture(autouse=True)
def no_fetching(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(url: str, *_: Any) -> Any:
        raise AssertionError(url)

    monkeypatch.setattr(jsonld, "_default_document_loader", refuse)


@pytest.fixture
def told(hear: Hear) -> None:
    hear("place.published", place())
    hear("space.published", space())
    hear("space.published", space("space-2", area_m2=None, floor=None, equipment=[], description=None))


def things(client: Client, name: str) -> list[dict[str, Any]]:
    """The document, expanded: every name an address."""
    response = client.get(f"/datasets/{name}.jsonld")
    assert response.mimetype == "application/ld+json"
    found: list[dict[str, Any]] = jsonld.expand(json.loads(response.text))
    return found


def names(thing: Any) -> set[str]:
    """The names of all properties in a thing, and in those in it."""
    if isinstance(thing, list):
        return {name for one in thing for name in names(one)}
    if not isinstance(thing, dict):
        return set()
    own = {name for name in thing if not name.startswith("@")}
    return own.union(*(names(value) for value in thing.values()))


def test_a_place_is_a_thing_with_an_address_and_a_point(client: Client, told: None) -> None:
    (found,) = things(client, "places")
    assert (found["@id"], found["@type"]) == (f"{PAGES}/places/place-1", [SCHEMA + "Place"])
    (address,) = found[SCHEMA + "address"]
    assert address[SCHEMA + "postalCode"] == [{"@value": "59100"}]
    assert found[SCHEMA + "sameAs"] == [{"@id": "https://union.example.org"}]
    (point,) = found[SCHEMA + "geo"]
    assert point[SCHEMA + "latitude"] == [{"@value": 50.7053}]


def test_a_space_is_in_its_place_and_says_nothing_that_is_not_known(client: Client, told: None) -> None:
    full, less = things(client, "spaces")
    assert full[SCHEMA + "containedInPlace"][0]["@id"] == things(client, "places")[0]["@id"]
    assert full[SCHEMA + "maximumAttendeeCapacity"] == [{"@value": 12}]
    assert len(full[SCHEMA + "amenityFeature"]) == 2
    for name in ("amenityFeature", "floorLevel", "description", "additionalProperty"):
        assert SCHEMA + name in full
        assert SCHEMA + name not in less


@pytest.mark.parametrize("name", ["places", "spaces"])
def test_every_name_is_one_of_schema_org(client: Client, told: None, name: str) -> None:
    found = names(things(client, name))
    assert found
    assert {one for one in found if not one.startswith(SCHEMA)} == set()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser uses it itself
@pytest.mark.parametrize("name", ["places", "spaces"])
def test_another_parser_finds_the_same_things(client: Client, told: None, name: str) -> None:
    graph = Graph().parse(data=client.get(f"/datasets/{name}.jsonld").text, format="json-ld")
    for thing in things(client, name):
        assert (URIRef(thing["@id"]), RDF.type, SCHEMA.Place) in graph


def test_nothing_to_publish_is_a_whole_document(client: Client) -> None:
    assert things(client, "places") == []
