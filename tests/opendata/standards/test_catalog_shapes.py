"""The catalogue against the SHACL shapes of DCAT-AP, by a validator that is not ours. What is adapted: README.md."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from werkzeug.test import Client

from tests.opendata.conftest import Hear
from tests.opendata.heard import booking, place, space

SHAPES = Path(__file__).parent / "dcat-ap"
OBLIGATIONS = {
    "mandatory": ("shapes.ttl",),
    "range": ("range.ttl",),
    "vocabularies": ("mdr-vocabularies.shape.ttl",),
    "whole": ("dcat-ap-SHACL.ttl", "ranges.ttl"),
}
# What a network of French communes cannot say: it is no body of the European Union, nor are its places in their lists.
NOT_OURS = {"publisher", "spatial"}
# Recommended, and left out: communes have no shape here; not every dataset is of a period.
LEFT_OUT = {"bbox", "centroid", "temporal"}


@pytest.fixture
def catalogue(client: Client, hear: Hear) -> Graph:
    """As it is served, when something of every kind was heard."""
    hear("place.published", place())
    hear("space.published", space())
    hear("booking.confirmed", booking())
    return Graph().parse(data=client.get("/catalog.ttl").text, format="turtle")


def shapes(*files: str) -> Graph:
    """The shapes of some files, without those that are named and written nowhere."""
    graph = Graph()
    for file in files:
        graph.parse(SHAPES / file, format="turtle")
    for shape, named in list(graph.subject_objects(SH.property)):
        if (named, None, None) not in graph:
            graph.remove((shape, SH.property, named))
    return graph


def complaints(catalogue: Graph, *files: str) -> Counter[tuple[str, str]]:
    """How severe each result is, and about which property."""
    for address in [node for node in catalogue.all_nodes() if isinstance(node, URIRef)]:
        catalogue.add((address, RDF.type, RDFS.Resource))
    _, report, _ = pyshacl.validate(catalogue, shacl_graph=shapes(*files), do_owl_imports=False)
    return Counter(
        (_last(report.value(one, SH.resultSeverity)), _last(report.value(one, SH.resultPath)))
        for one in report.objects(None, SH.result)
    )


def _last(address: object) -> str:
    return str(address).rsplit("#")[-1].rsplit("/")[-1]


@pytest.mark.parametrize("files", OBLIGATIONS.values(), ids=OBLIGATIONS)
def test_the_catalogue_breaks_no_rule_of_the_profile(catalogue: Graph, files: tuple[str, ...]) -> None:
    found = complaints(catalogue, *files)
    assert {name for severity, name in found if severity == "Violation"} == set()
    assert {name for severity, name in found if severity != "Violation"} <= NOT_OURS


def test_what_the_profile_recommends_is_there_as_far_as_we_know_it(catalogue: Graph) -> None:
    assert {name for _, name in complaints(catalogue, "shapes_recommended.ttl")} <= LEFT_OUT


@pytest.mark.parametrize("files", OBLIGATIONS.values(), ids=OBLIGATIONS)
def test_the_shapes_find_what_is_wrong(files: tuple[str, ...]) -> None:
    broken = Graph().parse(
        data="""
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <https://a.example.org/> a dcat:Catalog ; dct:publisher "nobody" ; dcat:dataset "none" .
        <https://b.example.org/> a dcat:Dataset ; dct:language <https://a.example.org/french> ; dct:publisher [] .
        """,
        format="turtle",
    )
    assert complaints(broken, *files)
