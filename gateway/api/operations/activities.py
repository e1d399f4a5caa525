"""Activities, and the agenda of what is to come."""

from __future__ import annotations

from typing import Any

from gateway.api import activities, agenda, schemas
from gateway.api.operation import PREFIX, Operation

_THIS = ("activity_not_found", "permission_missing")
_DRAFTING = ("permission_missing", "member_not_active")


def _step(
    method: str, path: str, name: str, summary: str, does: Any, *refusals: str, body: Any = None, query: Any = None
) -> Operation:
    """What becomes of an activity."""
    return Operation(
        method,
        f"/activities/<id:activity_id>{path}",
        name,
        summary,
        does,
        schemas.Activity,
        body=body,
        query=query,
        refusals=(*_THIS, *refusals),
        for_members=True,
    )


OPERATIONS = [
    Operation(
        "GET",
        "/agenda",
        "agenda",
        "Les dates à venir des activités, dans toutes les villes",
        agenda.agenda,
        schemas.Agenda,
        query=schemas.AgendaAsked,
        fresh_seconds=60,
    ),
    Operation(
        "POST",
        "/activities",
        "draft_activity",
        "Écrire une activité, pour l’équipe de sa ville",
        activities.draft,
        schemas.Activity,
        body=schemas.ActivityDraft,
        status=201,
        location=f"{PREFIX}/activities/{{id}}",
        refusals=(*_DRAFTING, "place_not_found", "activity_invalid", "idempotency_key_reused"),
        for_members=True,
        idempotent_by_key=True,
    ),
    Operation(
        "GET",
        "/activities",
        "activities",
        "Pour l’équipe : les activités de sa ville, les brouillons aussi",
        activities.activities,
        schemas.Activities,
        query=schemas.ActivitiesAsked,
        refusals=("permission_missing",),
        for_members=True,
    ),
    Operation(
        "GET",
        "/activities/<id:activity_id>",
        "activity",
        "Une activité et ses dates ; aussi sans compte",
        activities.activity,
        schemas.ActivityWithOccurrences,
        refusals=("activity_not_found",),
        also_for_members=True,
        fresh_seconds=60,
    ),
    _step(
        "PATCH",
        "",
        "edit_activity",
        "Modifier une activité",
        activities.edit,
        "place_not_found",
        "activity_invalid",
        "changed_meanwhile",
        "activity_over",
        "activity_incomplete",
        "activity_has_dates",
        body=schemas.ActivityEdit,
    ),
    _step(
        "POST",
        "/proposal",
        "propose_activity",
        "Proposer un brouillon à qui publie",
        activities.propose,
        "activity_not_draft",
        "activity_over",
        "activity_incomplete",
    ),
    _step(
        "DELETE",
        "/proposal",
        "send_back_activity",
        "Rendre une proposition : c’est de nouveau un brouillon",
        activities.send_back,
        "activity_not_proposed",
    ),
    _step(
        "POST",
        "/publication",
        "publish_activity",
        "Mettre une activité au programme, visible après l’embargo de celui-ci",
        activities.publish,
        "activity_published",
        "activity_over",
        "activity_incomplete",
        "occurrence_missing",
        "changed_meanwhile",
        query=schemas.EditionRead,
    ),
    _step(
        "DELETE",
        "/publication",
        "withdraw_activity",
        "La retirer du programme, tant que personne n’est inscrit",
        activities.withdraw,
        "activity_not_published",
        "somebody_registered",
    ),
    _step(
        "POST",
        "/cancellation",
        "cancel_activity",
        "Annuler une activité et toutes ses dates à venir",
        activities.cancel,
        body=schemas.EndReason,
    ),
    Operation(
        "POST",
        "/activities/<id:activity_id>/copies",
        "copy_activity",
        "La copier pour sa ville : un brouillon, qui dit d’où il vient",
        activities.copy,
        schemas.Activity,
        body=schemas.ActivityCopy,
        status=201,
        location=f"{PREFIX}/activities/{{id}}",
        refusals=("activity_not_found", *_DRAFTING),
        for_members=True,
    ),
]
