"""Closures and extra openings."""

from __future__ import annotations

from gateway.api import closures, schemas
from gateway.api.operation import PREFIX, Operation
from gateway.api.operations.booking import RULES

_HERE = ("place_not_found", "space_not_found", "permission_missing", "period_invalid")
_PROPOSED = tuple(dict.fromkeys(("space_not_found", "permission_missing", "period_invalid", *RULES)))
_DECIDED = ("booking_of_occurrence",)

OPERATIONS = [
    Operation(
        "GET",
        "/places/<id:place_id>/closures",
        "closures",
        "Les fermetures et les ouvertures exceptionnelles d’un lieu, à venir",
        closures.closures,
        schemas.Closures,
        query=schemas.ClosuresAsked,
        refusals=("place_not_found",),
    ),
    Operation(
        "POST",
        "/places/<id:place_id>/closures/preview",
        "preview_closure",
        "Les réservations qu’une fermeture toucherait, et ce que l’on peut proposer à la place",
        closures.preview,
        schemas.ClosurePreview,
        body=schemas.HoursPlan,
        refusals=_HERE,
        for_members=True,
    ),
    Operation(
        "POST",
        "/places/<id:place_id>/closures",
        "close",
        "Fermer un lieu ou un espace, en disant ce que devient chaque réservation touchée",
        closures.close,
        schemas.ClosureMade,
        body=schemas.ClosureDraft,
        status=201,
        location=f"{PREFIX}/places/{{closure[place_id]}}/closures",
        refusals=(
            "place_not_found",
            *_PROPOSED,
            *_DECIDED,
            "closure_hits_bookings",
            "idempotency_key_reused",
        ),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "POST",
        "/places/<id:place_id>/openings",
        "open_extra",
        "Ouvrir un lieu ou un espace en plus de ses horaires",
        closures.open_extra,
        schemas.SpecialHours,
        body=schemas.OpeningDraft,
        status=201,
        location=f"{PREFIX}/places/{{place_id}}/closures",
        refusals=(*_HERE, "in_the_past", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "DELETE",
        "/closures/<id:special_id>",
        "withdraw_hours",
        "Retirer une fermeture ou une ouverture exceptionnelle",
        closures.withdraw,
        schemas.SpecialHours,
        query=schemas.Withdrawal,
        refusals=("closure_not_found", "permission_missing", "closure_hits_bookings"),
        for_members=True,
    ),
    Operation(
        "POST",
        "/places/<id:place_id>/closures/import",
        "import_closures",
        "Fermer un lieu selon un calendrier iCalendar ; le même, une autre fois, ne change rien",
        closures.import_closures,
        schemas.ClosuresImported,
        body=schemas.CalendarDraft,
        refusals=("place_not_found", *_PROPOSED, *_DECIDED, "calendar_invalid"),
        for_members=True,
    ),
]
