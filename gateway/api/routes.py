"""The operations of the API, one entry each: what is routed, and all that the description says of it."""

from __future__ import annotations

from gateway.api import booking, catalogue, membership, pages, schemas
from gateway.api.operation import PREFIX, Operation
from gateway.routing import Route

_WISH = ("space_not_found", "period_invalid")
_RULES = (
    "member_not_active",
    "in_the_past",
    "too_far_ahead",
    "too_short",
    "too_long",
    "off_grid",
    "outside_opening_hours",
    "unit_taken",
)

OPERATIONS = [
    Operation(
        "POST",
        "/members",
        "register",
        "S’inscrire dans une ville",
        membership.register,
        schemas.Registered,
        body=schemas.Registration,
        status=201,
        location=f"{PREFIX}/me",
        refusals=("consent_missing", "weak_password", "idempotency_key_reused", "too_many_at_once"),
        idempotent_by_key=True,
    ),
    Operation(
        "POST",
        "/members/confirmation",
        "confirm",
        "Confirmer son adresse e-mail",
        membership.confirm,
        schemas.Confirmed,
        body=schemas.Confirmation,
        refusals=("link_unknown", "link_expired"),
    ),
    Operation(
        "POST",
        "/sessions",
        "sign_in",
        "Se connecter",
        membership.sign_in,
        schemas.SignedIn,
        body=schemas.SignIn,
        status=201,
        location=f"{PREFIX}/me",
        refusals=("wrong_credentials", "email_unconfirmed", "member_not_active", "too_many_at_once"),
    ),
    Operation(
        "GET",
        "/me",
        "me",
        "Ce que sa ville sait de soi",
        membership.me,
        schemas.Profile,
        refusals=("member_not_active",),
        for_members=True,
    ),
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
    Operation(
        "POST",
        "/quotes",
        "quote",
        "Le prix d’une période",
        booking.quote,
        schemas.Quote,
        body=schemas.Wish,
        refusals=_WISH,
        for_members=True,
    ),
    Operation(
        "POST",
        "/bookings",
        "book",
        "Réserver",
        booking.book,
        schemas.Booking,
        body=schemas.Wish,
        status=201,
        location=f"{PREFIX}/bookings/{{id}}",
        refusals=(*_WISH, *_RULES, "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/bookings",
        "bookings",
        "Ses réservations",
        booking.bookings,
        schemas.Bookings,
        query=schemas.BookingsAsked,
        for_members=True,
    ),
    Operation(
        "GET",
        "/bookings/<id:booking_id>",
        "booking",
        "Une de ses réservations",
        booking.booking,
        schemas.Booking,
        refusals=("booking_not_found",),
        for_members=True,
    ),
    Operation(
        "DELETE",
        "/bookings/<id:booking_id>",
        "cancel",
        "Annuler une réservation",
        booking.cancel,
        schemas.Booking,
        refusals=("booking_not_found", "booking_over"),
        for_members=True,
    ),
]

ROUTES = [
    *(Route(operation.method, PREFIX + operation.path, operation.handle) for operation in OPERATIONS),
    Route("GET", "/api", pages.reference(OPERATIONS)),
    Route("GET", "/api/problems", pages.problems),
    Route("GET", "/api/openapi.json", pages.openapi(OPERATIONS)),
]


def is_at(path: str) -> bool:
    """Whether a path is the API's."""
    return path == "/api" or path.startswith("/api/")
