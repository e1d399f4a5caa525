from __future__ import annotations

from services.opendata.domain.spaces import FIELDS, record
from tests.opendata.heard import NOW


def test_a_space_has_its_columns_and_the_point_of_its_place() -> None:
    row = {field.name: f"the {field.name}" for field in FIELDS} | {"equipment": ["a", "b"], "published_at": NOW}
    found = record(row)
    assert set(found) == {field.name for field in FIELDS}
    assert (found["equipment"], found["updated_at"]) == (("a", "b"), NOW)
    assert (found["latitude"], found["longitude"]) == ("the latitude", "the longitude")
