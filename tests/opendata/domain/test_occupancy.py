from __future__ import annotations

from services.opendata.domain.occupancy import FIELDS, record
from tests.opendata.heard import NETWORK


def test_an_occupancy_tells_where_and_when_and_nothing_else() -> None:
    row = {field.name: field.name for field in FIELDS} | {"member_id": "somebody", "held": True, "sequence": 3}
    assert list(record(row, NETWORK)) == ["id", "space_id", "place_id", "city", "unit_name", "starts_at", "ends_at"]
