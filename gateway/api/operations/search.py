"""What is free, and what is near it. Public; a member is told what they may book."""

from __future__ import annotations

from gateway.api import schemas, search
from gateway.api.operation import Operation

OPERATIONS = [
    Operation(
        "GET",
        "/free",
        "free",
        "Ce qui est libre pour une période",
        search.free,
        schemas.Choices,
        query=schemas.FreeAsked,
        refusals=("period_invalid",),
        also_for_members=True,
    ),
    Operation(
        "GET",
        "/free/next",
        "next_free",
        "Quand chaque espace est libre la prochaine fois",
        search.next_free,
        schemas.NextFrees,
        query=schemas.NextFreeAsked,
        refusals=("period_invalid", "span_too_long"),
    ),
    Operation(
        "GET",
        "/spaces/<id:space_id>/alternatives",
        "alternatives",
        "Ce qui s’approche d’une période dans un espace",
        search.alternatives,
        schemas.Alternatives,
        query=schemas.AlternativesAsked,
        refusals=("space_not_found", "period_invalid"),
        also_for_members=True,
    ),
]
