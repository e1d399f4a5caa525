"""Records as CSV: UTF-8 without BOM, comma, CRLF, one header line; the values are never altered.

Source: RFC 4180; the guides of data.gouv.fr (decimal point, ISO 8601, true and false, `|` between values).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from services.opendata.domain import Dataset, Network, Record
from services.opendata.formats.format import Format


def _head(dataset: Dataset, _network: Network) -> str:
    return _line(dataset.columns)


def _item(dataset: Dataset, record: Record, _network: Network) -> str:
    return _line([_text(record[column]) for column in dataset.columns])


def _tail(_dataset: Dataset, _network: Network) -> str:
    return ""


def _line(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(value)
    return str(value)


CSV = Format("csv", "text/csv", "text/csv; charset=utf-8; header=present", "CSV", "CSV", _head, _item, _tail)
