"""Records as CSV: UTF-8 without BOM, comma, CRLF, one header line; the values are never altered.

Source: RFC 4180; the guides of data.gouv.fr (decimal point, ISO 8601, true and false, `|` between values).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from services.opendata.domain import Record
from services.opendata.domain.dataset import Value


def write(columns: Sequence[str], records: Iterable[Record]) -> Iterator[str]:
    """The header, then each record."""
    yield _line(columns)
    for record in records:
        yield _line([_text(record[column]) for column in columns])


def _line(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat().replace("+00:00", "Z")
    return str(value)
