"""A copy of an activity for one's own city: a draft that says where it is from, without its dates."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from gateway.web.pages.programme.desk import Step
from gateway.web.visit import Visit
from gateway.web.words import N_

COPY = Step(
    "copy_activity",
    N_("Reprendre cette activité dans votre ville"),
    N_("Un brouillon est créé pour votre ville, sans les dates. Il dit d’où vient l’activité."),
    N_("Créer le brouillon"),
)


def ask(visit: Visit, activity_id: str) -> Response:
    """`GET /desk/activities/{id}/copy`: whether one means it."""
    found = visit.ask("bookings", "activity", activity_id=activity_id, actor=visit.member())
    action = f"/desk/activities/{activity_id}/copy"
    return visit.page("desk_confirm.html", step=COPY, activity=found["activity"], occurrence=None, action=action)


def copy(visit: Visit, activity_id: str) -> Response:
    """`POST /desk/activities/{id}/copy`"""
    actor = visit.member()
    asked: dict[str, Any] = {"activity_id": activity_id, "actor": actor, "city": actor["city"]}
    made = visit.ask("bookings", COPY.method, **asked)
    return visit.go(f"/desk/activities/{made['id']}/edit")
