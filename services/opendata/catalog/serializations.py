"""The catalogue as a document, in three equal forms. Refuses to write one that is not valid.

The same graph always gives the same bytes, in any process: its strong entity tag promises that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rdflib import Graph

from services.opendata.catalog.check import check


class Broken(Exception):
    """The catalogue lacks something and must not be served: a harvester would delete what is missing."""


@dataclass(frozen=True)
class Serialization:
    """A form. `name` is rdflib's."""

    extension: str
    media_type: str
    content_type: str
    label: str
    name: str


SERIALIZATIONS = (
    Serialization("ttl", "text/turtle", "text/turtle; charset=utf-8", "Turtle", "turtle"),
    Serialization("jsonld", "application/ld+json", "application/ld+json", "JSON-LD", "json-ld"),
    Serialization("rdf", "application/rdf+xml", "application/rdf+xml", "RDF/XML", "xml"),
)


def serialize(graph: Graph, form: Serialization) -> str:
    """The document.

    Raises:
        Broken: the catalogue is not valid; says what it lacks.
    """
    if missing := check(graph):
        raise Broken("; ".join(missing))
    text = graph.serialize(format=form.name)
    if form.name == "json-ld":
        return json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=1)
    return text


def _sorted(value: Any) -> Any:
    """The same JSON-LD in one order: rdflib's follows the hashes of the process. No order means anything in RDF."""
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=json.dumps)
    return value
