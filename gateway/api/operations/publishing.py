"""Publishing places and spaces, for the administrators of their city."""

from __future__ import annotations

from gateway.api import publishing, schemas
from gateway.api.operation import Operation

OPERATIONS = [
    Operation(
        "PUT",
        "/places/<id:place_id>",
        "publish_place",
        "Publier un lieu, ou ce qui en a changé",
        publishing.place,
        schemas.Place,
        body=schemas.PlaceDraft,
        refusals=("permission_missing", "opening_hours_invalid", "school_zone_missing", "validity_hits_bookings"),
        for_members=True,
    ),
    Operation(
        "PUT",
        "/spaces/<id:space_id>",
        "publish_space",
        "Publier un espace avec ses règles et ses tarifs, ou ce qui en a changé",
        publishing.space,
        schemas.Space,
        body=schemas.SpaceDraft,
        refusals=(
            "place_not_found",
            "space_not_found",
            "permission_missing",
            "opening_hours_invalid",
            "school_zone_missing",
            "conditions_invalid",
            "space_elsewhere",
            "parent_elsewhere",
            "parent_is_part",
            "parent_has_units",
            "parent_change_hits_bookings",
            "validity_hits_bookings",
        ),
        for_members=True,
    ),
]
