"""The formats of the datasets, each a function from records to pieces of text. Never hold all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.opendata.domain import Dataset, Record
from services.opendata.formats import csv, geojson, json


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        extension: as in URLs.
        media_type: as registered with IANA.
        content_type: the media type with what a reader must know to decode it.
        file_type: the code in the European list of file types.
        label: for people.
        write: the document, piece by piece, of the columns and the records.
        needs_geometry: only datasets with a geometry have it.
    """

    extension: str
    media_type: str
    content_type: str
    file_type: str
    label: str
    write: Callable[[Sequence[str], Iterable[Record]], Iterator[str]]
    needs_geometry: bool = False


FORMATS: tuple[Format, ...] = (
    Format("csv", "text/csv", "text/csv; charset=utf-8; header=present", "CSV", "CSV", csv.write),
    Format("json", "application/json", "application/json", "JSON", "JSON", json.write),
    Format("geojson", "application/geo+json", "application/geo+json", "GEOJSON", "GeoJSON", geojson.write, True),
)


def formats_of(dataset: Dataset) -> tuple[Format, ...]:
    """The formats a dataset is published in, the preferred one first."""
    return tuple(each for each in FORMATS if dataset.has_geometry or not each.needs_geometry)
