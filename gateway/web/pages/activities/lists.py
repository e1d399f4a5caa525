"""Who is registered for an occurrence and who waits, for its staff: in their turn, with why, and what staff decides."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from chassis.errors import Conflict, Invalid, ServiceError
from gateway.web import activity_words, list_words
from gateway.web.pages.activities.door import names
from gateway.web.visit import Visit

AT_ONCE, MOST_PAGES = 200, 10
# What a button asks for, and what it takes from its form.
COMMANDS = {
    "approve": "approve_registration",
    "decline": "decline_registration",
    "promote": "promote",
    "prioritise": "prioritise",
    "cancel": "cancel_registration",
}


def registrations(visit: Visit, occurrence_id: str) -> Response:
    """`GET /desk/occurrences/{id}/registrations`: who asks, who is in, who waits in which order, and why."""
    return _page(visit, occurrence_id)


def decide(visit: Visit, occurrence_id: str) -> Response:
    """`POST /desk/occurrences/{id}/registrations`: one decision of staff, of one registration."""
    form, actor = visit.request.form, visit.member()
    act, registration_id = form.get("act", ""), form.get("registration_id", "")
    more: dict[str, Any] = {"reason": "staff"} if act in ("decline", "cancel") else {}
    if act == "prioritise":
        said = form.get("priority", "")
        more["priority"] = int(said) if said.isdecimal() and len(said) < 4 else 0
    if act not in COMMANDS:
        raise Invalid("invalid", "no such decision")
    try:
        visit.ask("bookings", COMMANDS[act], registration_id=registration_id, actor=actor, **more)
    except Conflict as refusal:
        return _page(visit, occurrence_id, refusal=refusal, status=409)
    return visit.go(f"/desk/occurrences/{occurrence_id}/registrations#r-{registration_id}")


def _page(visit: Visit, occurrence_id: str, *, refusal: ServiceError | None = None, status: int = 200) -> Response:
    asked: dict[str, Any] = {"occurrence_id": occurrence_id, "actor": visit.member()}
    seen = visit.ask("bookings", "occurrence", **asked)
    found = _all(visit, "registrations_at", asked)
    why: dict[str, list[dict[str, Any]]] = {}
    for line in _all(visit, "decisions_of", asked):
        why.setdefault(line["registration_id"], []).append(line)
    waiting = sorted((one for one in found if one["status"] == "waiting"), key=lambda one: one["position"] or 0)
    seated = [one for one in found if one["status"] in ("confirmed", "offered")]
    ended = [one for one in found if one["status"] not in activity_words.STANDING]
    return visit.page(
        "desk_registrations.html",
        status,
        occurrence=seen["occurrence"],
        activity=seen["activity"],
        requested=[one for one in found if one["status"] == "requested"],
        seated=seated,
        waiting=waiting,
        ended=ended,
        names=names(visit, found),
        why=why,
        refusal=refusal.code if refusal else "",
        words=activity_words,
        lines=list_words.DECISIONS,
    )


def _all(visit: Visit, method: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages of a list, as many as there may be."""
    items: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_PAGES):
        page = visit.ask("bookings", method, **asked, limit=AT_ONCE, after=after)
        items += page["items"]
        after = page["next"]
        if after is None:
            break
    return items
