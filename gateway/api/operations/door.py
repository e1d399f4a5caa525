"""The door of an occurrence."""

from __future__ import annotations

from gateway.api import door, schemas
from gateway.api.operation import Operation

_AT = ("occurrence_not_found", "permission_missing")
_NOTED = (*_AT, "member_not_active")

OPERATIONS = [
    Operation(
        "GET",
        "/occurrences/<id:occurrence_id>/door",
        "door",
        "Pour l’équipe : qui est attendu à une date, et qui est venu",
        door.door,
        schemas.Door,
        refusals=_AT,
        for_members=True,
    ),
    Operation(
        "POST",
        "/occurrences/<id:occurrence_id>/scans",
        "scan",
        "Noter des arrivées, même longtemps après : la première reçue compte, renvoyer ne change rien",
        door.scan,
        schemas.ScanResults,
        body=schemas.Scans,
        refusals=_NOTED,
        for_members=True,
    ),
    Operation(
        "POST",
        "/occurrences/<id:occurrence_id>/walk-ins",
        "count_walk_ins",
        "Compter qui est venu sans inscription",
        door.walk_ins,
        schemas.WalkInsCounted,
        body=schemas.WalkIns,
        refusals=_NOTED,
        for_members=True,
    ),
    Operation(
        "POST",
        "/occurrences/<id:occurrence_id>/bands",
        "count_bands",
        "Compter qui est venu, par tranche d’âge et sans nommer personne",
        door.bands,
        schemas.BandsCounted,
        body=schemas.BandsWish,
        refusals=(*_NOTED, "door_closed"),
        for_members=True,
    ),
    Operation(
        "PUT",
        "/registrations/<id:registration_id>/absence",
        "note_absence",
        "Noter pourquoi une personne inscrite ne vient pas",
        door.absence,
        schemas.ExpectedRegistration,
        body=schemas.AbsenceWish,
        refusals=(
            "registration_not_found",
            "permission_missing",
            "member_not_active",
            "registration_not_confirmed",
            "door_closed",
        ),
        for_members=True,
    ),
]
