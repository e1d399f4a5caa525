"""The formats of the datasets: how a record is written in each, and what stands around all of them. Pure.

A document is its head, its segments with `between` between them, and its tail; a segment is its records with
`between` between them. So a segment is written once, whatever changes elsewhere in the document.
"""

from __future__ import annotations

from services.opendata.domain import Dataset
from services.opendata.formats import csv, geojson, json, jsonld
from services.opendata.formats.format import Format

FORMATS: tuple[Format, ...] = (csv.CSV, json.JSON, geojson.GEOJSON, jsonld.JSON_LD)


def formats_of(dataset: Dataset) -> tuple[Format, ...]:
    """The formats a dataset is published in, the preferred one first."""
    return tuple(each for each in FORMATS if each.is_for(dataset))


__all__ = ["FORMATS", "Format", "formats_of"]
