"""What there is in the network. Public."""

from __future__ import annotations

from gateway.api import catalogue, schemas
from gateway.api.operation import Operation

_WISH = ("space_not_found", "period_invalid")

OPERATIONS = [
    Operation("GET", "/cities", "cities", "Les villes du réseau", catalogue.cities, schemas.Cities),
    Operation("GET", "/places", "places", "Les lieux", catalogue.places, schemas.Places, query=schemas.PlacesAsked),
    Operation(
        "GET",
        "/places/<id:place_id>",
        "place",
        "Un lieu et ses espaces",
        catalogue.place,
        schemas.PlaceWithSpaces,
        refusals=("place_not_found",),
    ),
    Operation("GET", "/spaces", "spaces", "Les espaces", catalogue.spaces, schemas.Spaces, query=schemas.SpacesAsked),
    Operation(
        "GET",
        "/spaces/<id:space_id>",
        "space",
        "Un espace et son lieu",
        catalogue.space,
        schemas.SpaceWithPlace,
        refusals=("space_not_found",),
    ),
    Operation(
        "GET",
        "/spaces/<id:space_id>/availability",
        "availability",
        "Quand un espace est libre",
        catalogue.availability,
        schemas.Availability,
        query=schemas.AvailabilityAsked,
        refusals=(*_WISH, "span_too_long"),
    ),
]
