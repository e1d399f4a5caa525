from __future__ import annotations

from typing import Any

from services.opendata.domain.spaces import FIELDS, record
from tests.opendata.heard import NETWORK


def test_a_space_has_its_columns_and_the_point_of_its_place() -> None:
    row: dict[str, Any] = {field.name: f"the {field.name}" for field in FIELDS}
    row |= {"published_at": "2026-11-22T10:00:00Z", "equipment": ["a", "b"], "accessibility": None}
    found = record(row, NETWORK)
    assert set(found) == {field.name for field in FIELDS}
    assert (found["equipment"], found["updated_at"]) == (["a", "b"], "2026-11-22T10:00:00Z")
    assert found["accessibility"] == []
    assert (found["latitude"], found["longitude"]) == ("the latitude", "the longitude")
