"""The catalogue: what we publish, as DCAT-AP 3.0.1 and as a table. Valid, or not written.

Pure: never queries, never serves.
"""

from __future__ import annotations

from services.opendata.catalog.check import check
from services.opendata.catalog.forms import FORMS, JSON_LD, RDF_XML, TABLE, TURTLE, Broken, Form, serialize
from services.opendata.catalog.graph import build
from services.opendata.catalog.pages import PAGE, Page, page

__all__ = [
    "FORMS",
    "JSON_LD",
    "PAGE",
    "RDF_XML",
    "TABLE",
    "TURTLE",
    "Broken",
    "Form",
    "Page",
    "build",
    "check",
    "page",
    "serialize",
]
