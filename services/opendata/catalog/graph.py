"""Builds the catalogue as a graph. Never serves it: see `check`.

What harvesters need beyond the profile: dct:identifier on everything (data.gouv.fr skips what has none), the
period as a blank node (it would fetch a URI), no checksum (the type that DCAT-AP demands makes data.gouv.fr drop
the file), no paging node on a single page and exactly one on each of several, whose addresses keep the form.

Source: DCAT-AP 3.0.1 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from babel.lists import format_list
from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from chassis.config import City, Settings
from services.opendata.catalog import vocabularies
from services.opendata.catalog.pages import Page
from services.opendata.domain import Dataset, Days, Inventory, latest
from services.opendata.formats import Format, formats_of
from services.opendata.formats.csv import CSV
from services.opendata.formats.geojson import GEOJSON
from services.opendata.formats.json import JSON

DCATAP = Namespace("http://data.europa.eu/r5r/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
NAME = "Champ Libre"
TITLE = "Données ouvertes du réseau Champ Libre"
_OPENAPI = "https://spec.openapis.org/oas/v3.1.0"
_OF_THE_NETWORK = " du réseau Champ Libre"

_TABULAR = (CSV, JSON, GEOJSON)

#: What our own API tells of, too.
_SERVED = frozenset({"places", "spaces", "tariffs", "agenda", "activities"})


def build(settings: Settings, inventory: Inventory, page: Page, extension: str) -> Graph:
    """A page of the catalogue.

    Args:
        extension: of the form in which it will be written: the addresses of other pages have it, too.
    """
    return _Builder(settings, inventory, page, extension).graph


class _Builder:
    """Adds the parts of the catalogue one by one; each method gives the node that it described."""

    def __init__(self, settings: Settings, inventory: Inventory, page: Page, extension: str) -> None:
        self.graph = Graph(store="SimpleMemory")  # keeps the order in which things were said
        for prefix, namespace in (("dcatap", DCATAP), ("hydra", HYDRA), ("vcard", VCARD)):
            self.graph.bind(prefix, namespace)
        self._root, self._api = settings.opendata.public_url, settings.gateway.public_url
        self._cities = tuple(settings.cities.values())
        self._inventory, self._page = inventory, page
        self._language = vocabularies.describe(self.graph, vocabularies.FRENCH)
        self._licence = vocabularies.describe_licence(self.graph)
        self._publisher = self._agent("champ-libre", NAME, vocabularies.NETWORK, self._api)
        self._communes = [self._commune(city) for city in self._cities]
        self._creators = [self._authority(city) for city in self._cities]
        self._contact = self._contact_point()
        self._catalogue()
        if page.last > 1:
            self._view(f"{self._root}/catalog.{extension}")

    def _catalogue(self) -> None:
        node = self._url("/catalog")
        self._resource(node, DCAT.Catalog, "champlibre-catalog", TITLE, self._description())
        self._add(node, FOAF.homepage, self._typed(self._url("/"), FOAF.Document))
        self._add(node, DCAT.themeTaxonomy, vocabularies.describe_scheme(self.graph, vocabularies.THEMES))
        self._add(node, DCTERMS.language, self._language)
        self._add(node, DCTERMS.license, self._licence)
        self._add(node, DCTERMS.spatial, *self._communes)
        self._at(node, DCTERMS.issued, min(self._inventory.since.values(), default=None))
        self._at(node, DCTERMS.modified, latest(self._inventory.editions.values()))
        self._add(node, DCAT.dataset, *(self._dataset(dataset) for dataset in self._page.datasets))
        if served := self._served():
            self._add(node, DCAT.service, self._service(served))

    def _description(self) -> str:
        """What there is, and where: made of the titles, so that it tells of the datasets that exist."""
        cities = format_list([city.name for city in self._cities], locale="fr")
        titles = [dataset.title.removesuffix(_OF_THE_NETWORK) for dataset in self._page.every]
        told = ", ".join(title[0].lower() + title[1:] for title in titles)
        return f"Ce que publie le réseau Champ Libre, à {cities}, librement réutilisable : {told}."

    def _view(self, path: str) -> None:
        """This page among the others."""
        page, node = self._page, self._typed(URIRef(self._page.address(path)), HYDRA.PartialCollectionView)
        self._add(node, HYDRA.totalItems, Literal(len(page.every)))
        numbers = {HYDRA.first: 1, HYDRA.previous: page.number - 1, HYDRA.next: page.number + 1, HYDRA.last: page.last}
        for name, number in numbers.items():
            if 1 <= number <= page.last:
                self._add(node, name, URIRef(page.address(path, number)))

    def _dataset(self, dataset: Dataset) -> Node:
        node = self._url(f"/datasets/{dataset.name}")
        self._resource(node, DCAT.Dataset, f"champlibre-{dataset.name}", dataset.title, dataset.description)
        self._add(node, DCTERMS.creator, *self._creators)
        self._add(node, DCAT.contactPoint, self._contact)
        self._add(node, DCAT.keyword, *(Literal(word, lang="fr") for word in dataset.keywords))
        self._add(node, DCAT.theme, *self._concepts(vocabularies.THEME[code] for code in dataset.themes))
        self._add(node, DCTERMS.accrualPeriodicity, *self._concepts([vocabularies.FREQUENCY[dataset.frequency]]))
        self._add(node, DCTERMS.accessRights, *self._concepts([vocabularies.PUBLIC]))
        self._add(node, DCTERMS.language, self._language)
        self._add(node, DCTERMS.license, self._licence)
        self._add(node, DCTERMS.spatial, *self._communes)
        self._add(node, DCTERMS.conformsTo, self._schema(dataset, dataset.standard))
        self._add(node, DCAT.landingPage, self._typed(self._url("/"), FOAF.Document))
        self._at(node, DCTERMS.issued, self._inventory.since.get(dataset.name))
        self._at(node, DCTERMS.modified, self._inventory.editions[dataset.name].modified_at)
        if days := self._inventory.covered.get(dataset.name):
            self._add(node, DCTERMS.temporal, self._period(dataset, days))
        self._add(node, DCAT.distribution, *(self._distribution(dataset, it) for it in formats_of(dataset)))
        return node

    def _distribution(self, dataset: Dataset, written: Format) -> Node:
        address = self._url(f"/datasets/{dataset.name}.{written.extension}")
        node = self._typed(URIRef(f"{address}#distribution"), DCAT.Distribution)
        self._add(node, DCTERMS.identifier, Literal(f"champlibre-{dataset.name}-{written.extension}"))
        self._add(node, DCTERMS.title, Literal(f"{dataset.title} ({written.label})", lang="fr"))
        self._add(node, DCTERMS.description, Literal(f"Le jeu entier, au format {written.label}.", lang="fr"))
        self._add(node, DCAT.accessURL, address)
        self._add(node, DCAT.downloadURL, address)
        self._add(node, DCTERMS.format, *self._concepts([vocabularies.FILE_TYPE[written.file_type]]))
        self._add(node, DCAT.mediaType, vocabularies.describe_media_type(self.graph, written.media_type))
        self._add(node, DCATAP.availability, *self._concepts([vocabularies.AVAILABLE]))
        self._add(node, DCTERMS.language, self._language)
        self._add(node, DCTERMS.license, self._licence)
        if written in _TABULAR:  # what is of schema.org or of iCalendar follows no Table Schema
            self._add(node, DCTERMS.conformsTo, self._schema(dataset, dataset.standard if written is CSV else None))
        self._at(node, DCTERMS.modified, self._inventory.editions[dataset.name].modified_at)
        return node

    def _served(self) -> list[Dataset]:
        """What the API tells of, too, of one page: data.gouv.fr refuses a service that comes twice."""
        served = [dataset for dataset in self._page.every if dataset.name in _SERVED]
        return [dataset for dataset in served if dataset in self._page.datasets and served[0] in self._page.datasets]

    def _service(self, served: Iterable[Dataset]) -> Node:
        """Our own API."""
        node = self._url("/catalog#api")
        description = "Lieux, espaces, disponibilités, réservations et agenda du réseau, en JSON."
        self._resource(node, DCAT.DataService, "champlibre-api", "API du réseau Champ Libre", description)
        self._add(node, DCAT.endpointURL, URIRef(f"{self._api}/api/v1"))
        self._add(node, DCAT.endpointDescription, URIRef(f"{self._api}/api/openapi.json"))
        self._add(node, DCTERMS.conformsTo, self._typed(URIRef(_OPENAPI), DCTERMS.Standard))
        self._add(node, DCAT.contactPoint, self._contact)
        self._add(node, DCTERMS.license, self._licence)
        for dataset in served:
            self._add(node, DCAT.keyword, *(Literal(word, lang="fr") for word in dataset.keywords))
            self._add(node, DCAT.theme, *self._concepts(vocabularies.THEME[code] for code in dataset.themes))
            self._add(node, DCAT.servesDataset, self._url(f"/datasets/{dataset.name}"))
        return node

    def _resource(self, node: URIRef, kind: URIRef, identifier: str, title: str, description: str) -> None:
        """What a catalogue, a dataset and a service all have. An identifier never changes."""
        self._typed(node, kind)
        self._add(node, DCTERMS.identifier, Literal(identifier))
        self._add(node, DCTERMS.title, Literal(title, lang="fr"))
        self._add(node, DCTERMS.description, Literal(description, lang="fr"))
        self._add(node, DCTERMS.publisher, self._publisher)

    def _agent(self, fragment: str, name: str, kind: vocabularies.Concept, homepage: str = "") -> URIRef:
        node = self._typed(self._url(f"/catalog#{fragment}"), FOAF.Agent)
        self._add(node, FOAF.name, Literal(name, lang="fr"))
        self._add(node, DCTERMS.type, *self._concepts([kind]))
        if homepage:
            self._add(node, FOAF.homepage, self._typed(URIRef(homepage), FOAF.Document))
        return node

    def _authority(self, city: City) -> URIRef:
        node = self._agent(f"city-{city.code}", f"Ville de {city.name}", vocabularies.LOCAL_AUTHORITY)
        self._add(node, DCTERMS.identifier, Literal(city.siren))
        return node

    def _commune(self, city: City) -> URIRef:
        node = self._typed(self._url(f"/catalog#commune-{city.insee}"), DCTERMS.Location)
        self._add(node, DCTERMS.identifier, Literal(city.insee))
        self._add(node, SKOS.prefLabel, Literal(city.name, lang="fr"))
        return node

    def _contact_point(self) -> URIRef:
        node = self._typed(self._url("/catalog#contact"), VCARD.Kind)
        self._add(node, VCARD.fn, Literal(NAME))
        self._add(node, VCARD.hasURL, URIRef(self._api))
        return node

    def _schema(self, dataset: Dataset, standard: str | None) -> URIRef:
        """The standard that it follows, else our own Table Schema: one, as data.gouv.fr takes any one of several."""
        return self._typed(URIRef(standard or f"{self._root}/datasets/{dataset.name}/schema.json"), DCTERMS.Standard)

    def _period(self, dataset: Dataset, days: Days) -> BNode:
        node = BNode(f"covered-{dataset.name}")
        self._add(node, RDF.type, DCTERMS.PeriodOfTime)
        self._add(node, DCAT.startDate, Literal(days.first, datatype=XSD.date))
        self._add(node, DCAT.endDate, Literal(days.last, datatype=XSD.date))
        return node

    def _at(self, node: Node, name: URIRef, at: datetime | None) -> None:
        if at:
            self._add(node, name, Literal(at.replace(microsecond=0), datatype=XSD.dateTime))

    def _concepts(self, concepts: Iterable[vocabularies.Concept]) -> list[URIRef]:
        return [vocabularies.describe(self.graph, concept) for concept in concepts]

    def _typed(self, node: URIRef, kind: URIRef) -> URIRef:
        self._add(node, RDF.type, kind)
        return node

    def _add(self, node: Node, name: URIRef, *values: Node) -> None:
        for value in values:
            self.graph.add((node, name, value))

    def _url(self, path: str) -> URIRef:
        return URIRef(self._root + path)
