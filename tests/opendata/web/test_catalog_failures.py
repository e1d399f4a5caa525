"""Whatever breaks on the way to the catalogue: nothing partial is served, so that no harvester deletes anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rdflib import Graph
from werkzeug.test import Client

from services.opendata import queries
from services.opendata.catalog import check, forms, graph, scdl, vocabularies
from tests.opendata.conftest import Hear
from tests.opendata.heard import place

GRAPHS = ("/catalog.ttl", "/catalog.jsonld", "/catalog.rdf")
PARTS: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (queries, "snapshot", (*GRAPHS, "/catalog.csv")),
    (queries, "inventory", (*GRAPHS, "/catalog.csv")),
    (vocabularies, "describe", GRAPHS),
    (vocabularies, "describe_licence", GRAPHS),
    (graph._Builder, "_dataset", GRAPHS),
    (graph._Builder, "_distribution", GRAPHS),
    (graph._Builder, "_service", GRAPHS),
    (forms, "check", GRAPHS),
    (Graph, "serialize", GRAPHS),
    (scdl, "_row", ("/catalog.csv",)),
)


def breaks(*_: Any, **__: Any) -> Any:
    raise RuntimeError("secret-host")


@pytest.mark.parametrize(("part", "name", "addresses"), PARTS, ids=[name for _, name, _ in PARTS])
def test_when_a_part_of_the_catalogue_breaks_none_of_it_is_served(
    client: Client, hear: Hear, monkeypatch: pytest.MonkeyPatch, part: Any, name: str, addresses: tuple[str, ...]
) -> None:
    hear("place.published", place())
    whole = {address: client.get(address) for address in addresses}
    assert {response.status_code for response in whole.values()} == {200}
    monkeypatch.setattr(part, name, breaks)
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 503
        assert json.loads(response.text)["code"] == "publication_unavailable"
        assert int(response.headers["Retry-After"]) > 0
        assert "secret-host" not in response.text
        assert "ETag" not in response.headers


def test_a_catalogue_that_lacks_something_is_not_served(
    client: Client, hear: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear("place.published", place())
    monkeypatch.setattr(forms, "check", lambda found: [*check(found), "a dataset is missing"])
    assert [client.get(address).status_code for address in GRAPHS] == [503] * len(GRAPHS)
