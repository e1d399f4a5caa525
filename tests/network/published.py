"""All that the open data server publishes, as it is sent."""

from __future__ import annotations

import requests

from services.opendata.catalog import FORMS
from services.opendata.domain import DATASETS
from services.opendata.formats import formats_of
from tests.network.nodes import Network

PATHS = (
    *(f"/datasets/{name}.{form.extension}" for name, dataset in DATASETS.items() for form in formats_of(dataset)),
    *(f"/catalog.{form.extension}" for form in FORMS),
)


def published(network: Network) -> dict[str, bytes]:
    """The bytes of every dataset in every format, and of the catalogue, by their paths."""
    return {path: _fetched(network, path) for path in PATHS}


def _fetched(network: Network, path: str) -> bytes:
    reply = requests.get(network.opendata + path, timeout=10)
    assert reply.status_code == 200, f"{path}: {reply.text}"
    return reply.content
