"""The catalogue: what DCAT-AP 3.0.1 and the harvesters need of it, and that nothing less is ever written."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from chassis.config import Settings
from services.opendata.catalog import FORMS, Broken, Form, Page, build, check, page, serialize, vocabularies
from services.opendata.domain import DATASETS, LICENCE_URL, Days, Edition, Inventory
from services.opendata.formats import FORMATS
from tests.opendata.heard import NOW

ROOT = "https://data.example.org"
HYDRA, SPDX = Namespace("http://www.w3.org/ns/hydra/core#"), Namespace("http://spdx.org/rdf/terms#")
INVENTORY = Inventory(
    {name: Edition(name, 3, NOW, 7) for name in DATASETS},
    {"occupancy": Days(date(2026, 11, 23), date(2026, 11, 25))},
    {name: NOW - timedelta(days=9) for name in DATASETS},
)
NOTHING = Inventory({name: Edition(name) for name in DATASETS})
GRAPHS = pytest.mark.parametrize("form", [form for form in FORMS if form.is_graph], ids=lambda form: form.extension)


def at(number: int, size: int = 100) -> Page:
    found = page(number, size)
    assert found
    return found


@pytest.fixture
def graph(settings: Settings) -> Graph:
    return build(settings, INVENTORY, at(1), "ttl")


def test_the_catalogue_is_valid_and_lists_every_dataset(graph: Graph) -> None:
    assert check(graph) == []
    listed = set(graph.objects(URIRef(f"{ROOT}/catalog"), DCAT.dataset))
    assert listed == {URIRef(f"{ROOT}/datasets/{name}") for name in DATASETS}


def test_the_catalogue_of_a_network_that_has_said_nothing_yet_is_valid(settings: Settings) -> None:
    assert check(build(settings, NOTHING, at(1), "ttl")) == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser uses it itself
@GRAPHS
def test_the_three_forms_say_the_same(graph: Graph, settings: Settings, form: Form) -> None:
    parsed = Graph().parse(data=form.write(settings, INVENTORY, at(1)), format=form.media_type)
    assert isomorphic(parsed, graph)


def test_the_same_catalogue_is_the_same_bytes_in_any_process() -> None:
    program = """
from services.opendata.catalog import FORMS
from tests.opendata.heard import hub
from tests.opendata.test_catalog import INVENTORY, at
for form in FORMS:
    print(form.write(hub(), INVENTORY, at(1)))
"""
    printed = {
        subprocess.check_output([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}) for seed in ("1", "2")
    }
    assert len(printed) == 1


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (DCAT.Catalog, DCTERMS.title),
        (DCAT.Catalog, DCAT.dataset),
        (DCAT.Dataset, DCTERMS.description),
        (DCAT.Dataset, DCTERMS.identifier),
        (DCAT.Dataset, DCTERMS.license),
        (DCAT.Distribution, DCAT.accessURL),
        (DCAT.DataService, DCAT.endpointURL),
        (FOAF.Agent, FOAF.name),
        (SKOS.Concept, SKOS.inScheme),
    ],
    ids=str,
)
def test_a_catalogue_that_lacks_something_is_not_written(graph: Graph, kind: URIRef, name: URIRef) -> None:
    for node in set(graph.subjects(RDF.type, kind)):
        graph.remove((node, name, None))
    assert any(graph.qname(name) in missing for missing in check(graph))
    with pytest.raises(Broken):
        serialize(graph, "turtle")


def test_a_catalogue_that_names_what_it_does_not_describe_is_not_written(graph: Graph) -> None:
    graph.add((URIRef(f"{ROOT}/catalog"), DCAT.dataset, URIRef(f"{ROOT}/datasets/forgotten")))
    assert [missing for missing in check(graph) if "forgotten" in missing]


def test_no_catalogue_at_all_is_not_valid() -> None:
    assert check(Graph())


def test_every_resource_has_an_identifier_of_its_own(graph: Graph) -> None:
    kinds = (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService)
    nodes = [node for kind in kinds for node in graph.subjects(RDF.type, kind)]
    identifiers = [graph.value(node, DCTERMS.identifier) for node in nodes]
    assert None not in identifiers
    assert len(set(identifiers)) == len(nodes)


def test_a_media_type_is_an_https_address_of_iana(graph: Graph) -> None:
    found = {str(node) for node in graph.objects(None, DCAT.mediaType)}
    assert found <= {"https://www.iana.org/assignments/media-types/" + form.media_type for form in FORMATS}


def test_the_period_is_a_blank_node_because_a_harvester_would_fetch_an_address(graph: Graph) -> None:
    (period,) = graph.objects(None, DCTERMS.temporal)
    assert isinstance(period, BNode)
    assert graph.value(period, RDF.type) == DCTERMS.PeriodOfTime
    start = graph.value(period, DCAT.startDate)
    assert isinstance(start, Literal)
    assert start.toPython() == date(2026, 11, 23)


def test_there_is_no_checksum_and_on_a_single_page_no_paging(graph: Graph) -> None:
    text = graph.serialize(format="nt")
    assert str(SPDX) not in text
    assert str(HYDRA) not in text


@GRAPHS
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_whoever_follows_the_pages_of_a_form_finds_every_dataset_once(settings: Settings, form: Form) -> None:
    found: list[str] = []
    services: list[str] = []
    address, last = f"{ROOT}/catalog.{form.extension}", at(1, size=1).last
    for number in range(1, last + 1):
        text = form.write(settings, INVENTORY, at(number, size=1))
        read = Graph().parse(data=text, format=form.media_type)
        (view,) = read.subjects(RDF.type, HYDRA.PartialCollectionView)
        assert str(view) == address
        assert read.value(view, HYDRA.last) == URIRef(f"{ROOT}/catalog.{form.extension}?page={last}")
        found += map(str, read.subjects(RDF.type, DCAT.Dataset))
        services += map(str, read.subjects(RDF.type, DCAT.DataService))
        address = str(read.value(view, HYDRA.next))
    assert address == "None", "there is nothing after the last page"
    assert found == [f"{ROOT}/datasets/{name}" for name in DATASETS]
    assert services == [f"{ROOT}/catalog#api"], "data.gouv.fr refuses a service that comes twice"


def test_a_table_and_a_map_name_the_schema_that_each_follows(graph: Graph) -> None:
    def named(address: str) -> list[str]:
        return [str(schema) for schema in graph.objects(URIRef(ROOT + address), DCTERMS.conformsTo)]

    assert named("/datasets/places.csv#distribution") == named("/datasets/places") == [DATASETS["places"].standard]
    assert named("/datasets/places.json#distribution") == [f"{ROOT}/datasets/places/schema.json"]
    assert named("/datasets/places.jsonld#distribution") == []
    assert named("/datasets/spaces") == [f"{ROOT}/datasets/spaces/schema.json"]


def test_there_is_no_page_before_the_first_or_after_the_last() -> None:
    assert [page(number, 2) is None for number in (-1, 0, 1, at(1, 2).last, at(1, 2).last + 1)] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_the_catalogue_tells_of_every_dataset_in_words(graph: Graph) -> None:
    description = str(graph.value(URIRef(f"{ROOT}/catalog"), DCTERMS.description))
    for dataset in DATASETS.values():
        assert dataset.title.removesuffix(" du réseau Champ Libre")[1:] in description
    assert "à Roubaix, Tourcoing et Marcq-en-Barœul" in description


def test_a_dataset_says_since_when_it_is_there(graph: Graph) -> None:
    for name in DATASETS:
        (issued,) = graph.objects(URIRef(f"{ROOT}/datasets/{name}"), DCTERMS.issued)
        assert issued == Literal(NOW - timedelta(days=9))


def test_every_code_that_a_dataset_or_a_format_uses_has_a_label() -> None:
    for dataset in DATASETS.values():
        assert set(dataset.themes) <= set(vocabularies.THEME)
        assert dataset.frequency in vocabularies.FREQUENCY
    assert {form.file_type for form in FORMATS} <= set(vocabularies.FILE_TYPE)


def test_everything_is_under_the_open_licence(graph: Graph) -> None:
    assert set(graph.objects(None, DCTERMS.license)) == {URIRef(LICENCE_URL)}


def test_the_network_publishes_and_the_cities_are_its_authors(graph: Graph, settings: Settings) -> None:
    (publisher,) = set(graph.objects(None, DCTERMS.publisher))
    assert graph.value(publisher, FOAF.name) == Literal("Champ Libre", lang="fr")
    sirens = {str(graph.value(city, DCTERMS.identifier)) for city in graph.objects(None, DCTERMS.creator)}
    assert sirens == {city.siren for city in settings.cities.values()}


def test_every_term_of_a_vocabulary_is_described_inside(graph: Graph) -> None:
    for name in (DCAT.theme, DCTERMS.accrualPeriodicity, DCTERMS.language, DCTERMS.format, DCTERMS.accessRights):
        for term in set(graph.objects(None, name)):
            assert (term, RDF.type, SKOS.Concept) in graph
            assert (term, SKOS.prefLabel, None) in graph
