"""Places and spaces as things of schema.org. Never does IO.

A thing is called by the address of its page, so that whoever meets it elsewhere knows it again.

Source: https://schema.org/Place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from services.opendata.domain.dataset import Record
from services.opendata.domain.network import Network

_SQUARE_METRE = "MTK"  # UN/CEFACT's code


def place(record: Record, network: Network) -> dict[str, Any]:
    """A place, of a record of the dataset `places`."""
    page = _page(network, "places", record["id"])
    return known(
        {
            "@id": page,
            "@type": "Place",
            "identifier": record["id"],
            "name": record["nom"],
            "description": record["presentation_detail"] or record["presentation_resume"] or None,
            "url": page,
            "sameAs": record["site_web"],
            "address": {
                "@type": "PostalAddress",
                "streetAddress": record["adresse"],
                "postalCode": record["code_postal"],
                "addressLocality": record["commune"],
                "addressCountry": "FR",
            },
            "geo": _geo(record),
            "dateModified": record["date_maj"],
        }
    )


def space(record: Record, network: Network) -> dict[str, Any]:
    """A space, of a record of the dataset `spaces`."""
    page = _page(network, "spaces", record["id"])
    area = record["area_m2"]
    return known(
        {
            "@id": page,
            "@type": "Place",
            "identifier": record["id"],
            "name": record["name"],
            "description": record["description"],
            "url": page,
            "containedInPlace": {
                "@id": _page(network, "places", record["place_id"]),
                "@type": "Place",
                "name": record["place_name"],
            },
            "maximumAttendeeCapacity": record["capacity"],
            "amenityFeature": [_feature(name) for name in record["equipment"]] or None,
            "floorLevel": None if record["floor"] is None else str(record["floor"]),
            "geo": _geo(record),
            "dateModified": record["updated_at"],
            "additionalProperty": None if area is None else _area(area),
        }
    )


def known(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of the facts, those that there are."""
    return {name: value for name, value in facts.items() if value is not None}


def _page(network: Network, kind: str, own: str) -> str:
    return f"{network.pages_url}/{kind}/{quote(own, safe='')}"


def _geo(record: Record) -> dict[str, Any] | None:
    if record["latitude"] is None or record["longitude"] is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": record["latitude"], "longitude": record["longitude"]}


def _feature(name: str) -> dict[str, Any]:
    return {"@type": "LocationFeatureSpecification", "name": name, "value": True}


def _area(square_metres: float) -> dict[str, Any]:
    return {"@type": "PropertyValue", "name": "area", "value": square_metres, "unitCode": _SQUARE_METRE}
