"""The dates of activities."""

from __future__ import annotations

from typing import Any

from gateway.api import occurrences, schemas
from gateway.api.operation import Operation
from gateway.api.operations.booking import RULES

# An occurrence books as itself: it is always known, and acts for nobody.
_OF_BOOKERS = ("member_not_found", "member_not_active", "permission_missing", "not_of_organisation")
_SPACE = ("space_not_found", "space_elsewhere", "approval_needed", *(code for code in RULES if code not in _OF_BOOKERS))
_THIS = ("occurrence_not_found", "permission_missing", "activity_over", "occurrence_over")


_DATES = (
    "activity_not_found",
    "permission_missing",
    "activity_over",
    "period_invalid",
    "rule_invalid",
    "series_too_long",
    "too_many_dates",
    "space_not_found",
    "space_elsewhere",
)


def _step(method: str, path: str, name: str, summary: str, does: Any, *refusals: str, body: Any = None) -> Operation:
    """What becomes of a date."""
    return Operation(
        method,
        f"/occurrences/<id:occurrence_id>{path}",
        name,
        summary,
        does,
        schemas.Occurrence,
        body=body,
        refusals=(*_THIS, *refusals),
        for_members=True,
    )


OPERATIONS = [
    Operation(
        "POST",
        "/activities/<id:activity_id>/occurrences/preview",
        "preview_schedule",
        "Ce que donneraient des dates, l’une après l’autre, avant de les prendre",
        occurrences.preview,
        schemas.DatesPreview,
        body=schemas.DatesPlan,
        refusals=_DATES,
        for_members=True,
    ),
    Operation(
        "POST",
        "/activities/<id:activity_id>/occurrences",
        "schedule",
        "Donner une date à une activité, ou plusieurs selon une règle, et réserver l’espace avec elle",
        occurrences.schedule,
        schemas.Scheduled,
        body=schemas.SchedulePlan,
        status=201,
        refusals=(*_DATES, "size_invalid", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/occurrences/<id:occurrence_id>",
        "occurrence",
        "Une date et son activité ; aussi sans compte",
        occurrences.occurrence,
        schemas.OccurrenceOfActivity,
        refusals=("occurrence_not_found", "activity_not_found"),
        also_for_members=True,
    ),
    _step(
        "PATCH",
        "",
        "reschedule",
        "La déplacer : l’espace de la nouvelle date est pris avant que l’ancien soit rendu",
        occurrences.reschedule,
        "period_invalid",
        *_SPACE,
        body=schemas.Reschedule,
    ),
    _step("POST", "/postponement", "postpone", "La reporter, sans dire encore à quand", occurrences.postpone),
    _step(
        "POST",
        "/online",
        "move_online",
        "La tenir en ligne",
        occurrences.move_online,
        "occurrence_postponed",
        "online_url_missing",
        body=schemas.OnlineWish,
    ),
    _step(
        "PATCH",
        "/size",
        "resize",
        "Plus de places, ou moins",
        occurrences.resize,
        "size_invalid",
        "capacity_below_taken",
        "list_below_waiting",
        "too_many_persons",
        body=schemas.Size,
    ),
    _step(
        "POST",
        "/cancellation",
        "cancel_occurrence",
        "Annuler une date",
        occurrences.cancel,
        body=schemas.EndReason,
    ),
]
