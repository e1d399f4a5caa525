"""Records as things of schema.org, in one JSON-LD document that brings its context along: nothing is to be fetched.

Source: JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), schema.org.
"""

from __future__ import annotations

from services.opendata.domain import Dataset, Network, Record
from services.opendata.formats.format import Format
from services.opendata.formats.json import text

_ADDRESSES = ("containedInPlace", "image", "sameAs", "superEvent", "url")
_TERMS = ("eventAttendanceMode", "eventStatus", "availability")
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in _ADDRESSES},
    **{name: {"@type": "@vocab"} for name in _TERMS},
}


def _head(_dataset: Dataset, _network: Network) -> str:
    return f'{{"@context": {text(CONTEXT)},\n"@graph": ['


def _item(dataset: Dataset, record: Record, network: Network) -> str:
    assert dataset.thing
    return "\n" + text(dataset.thing(record, network))


def _tail(_dataset: Dataset, _network: Network) -> str:
    return "\n]}\n"


def _is_for(dataset: Dataset) -> bool:
    return dataset.thing is not None


JSON_LD = Format(
    "jsonld",
    "application/ld+json",
    "application/ld+json",
    "JSON_LD",
    "JSON-LD",
    _head,
    _item,
    _tail,
    between=",",
    is_for=_is_for,
)
