"""Builds the catalogue as a graph. Never serves it: see `check`.

What harvesters need beyond the profile: dct:identifier on everything (data.gouv.fr skips what has none), the
period as a blank node (it would fetch a URI), no checksum (the type that DCAT-AP demands makes data.gouv.fr drop
the file), no paging node on a single page.

Source: DCAT-AP 3.0.1 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from chassis.config import City, Settings
from services.opendata.catalog import vocabularies
from services.opendata.domain import DATASETS, Dataset, Edition, latest
from services.opendata.formats import Format, formats_of

Period = tuple[datetime, datetime]
DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
NAME = "Champ Libre"
TITLE = "Données ouvertes du réseau Champ Libre"
DESCRIPTION = "Les lieux, les espaces et leur occupation, dans les villes du réseau Champ Libre."


def build(settings: Settings, editions: Mapping[str, Edition], occupied: Period | None) -> Graph:
    """The catalogue.

    Args:
        editions: the state of every dataset by name.
        occupied: from the first start to the last end of the published occupancy.
    """
    return _Builder(settings, editions, occupied).graph


class _Builder:
    """Adds the parts of the catalogue one by one; each method gives the node that it described."""

    def __init__(self, settings: Settings, editions: Mapping[str, Edition], occupied: Period | None) -> None:
        self.graph = Graph(store="SimpleMemory")  # keeps the order in which things were said
        for prefix, namespace in (("dcatap", DCATAP), ("vcard", VCARD)):
            self.graph.bind(prefix, namespace)
        self._root, self._api = settings.opendata.public_url, settings.gateway.public_url
        self._cities = tuple(settings.cities.values())
        self._editions, self._occupied = editions, occupied
        self._language = vocabularies.describe(self.graph, vocabularies.FRENCH)
        self._licence = vocabularies.describe_licence(self.graph)
        self._publisher = self._agent("champ-libre", NAME, vocabularies.NETWORK, self._api)
        self._communes = [self._commune(city) for city in self._cities]
        self._creators = [self._authority(city) for city in self._cities]
        self._contact = self._contact_point()
        self._catalogue()

    def _catalogue(self) -> None:
        node = self._url("/catalog")
        self._resource(node, DCAT.Catalog, "champlibre-catalog", TITLE, DESCRIPTION)
        self._add(node, FOAF.homepage, self._typed(self._url("/"), FOAF.Document))
        self._add(node, DCAT.themeTaxonomy, vocabularies.describe_scheme(self.graph, vocabularies.THEMES))
        self._add(node, DCTERMS.language, self._language)
        self._add(node, DCTERMS.license, self._licence)
        self._add(node, DCTERMS.spatial, *self._communes)
        self._modified(node, latest(self._editions.values()))
        self._add(node, DCAT.dataset, *(self._dataset(dataset) for dataset in DATASETS.values()))
        self._add(node, DCAT.service, self._service())

    def _dataset(self, dataset: Dataset) -> Node:
        node = self._url(f"/datasets/{dataset.name}")
        self._resource(node, DCAT.Dataset, f"champlibre-{dataset.name}", dataset.title, dataset.description)
        self._add(node, DCTERMS.creator, *self._creators)
        self._add(node, DCAT.contactPoint, self._contact)
        self._add(node, DCAT.keyword, *(Literal(word, lang="fr") for word in dataset.keywords))
        self._add(node, DCAT.theme, *self._concepts(vocabularies.THEME[code] for code in dataset.themes))
        self._add(node, DCTERMS.accrualPeriodicity, *self._concepts([vocabularies.CONTINUOUSLY]))
        self._add(node, DCTERMS.accessRights, *self._concepts([vocabularies.PUBLIC]))
        self._add(node, DCTERMS.language, self._language)
        self._add(node, DCTERMS.license, self._licence)
        self._add(node, DCTERMS.spatial, *self._communes)
        self._add(node, DCTERMS.conformsTo, *self._standards(dataset))
        self._add(node, DCAT.landingPage, self._typed(self._url("/"), FOAF.Document))
        self._modified(node, self._editions[dataset.name].modified_at)
        if dataset.name == "occupancy" and self._occupied:
            self._add(node, DCTERMS.temporal, self._period(*self._occupied))
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
        self._add(node, DCTERMS.conformsTo, *self._standards(dataset))
        self._modified(node, self._editions[dataset.name].modified_at)
        return node

    def _service(self) -> Node:
        node = self._url("/catalog#api")
        description = "Lieux, espaces, disponibilités et réservations, en JSON."
        self._resource(node, DCAT.DataService, "champlibre-api", "API du réseau Champ Libre", description)
        self._add(node, DCAT.endpointURL, URIRef(f"{self._api}/api/v1"))
        self._add(node, DCAT.endpointDescription, URIRef(f"{self._api}/api/openapi.json"))
        self._add(node, DCAT.contactPoint, self._contact)
        self._add(node, DCTERMS.license, self._licence)
        self._add(node, DCAT.servesDataset, self._url("/datasets/places"), self._url("/datasets/spaces"))
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

    def _standards(self, dataset: Dataset) -> Iterable[URIRef]:
        """Our Table Schema, and the standard that it follows."""
        addresses = (f"{self._root}/datasets/{dataset.name}/schema.json", dataset.standard)
        return [self._typed(URIRef(address), DCTERMS.Standard) for address in addresses if address]

    def _period(self, starts_at: datetime, ends_at: datetime) -> BNode:
        node = BNode("occupied")
        self._add(node, RDF.type, DCTERMS.PeriodOfTime)
        self._add(node, DCAT.startDate, Literal(starts_at, datatype=XSD.dateTime))
        self._add(node, DCAT.endDate, Literal(ends_at, datatype=XSD.dateTime))
        return node

    def _modified(self, node: Node, at: datetime | None) -> None:
        if at:
            self._add(node, DCTERMS.modified, Literal(at.replace(microsecond=0), datatype=XSD.dateTime))

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
