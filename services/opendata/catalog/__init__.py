"""The catalogue: what we publish, as DCAT-AP 3.0.1. Valid, or not written. Pure: never queries, never serves."""

from __future__ import annotations

from services.opendata.catalog.check import check
from services.opendata.catalog.graph import build
from services.opendata.catalog.serializations import SERIALIZATIONS, Broken, Serialization, serialize

__all__ = ["SERIALIZATIONS", "Broken", "Serialization", "build", "check", "serialize"]
