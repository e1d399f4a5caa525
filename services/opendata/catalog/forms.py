"""The forms of the catalogue: the same graph in three, and a table. Refuses to write a graph that is not valid.

The same inventory always gives the same bytes, in any process: a strong entity tag promises that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rdflib import Graph

from chassis.config import Settings
from services.opendata.catalog import scdl
from services.opendata.catalog.check import check
from services.opendata.catalog.graph import build
from services.opendata.catalog.pages import Page
from services.opendata.domain import Inventory


class Broken(Exception):
    """The catalogue lacks something and must not be served: a harvester would delete what is missing."""


@dataclass(frozen=True)
class Form:
    """A form of the catalogue.

    Attributes:
        write: the document of a page.
        is_graph: it says all that DCAT-AP knows, and may have several pages.
    """

    extension: str
    media_type: str
    content_type: str
    label: str
    write: Callable[[Settings, Inventory, Page], str]
    is_graph: bool = True


def serialize(graph: Graph, name: str) -> str:
    """The document, `name` being what rdflib calls its form.

    Raises:
        Broken: the catalogue is not valid; says what it lacks.
    """
    if missing := check(graph):
        raise Broken("; ".join(missing))
    text = graph.serialize(format=name)
    if name == "json-ld":
        return json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=1)
    return text


def _graph(extension: str, media_type: str, label: str, name: str) -> Form:
    def write(settings: Settings, inventory: Inventory, page: Page) -> str:
        return serialize(build(settings, inventory, page, extension), name)

    content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    return Form(extension, media_type, content_type, label, write)


def _sorted(value: Any) -> Any:
    """The same JSON-LD in one order: rdflib's follows the hashes of the process. No order means anything in RDF."""
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=json.dumps)
    return value


TURTLE = _graph("ttl", "text/turtle", "Turtle", "turtle")
JSON_LD = _graph("jsonld", "application/ld+json", "JSON-LD", "json-ld")
RDF_XML = _graph("rdf", "application/rdf+xml", "RDF/XML", "xml")
TABLE = Form("csv", "text/csv", "text/csv; charset=utf-8; header=present", "CSV (SCDL)", scdl.write, is_graph=False)

FORMS = (TURTLE, JSON_LD, RDF_XML, TABLE)
