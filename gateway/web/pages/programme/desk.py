"""The desk of the programme: the activities of one's city, one of them, and each step of its life."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug import Response

from chassis.clock import rfc3339
from chassis.errors import Conflict, Invalid, ServiceError
from gateway.refusals import status_of
from gateway.web import activity_words, hours
from gateway.web.formats import instant
from gateway.web.pages.programme import reasons
from gateway.web.visit import Visit
from gateway.web.words import N_

STATUSES = {
    "draft": N_("Brouillons"),
    "proposed": N_("Proposées"),
    "published": N_("Publiées"),
    "cancelled": N_("Annulées"),
}
STATUS = {
    "draft": N_("Brouillon"),
    "proposed": N_("Proposée"),
    "published": N_("Publiée"),
    "cancelled": N_("Annulée"),
}
"""Of one of them."""
SHOWN = 100


@dataclass(frozen=True)
class Step:
    """Something to be done after one has said yes. Message ids, but for `method`, of bookings."""

    method: str
    title: str
    text: str
    button: str


STEPS = {
    "propose": Step(
        "propose_activity",
        N_("Proposer cette activité"),
        N_("Qui fait la programmation la relit, puis la publie ou vous la renvoie."),
        N_("Proposer"),
    ),
    "publish": Step(
        "publish_activity",
        N_("Publier cette activité"),
        N_("Elle est à l’agenda tout de suite, ou à la fin de l’embargo de son trimestre, et on peut s’inscrire."),
        N_("Publier"),
    ),
    "send-back": Step(
        "send_back_activity",
        N_("Renvoyer cette activité"),
        N_("Elle redevient un brouillon."),
        N_("Renvoyer"),
    ),
    "withdraw": Step(
        "withdraw_activity",
        N_("Retirer cette activité de l’agenda"),
        N_("Elle redevient un brouillon. C’est possible tant que personne ne s’est inscrit."),
        N_("Retirer"),
    ),
    "cancel": Step(
        "cancel_activity",
        N_("Annuler cette activité"),
        N_("Toutes ses dates à venir sont annulées, les espaces sont rendus, et chaque inscrit reçoit un courriel."),
        N_("Annuler l’activité"),
    ),
}
OF_STATUS = {
    "draft": ("propose", "publish", "cancel"),
    "proposed": ("publish", "send-back", "cancel"),
    "published": ("withdraw", "cancel"),
    "cancelled": (),
}
DATE_STEPS = {
    "postpone": Step(
        "postpone",
        N_("Reporter cette date"),
        N_("L’espace est rendu, les inscrits gardent leur place et sont prévenus. Donnez une autre date plus tard."),
        N_("Reporter"),
    ),
    "cancel": Step(
        "cancel_occurrence",
        N_("Annuler cette date"),
        N_("L’espace est rendu, et chaque inscrit reçoit un courriel avec les autres dates."),
        N_("Annuler la date"),
    ),
}


def activities(visit: Visit) -> Response:
    """`GET /desk/activities?status=`: those of one's city, and what of them is on today."""
    actor = visit.member()
    status = visit.request.args.get("status", "")
    status = status if status in STATUSES else ""
    asked = {"city": actor["city"], "status": status or None, "limit": SHOWN}
    found = visit.ask("bookings", "activities_of", actor=actor, **asked)
    return visit.page(
        "desk_activities.html",
        activities=found["items"],
        today=_today(visit, actor),
        chosen=status,
        statuses=STATUSES,
        of_one=STATUS,
        words=activity_words,
    )


def activity(visit: Visit, activity_id: str, refusal: ServiceError | None = None) -> Response:
    """`GET /desk/activities/{id}?done=`: one of them, with its dates and what can be done."""
    found = look(visit, activity_id)
    return visit.page(
        "desk_activity.html",
        status_of(refusal) if refusal else 200,
        activity=found["activity"],
        occurrences=sorted(found["occurrences"], key=lambda one: instant(one["starts_at"])),
        steps=[(name, STEPS[name]) for name in OF_STATUS[found["activity"]["status"]]],
        of_one=STATUS,
        refusal=reasons.of(refusal.code) if refusal else "",
        done=visit.request.args.get("done"),
        words=activity_words,
    )


def look(visit: Visit, activity_id: str) -> dict[str, Any]:
    """An activity and its dates, as staff sees them."""
    found: dict[str, Any] = visit.ask("bookings", "activity", activity_id=activity_id, actor=visit.member())
    return found


def look_at_date(visit: Visit, occurrence_id: str) -> dict[str, Any]:
    """A date and its activity, likewise."""
    found: dict[str, Any] = visit.ask("bookings", "occurrence", occurrence_id=occurrence_id, actor=visit.member())
    return found


def asks(name: str) -> Callable[..., Response]:
    """`GET /desk/activities/{id}/{step}`: whether one means it."""

    def page(visit: Visit, activity_id: str) -> Response:
        found = look(visit, activity_id)
        return _confirm(visit, STEPS[name], found["activity"], None, f"/desk/activities/{activity_id}/{name}")

    return page


def does(name: str) -> Callable[..., Response]:
    """`POST /desk/activities/{id}/{step}`"""

    def page(visit: Visit, activity_id: str) -> Response:
        read = visit.request.form.get("sequence", "")
        asked: dict[str, Any] = {"activity_id": activity_id, "actor": visit.member()}
        if name == "publish" and re.fullmatch(r"[0-9]{1,9}", read):
            asked["sequence"] = int(read)
        try:
            visit.ask("bookings", STEPS[name].method, **asked)
        except (Conflict, Invalid) as refusal:
            return activity(visit, activity_id, refusal)
        return visit.go(f"/desk/activities/{activity_id}?done={name}")

    return page


def asks_of_date(name: str) -> Callable[..., Response]:
    """`GET /desk/occurrences/{id}/{step}`: whether one means it."""

    def page(visit: Visit, occurrence_id: str) -> Response:
        found = look_at_date(visit, occurrence_id)
        path = f"/desk/occurrences/{occurrence_id}/{name}"
        return _confirm(visit, DATE_STEPS[name], found["activity"], found["occurrence"], path)

    return page


def does_to_date(name: str) -> Callable[..., Response]:
    """`POST /desk/occurrences/{id}/{step}`"""

    def page(visit: Visit, occurrence_id: str) -> Response:
        activity_id = look_at_date(visit, occurrence_id)["activity"]["id"]
        try:
            visit.ask("bookings", DATE_STEPS[name].method, occurrence_id=occurrence_id, actor=visit.member())
        except (Conflict, Invalid) as refusal:
            return activity(visit, activity_id, refusal)
        return visit.go(f"/desk/activities/{activity_id}?done={name}-date")

    return page


def _today(visit: Visit, actor: dict[str, Any]) -> list[dict[str, Any]]:
    """What is on today in one's city: the way to its doors."""
    zone = ZoneInfo(visit.settings.cities[actor["city"]].zone)
    day = datetime.combine(hours.today(visit.now, zone.key), time(), zone)
    span = {"from_": rfc3339(day), "to": rfc3339(day + timedelta(days=1))}
    found = visit.ask_or({"items": []}, "bookings", "agenda", actor=actor, cities=[actor["city"]], limit=SHOWN, **span)
    return list(found["items"])


def _confirm(visit: Visit, step: Step, of: dict[str, Any], occurrence: dict[str, Any] | None, action: str) -> Response:
    return visit.page("desk_confirm.html", step=step, activity=of, occurrence=occurrence, action=action)
