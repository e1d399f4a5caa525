"""The formats, read back by parsers that are not ours."""

from __future__ import annotations

import csv as independent
import io
import json as independent_json
from collections.abc import Sequence

import pytest

from services.opendata.domain import DATASETS, Dataset, Field, Record
from services.opendata.formats import Format, formats_of
from services.opendata.formats.csv import CSV
from services.opendata.formats.geojson import GEOJSON
from services.opendata.formats.json import JSON
from tests.opendata.heard import NETWORK

COLUMNS = ("id", "text", "number", "flag", "list", "day", "instant", "longitude", "latitude")
FULL: Record = {
    "id": "1",
    "text": 'guillemets ", virgule,\r\nligne, œ',
    "number": 1.5,
    "flag": True,
    "list": ["a", "b"],
    "day": "2026-11-23",
    "instant": "2026-11-23T09:00:00Z",
    "longitude": 3.16250001,
    "latitude": 50.7053,
}
EMPTY: Record = {**dict.fromkeys(COLUMNS), "id": "2", "flag": False}


def made_of(columns: Sequence[str]) -> Dataset:
    fields = tuple(Field(column, "string", column) for column in columns)
    return Dataset("it", "It", "It.", (), (), fields, lambda row, _network: dict(row), has_geometry=True)


def document(written: Format, columns: Sequence[str], *segments: Sequence[Record]) -> str:
    """As it is put together of its segments."""
    dataset = made_of(columns)
    body = written.between.join(written.segment(dataset, segment, NETWORK) for segment in segments)
    return written.head(dataset, NETWORK) + body + written.tail(dataset, NETWORK)


def test_csv_is_utf_8_without_bom_with_crlf_and_one_header() -> None:
    text = document(CSV, COLUMNS, [FULL], [EMPTY])
    assert not text.startswith("\ufeff")
    header, full, empty = independent.reader(io.StringIO(text, newline=""), strict=True)
    assert header == list(COLUMNS)
    assert full[1] == FULL["text"]
    assert full[2:7] == ["1.5", "true", "a|b", "2026-11-23", "2026-11-23T09:00:00Z"]
    assert empty == ["2", "", "", "false", "", "", "", "", ""]
    assert text.count("\r\n") == text.count("\n") == 4


def test_csv_never_alters_a_value_that_a_spreadsheet_would_compute() -> None:
    assert document(CSV, ("id",), [{"id": "=1+1"}]) == "id\r\n=1+1\r\n"


def test_json_is_an_array_of_the_columns() -> None:
    full, empty = independent_json.loads(document(JSON, COLUMNS, [{**FULL, "beside": {}}], [EMPTY]))
    assert list(full) == list(COLUMNS)
    assert (full["text"], full["list"], full["instant"]) == (FULL["text"], ["a", "b"], "2026-11-23T09:00:00Z")
    assert (empty["flag"], empty["number"]) == (False, None)


def test_geojson_puts_longitude_first_and_the_id_beside_the_properties() -> None:
    read = independent_json.loads(document(GEOJSON, COLUMNS, [FULL, EMPTY]))
    assert read["type"] == "FeatureCollection"
    full, empty = read["features"]
    assert full["geometry"] == {"type": "Point", "coordinates": [3.1625, 50.7053]}
    assert full["id"] == "1"
    assert not {"longitude", "latitude"} & full["properties"].keys()
    assert empty["geometry"] is None


def test_nothing_to_publish_is_a_whole_document() -> None:
    assert document(CSV, COLUMNS) == ",".join(COLUMNS) + "\r\n"
    assert independent_json.loads(document(JSON, COLUMNS)) == []
    assert independent_json.loads(document(GEOJSON, COLUMNS))["features"] == []


@pytest.mark.parametrize("written", [CSV, JSON, GEOJSON], ids=lambda written: written.extension)
def test_a_document_is_the_same_however_its_records_are_parted(written: Format) -> None:
    records = [{**FULL, "id": str(number)} for number in range(4)]
    whole = document(written, COLUMNS, records)
    assert document(written, COLUMNS, records[:1], records[1:3], records[3:]) == whole


def test_only_a_dataset_with_a_geometry_is_published_as_geojson() -> None:
    for dataset in DATASETS.values():
        extensions = [each.extension for each in formats_of(dataset)]
        assert extensions[:2] == ["csv", "json"]
        assert ("geojson" in extensions) is dataset.has_geometry
