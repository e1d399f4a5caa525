"""Records as one JSON array of objects, with the names of the Table Schema; several values are an array.

What a dataset has beside its columns comes after them.
"""

from __future__ import annotations

import json
from typing import Any

from services.opendata.domain import Dataset, Network, Record
from services.opendata.formats.format import Format


def text(value: Any) -> str:
    """A JSON text on one line, in UTF-8's characters."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _head(_dataset: Dataset, _network: Network) -> str:
    return "["


def _item(dataset: Dataset, record: Record, _network: Network) -> str:
    return "\n" + text({column: record[column] for column in (*dataset.columns, *dataset.nested)})


def _tail(_dataset: Dataset, _network: Network) -> str:
    return "\n]\n"


JSON = Format("json", "application/json", "application/json", "JSON", "JSON", _head, _item, _tail, between=",")
