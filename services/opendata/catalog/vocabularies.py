"""The controlled vocabularies of DCAT-AP that we use, described inside the catalogue itself. Never fetches.

A reader, and the official SHACL shapes, must find the class, label and scheme of every concept without leaving
the document.

Source: EU Vocabularies (http://publications.europa.eu/resource/authority/), ADMS (http://purl.org/adms/).
"""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from services.opendata.domain import LICENCE_NAME, LICENCE_URL

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"  # data.gouv.fr knows it with https only


@dataclass(frozen=True)
class Scheme:
    """A vocabulary. `kind` is the class that DCAT-AP wants of its concepts, beside skos:Concept."""

    uri: str
    title: str
    kind: URIRef | None = None


@dataclass(frozen=True)
class Concept:
    """A term of a vocabulary, with its label in French."""

    uri: str
    label: str
    scheme: Scheme


THEMES = Scheme(_AUTHORITY + "data-theme", "Thèmes de données")
_FREQUENCIES = Scheme(_AUTHORITY + "frequency", "Fréquences", DCTERMS.Frequency)
_LANGUAGES = Scheme(_AUTHORITY + "language", "Langues", DCTERMS.LinguisticSystem)
_RIGHTS = Scheme(_AUTHORITY + "access-right", "Droits d'accès", DCTERMS.RightsStatement)
_FILE_TYPES = Scheme(_AUTHORITY + "file-type", "Types de fichiers", DCTERMS.MediaTypeOrExtent)
_AVAILABILITIES = Scheme(_AUTHORITY + "planned-availability", "Disponibilités prévues")
_PUBLISHERS = Scheme("http://purl.org/adms/publishertype/1.0", "Types de producteurs")
_LICENCES = Scheme("http://purl.org/adms/licencetype/1.0", "Types de licences")


def _concept(scheme: Scheme, code: str, label: str, base: str = "") -> Concept:
    return Concept(f"{base or scheme.uri}/{code}", label, scheme)


def _concepts(scheme: Scheme, **labels: str) -> dict[str, Concept]:
    return {code: _concept(scheme, code, label) for code, label in labels.items()}


THEME = _concepts(
    THEMES,
    AGRI="Agriculture, pêche, sylviculture et alimentation",
    ECON="Économie et finances",
    EDUC="Éducation, culture et sport",
    ENER="Énergie",
    ENVI="Environnement",
    GOVE="Gouvernement et secteur public",
    HEAL="Santé",
    INTR="Questions internationales",
    JUST="Justice, système juridique et sécurité publique",
    REGI="Régions et villes",
    SOCI="Population et société",
    TECH="Science et technologie",
    TRAN="Transports",
)
FILE_TYPE = _concepts(
    _FILE_TYPES,
    ATOM="Atom Feed",
    CSV="CSV",
    GEOJSON="GeoJSON",
    HTML="HTML",
    ICS="ICalendar",
    JSON="JSON",
    JSON_LD="JSON-LD",
    RSS="RSS feed",
    XML="XML",
    ZIP="ZIP",
)
FREQUENCY = _concepts(
    _FREQUENCIES,
    UPDATE_CONT="mise à jour continuelle",
    HOURLY="toutes les heures",
    DAILY="quotidien",
    WEEKLY="hebdomadaire",
    MONTHLY="mensuel",
    QUARTERLY="trimestriel",
    ANNUAL="annuel",
    IRREG="irrégulier",
)
FRENCH = _concept(_LANGUAGES, "FRA", "français")
PUBLIC = _concept(_RIGHTS, "PUBLIC", "public")
AVAILABLE = _concept(_AVAILABILITIES, "AVAILABLE", "disponible")
LOCAL_AUTHORITY = _concept(_PUBLISHERS, "LocalAuthority", "collectivité locale", "http://purl.org/adms/publishertype")
NETWORK = _concept(
    _PUBLISHERS,
    "NonProfitOrganisation",
    "organisation à but non lucratif",
    "http://purl.org/adms/publishertype",
)
ATTRIBUTION = _concept(_LICENCES, "Attribution", "attribution", "http://purl.org/adms/licencetype")


def describe(graph: Graph, concept: Concept) -> URIRef:
    """Say in the graph what a concept is; gives its node."""
    node, scheme = URIRef(concept.uri), concept.scheme
    graph.add((node, RDF.type, SKOS.Concept))
    if scheme.kind is not None:
        graph.add((node, RDF.type, scheme.kind))
    graph.add((node, SKOS.prefLabel, Literal(concept.label, lang="fr")))
    graph.add((node, SKOS.inScheme, describe_scheme(graph, scheme)))
    return node


def describe_scheme(graph: Graph, scheme: Scheme) -> URIRef:
    """Say in the graph what a vocabulary is; gives its node."""
    node = URIRef(scheme.uri)
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    graph.add((node, DCTERMS.title, Literal(scheme.title, lang="fr")))
    return node


def describe_media_type(graph: Graph, media_type: str) -> URIRef:
    """Say in the graph what a media type is, e.g. `text/csv`; gives its node."""
    node = URIRef(_MEDIA_TYPES + media_type)
    graph.add((node, RDF.type, DCTERMS.MediaType))
    graph.add((node, RDF.type, DCTERMS.MediaTypeOrExtent))
    return node


def describe_licence(graph: Graph) -> URIRef:
    """Say in the graph what our licence is; gives its node."""
    node = URIRef(LICENCE_URL)
    graph.add((node, RDF.type, DCTERMS.LicenseDocument))
    graph.add((node, DCTERMS.title, Literal(LICENCE_NAME, lang="fr")))
    graph.add((node, DCTERMS.identifier, Literal("etalab-2.0")))
    graph.add((node, DCTERMS.type, describe(graph, ATTRIBUTION)))
    return node
