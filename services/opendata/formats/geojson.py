"""Records with a position as a GeoJSON FeatureCollection; one whose position is unknown has a null geometry.

Source: RFC 7946 (WGS 84, longitude before latitude, the id beside the properties).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.opendata.domain import Record
from services.opendata.formats.json import array

_DECIMALS = 6  # some ten centimetres
_POSITION = ("longitude", "latitude")


def write(columns: Sequence[str], records: Iterable[Record]) -> Iterator[str]:
    """The collection, a line for each feature."""
    properties = [column for column in columns if column not in _POSITION]
    yield '{"type": "FeatureCollection", "features": '
    yield from array(_feature(properties, record) for record in records)
    yield "}\n"


def _feature(properties: Sequence[str], record: Record) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": _geometry(record["longitude"], record["latitude"]),
        "properties": {column: record[column] for column in properties},
    }


def _geometry(longitude: Any, latitude: Any) -> dict[str, Any] | None:
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [round(longitude, _DECIMALS), round(latitude, _DECIMALS)]}
