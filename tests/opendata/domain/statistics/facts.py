"""Facts of places, spaces and special hours, as the log has them."""

from __future__ import annotations

from typing import Any


def place(**changed: Any) -> dict[str, Any]:
    return {
        "id": "place-1", "city": "roubaix", "name": "L'Union", "zone": "Europe/Paris", "latitude": 50.7,
        "longitude": 3.16, "opening_hours": "Mo-Fr 09:00-18:00; PH off", "school_zone": "B", "valid_from": None,
        "valid_until": None, **changed,
    }  # fmt: skip


def space(space_id: str = "space-1", **changed: Any) -> dict[str, Any]:
    return {
        "id": space_id, "place_id": "place-1", "city": "roubaix", "name": "Salle Lumière", "units": 1,
        "opening_hours": None, "parent_id": None, "valid_from": None, "valid_until": None, **changed,
    }  # fmt: skip


def special(starts_at: str, ends_at: str, **changed: Any) -> dict[str, Any]:
    return {
        "id": "special-1", "place_id": "place-1", "space_id": None, "starts_at": starts_at, "ends_at": ends_at,
        "is_open": False, **changed,
    }  # fmt: skip
