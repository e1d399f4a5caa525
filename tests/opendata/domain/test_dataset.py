from __future__ import annotations

import re
from datetime import timedelta

import pytest

from services.opendata.domain import DATASETS, LICENCE_URL, Dataset, Edition, latest, table_schema
from tests.opendata.heard import NOW

EVERY = pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
_TYPES = {"yearmonth", "string", "number", "integer", "boolean", "date", "datetime"}


@EVERY
def test_a_column_has_a_name_that_every_tool_can_read(dataset: Dataset) -> None:
    assert len(set(dataset.columns)) == len(dataset.columns)
    for column in dataset.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,62}", column if dataset.standard is None else column.lower())


@EVERY
def test_a_table_schema_says_what_each_column_is(dataset: Dataset) -> None:
    schema = table_schema(dataset, "https://data.example.org/schema.json")
    assert [field["name"] for field in schema["fields"]] == list(dataset.columns)
    assert {field["type"] for field in schema["fields"]} <= _TYPES
    assert all(field["description"] for field in schema["fields"])
    assert schema["primaryKey"] in dataset.columns
    assert schema["licenses"][0]["path"] == LICENCE_URL


@EVERY
def test_a_keyword_has_a_length_that_catalogues_take(dataset: Dataset) -> None:
    assert all(3 <= len(word) <= 96 for word in dataset.keywords)


@EVERY
def test_no_column_is_about_a_person_or_what_somebody_paid(dataset: Dataset) -> None:
    private = {"member_id", "home_city", "price_cents", "booking_id"} - (
        {"home_city"} if dataset.name == "ledger" else set()
    )
    assert not private & set(dataset.columns)


def test_the_latest_of_what_never_changed_is_never() -> None:
    never, old, new = Edition("a"), Edition("b", 1, NOW), Edition("c", 1, NOW + timedelta(1))
    assert latest([never]) is None
    assert latest([old, new, never]) == new.modified_at
