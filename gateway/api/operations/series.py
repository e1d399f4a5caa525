"""Series: bookings that come again by a rule."""

from __future__ import annotations

from gateway.api import schemas, series
from gateway.api.operation import PREFIX, Operation
from gateway.api.operations.booking import RULES, WISH

_RULE = (*WISH, "rule_invalid", "series_too_long")

OPERATIONS = [
    Operation(
        "POST",
        "/series/preview",
        "preview_series",
        "Ce que donnerait une série, fois par fois ; aussi sans compte",
        series.preview,
        schemas.SeriesPreview,
        body=schemas.SeriesPlan,
        refusals=(*_RULE, "token_expired", "token_invalid", "keys_unknown"),
    ),
    Operation(
        "POST",
        "/series",
        "book_series",
        "Réserver à chaque fois qu’une règle le dit ; ce qui est refusé peut être retenté",
        series.book,
        schemas.Series,
        body=schemas.SeriesWish,
        status=201,
        location=f"{PREFIX}/series/{{id}}",
        refusals=(*_RULE, "series_conflict", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/series/<id:series_id>",
        "series",
        "Une série : toutes ses réservations, et ce qui fut refusé",
        series.series,
        schemas.Series,
        refusals=("series_not_found",),
        for_members=True,
    ),
    Operation(
        "POST",
        "/series/<id:series_id>/retry",
        "retry_series",
        "Retenter ce qui fut refusé : ce qui est réservé maintenant, et ce qui reste refusé",
        series.retry,
        schemas.Series,
        body=schemas.SeriesRetry,
        refusals=("series_not_found", "permission_missing"),
        for_members=True,
    ),
    Operation(
        "POST",
        "/series/<id:series_id>/occurrences",
        "add_to_series",
        "Ajouter une date à une série : sautée, annulée, ou hors de la règle",
        series.add,
        schemas.Series,
        body=schemas.OccurrenceWish,
        status=201,
        location=f"{PREFIX}/series/{{id}}",
        refusals=(
            "series_not_found",
            "period_invalid",
            "series_too_long",
            "occurrence_booked",
            *RULES,
            "idempotency_key_reused",
        ),
        for_members=True,
        idempotent_by_key=True,
    ),
]
