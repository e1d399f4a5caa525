"""What is wrong with a catalogue: a harvester may delete what it does not find in it. Pure; repairs nothing.

Source: DCAT-AP 3.0.1, the mandatory properties; and dct:identifier and dct:license, which data.gouv.fr needs.
"""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, Graph, URIRef

_MANDATORY: dict[URIRef, tuple[URIRef, ...]] = {
    DCAT.Catalog: (DCTERMS.identifier, DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (
        DCTERMS.identifier,
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.publisher,
        DCTERMS.license,
        DCAT.distribution,
    ),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.format, DCTERMS.license),
    DCAT.DataService: (DCTERMS.identifier, DCTERMS.title, DCAT.endpointURL),
    FOAF.Agent: (FOAF.name,),
    SKOS.Concept: (SKOS.prefLabel, SKOS.inScheme),
    SKOS.ConceptScheme: (DCTERMS.title,),
    DCTERMS.PeriodOfTime: (DCAT.startDate, DCAT.endDate),
}
_DESCRIBED = (
    DCAT.dataset,
    DCAT.distribution,
    DCAT.service,
    DCAT.servesDataset,
    DCAT.contactPoint,
    DCAT.theme,
    DCTERMS.publisher,
    DCTERMS.creator,
    DCTERMS.license,
    DCTERMS.format,
    DCTERMS.temporal,
)


def check(graph: Graph) -> list[str]:
    """What is missing, one line each; an empty list for a catalogue that may be served."""
    missing = []
    if len(list(graph.subjects(RDF.type, DCAT.Catalog))) != 1:
        missing.append("there is not exactly one dcat:Catalog")
    for kind, properties in _MANDATORY.items():
        for node in graph.subjects(RDF.type, kind):
            absent = (name for name in properties if (node, name, None) not in graph)
            missing += [f"{node} has no {graph.qname(name)}" for name in absent]
    for name in _DESCRIBED:
        for target in set(graph.objects(None, name)):
            if (target, RDF.type, None) not in graph:
                missing.append(f"{target}, a {graph.qname(name)}, is not described")
    return sorted(missing)
