"""The formats, read back by parsers that are not ours."""

from __future__ import annotations

import csv as independent
import io
import json as independent_json
from collections.abc import Iterator
from datetime import date, timedelta, timezone

import pytest

from services.opendata.domain import DATASETS, Record
from services.opendata.formats import FORMATS, Format, csv, formats_of, geojson, json
from tests.opendata.heard import NOW

COLUMNS = ("id", "text", "number", "flag", "list", "day", "instant", "longitude", "latitude")
FULL: Record = {
    "id": "1",
    "text": 'guillemets ", virgule,\r\nligne, œ',
    "number": 1.5,
    "flag": True,
    "list": ("a", "b"),
    "day": date(2026, 11, 23),
    "instant": NOW,
    "longitude": 3.16250001,
    "latitude": 50.7053,
}
EMPTY: Record = {**dict.fromkeys(COLUMNS), "id": "2", "flag": False}


def test_csv_is_utf_8_without_bom_with_crlf_and_one_header() -> None:
    text = "".join(csv.write(COLUMNS, [FULL, EMPTY]))
    assert not text.startswith("\ufeff")
    header, full, empty = independent.reader(io.StringIO(text, newline=""), strict=True)
    assert header == list(COLUMNS)
    assert full[1] == FULL["text"]
    assert full[2:7] == ["1.5", "true", "a|b", "2026-11-23", "2026-11-23T09:00:00Z"]
    assert empty == ["2", "", "", "false", "", "", "", "", ""]
    assert text.count("\r\n") == text.count("\n") == 4


def test_csv_never_alters_a_value_that_a_spreadsheet_would_compute() -> None:
    text = "".join(csv.write(("id",), [{"id": "=1+1"}]))
    assert text == "id\r\n=1+1\r\n"


def test_json_is_an_array_of_the_columns() -> None:
    full, empty = independent_json.loads("".join(json.write(COLUMNS, [FULL, EMPTY])))
    assert list(full) == list(COLUMNS)
    assert (full["text"], full["list"], full["instant"]) == (FULL["text"], ["a", "b"], "2026-11-23T09:00:00Z")
    assert (empty["flag"], empty["number"]) == (False, None)


def test_geojson_puts_longitude_first_and_the_id_beside_the_properties() -> None:
    document = independent_json.loads("".join(geojson.write(COLUMNS, [FULL, EMPTY])))
    assert document["type"] == "FeatureCollection"
    full, empty = document["features"]
    assert full["geometry"] == {"type": "Point", "coordinates": [3.1625, 50.7053]}
    assert full["id"] == "1"
    assert not {"longitude", "latitude"} & full["properties"].keys()
    assert empty["geometry"] is None


def test_nothing_to_publish_is_a_whole_document() -> None:
    assert "".join(csv.write(COLUMNS, [])) == ",".join(COLUMNS) + "\r\n"
    assert independent_json.loads("".join(json.write(COLUMNS, []))) == []
    assert independent_json.loads("".join(geojson.write(COLUMNS, [])))["features"] == []


@pytest.mark.parametrize("written", FORMATS, ids=lambda written: written.extension)
def test_a_document_is_written_while_it_is_read(written: Format) -> None:
    taken = 0

    def endless() -> Iterator[Record]:
        nonlocal taken
        while True:
            taken += 1
            yield FULL

    pieces = written.write(COLUMNS, endless())
    for _ in range(10):
        next(pieces)
    assert taken <= 10


def test_an_instant_of_another_zone_keeps_its_offset() -> None:
    lille = NOW.astimezone(timezone(timedelta(hours=1)))
    assert "2026-11-23T10:00:00+01:00" in "".join(csv.write(("at",), [{"at": lille}]))


def test_only_a_dataset_with_a_geometry_is_published_as_geojson() -> None:
    published = {name: [each.extension for each in formats_of(dataset)] for name, dataset in DATASETS.items()}
    assert published == {
        "places": ["csv", "json", "geojson"],
        "spaces": ["csv", "json", "geojson"],
        "occupancy": ["csv", "json"],
    }
