"""Records as one JSON array of objects, with the names of the Table Schema; several values are an array."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from services.opendata.domain import Record


def write(columns: Sequence[str], records: Iterable[Record]) -> Iterator[str]:
    """The array, a line for each record."""
    yield from array({column: record[column] for column in columns} for record in records)


def array(items: Iterable[Any]) -> Iterator[str]:
    """A JSON array, item by item."""
    before = "["
    for item in items:
        yield before + "\n" + json.dumps(item, ensure_ascii=False, allow_nan=False, default=_plain)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _plain(value: date) -> str:
    return value.isoformat().replace("+00:00", "Z")
