"""The catalogue over HTTP, in pages."""

from __future__ import annotations

import pytest
from rdflib import DCAT, RDF, Graph, Namespace
from werkzeug.test import Client

from services.opendata import catalog
from services.opendata.domain import DATASETS
from tests.opendata.conftest import Hear
from tests.opendata.heard import place

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Two datasets a page; gives the number of pages."""
    monkeypatch.setattr(catalog, "PAGE", 2)
    return -(-len(DATASETS) // 2)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser uses it itself
@pytest.mark.parametrize("extension", ["ttl", "jsonld", "rdf"])
def test_a_harvester_that_follows_the_pages_finds_every_dataset(
    client: Client, hear: Hear, short: int, extension: str
) -> None:
    hear("place.published", place())
    address: str | None = f"/catalog.{extension}"
    found: set[str] = set()
    tags: set[str] = set()
    while address:
        response = client.get(address)
        assert response.status_code == 200
        assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
        graph = Graph().parse(data=response.text, format=response.mimetype)
        tags.add(response.headers["ETag"])
        found |= {str(node) for node in graph.subjects(RDF.type, DCAT.Dataset)}
        (view,) = graph.subjects(RDF.type, HYDRA.PartialCollectionView)
        following = graph.value(view, HYDRA.next)
        address = str(following).removeprefix("https://data.example.org") if following else None
    assert len(found) == len(DATASETS)
    assert len(tags) == short


@pytest.mark.parametrize("number", ["0", "-1", "99", "two", "²", "1e1", "", "9" * 500])
def test_a_page_that_there_is_not_is_not_found(client: Client, short: int, number: str) -> None:
    for extension in ("ttl", "jsonld", "rdf", "csv"):
        assert client.get(f"/catalog.{extension}?page={number}").status_code == 404


def test_the_table_has_one_page(client: Client, short: int) -> None:
    assert client.get("/catalog.csv?page=1").status_code == 200
    assert client.get("/catalog.csv?page=2").status_code == 404


def test_the_first_page_is_the_catalogue_itself(client: Client, short: int) -> None:
    first, whole = client.get("/catalog?page=1"), client.get("/catalog")
    assert first.headers["Content-Location"] == whole.headers["Content-Location"] == "/catalog.ttl"
    assert first.headers["ETag"] == whole.headers["ETag"]
    assert client.get("/catalog?page=2").headers["Content-Location"] == "/catalog.ttl?page=2"
