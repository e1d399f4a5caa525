"""Records with a position as a GeoJSON FeatureCollection; one whose position is unknown has a null geometry.

Source: RFC 7946 (WGS 84, longitude before latitude, the id beside the properties).
"""

from __future__ import annotations

from typing import Any

from services.opendata.domain import Dataset, Network, Record
from services.opendata.formats.format import Format
from services.opendata.formats.json import text

_DECIMALS = 6  # some ten centimetres
_POSITION = ("longitude", "latitude")


def _head(_dataset: Dataset, _network: Network) -> str:
    return '{"type": "FeatureCollection", "features": ['


def _item(dataset: Dataset, record: Record, _network: Network) -> str:
    feature = {
        "type": "Feature",
        "id": record[dataset.key],
        "geometry": _geometry(record["longitude"], record["latitude"]),
        "properties": {column: record[column] for column in dataset.columns if column not in _POSITION},
    }
    return "\n" + text(feature)


def _tail(_dataset: Dataset, _network: Network) -> str:
    return "\n]}\n"


def _geometry(longitude: Any, latitude: Any) -> dict[str, Any] | None:
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [round(longitude, _DECIMALS), round(latitude, _DECIMALS)]}


def _is_for(dataset: Dataset) -> bool:
    return dataset.has_geometry


GEOJSON = Format(
    "geojson",
    "application/geo+json",
    "application/geo+json",
    "GEOJSON",
    "GeoJSON",
    _head,
    _item,
    _tail,
    between=",",
    is_for=_is_for,
)
