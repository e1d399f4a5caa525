"""The door of an occurrence: who is expected, one button each, for one hand on a telephone.

Without a script each button is a form. With one, what is pressed waits in the browser until it is sent (`acts`), also
through a lost connection, a reload and a closed tab; it is sent under a nonce, so that nothing is done twice.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import Any

from werkzeug import Response

from chassis import ids
from chassis.clock import rfc3339
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from gateway import qr
from gateway.api import reading
from gateway.web import assets, door_words, passes
from gateway.web.visit import Visit

MOST_ACTS = 200
MOST_NAMES = 500
SCANS = ("arrival", "undo")
# A camera is for this page alone; what is noted is told to nobody else.
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=()"
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._~-]{7,35}")


def door(visit: Visit, occurrence_id: str) -> Response:
    """`GET /desk/occurrences/{id}/door?code=`: who is expected; `code` is what a QR code holds."""
    return _page(visit, occurrence_id, found=_registration_in(visit.request.args.get("code", "")))


def note(visit: Visit, occurrence_id: str) -> Response:
    """`POST /desk/occurrences/{id}/door`: one thing, by a form."""
    act = _of_form(visit)
    [told] = _do(visit, occurrence_id, [act])
    if told["result"] == "ok":
        return visit.go(f"/desk/occurrences/{occurrence_id}/door#r-{act.get('registration_id') or 'count'}")
    return _page(visit, occurrence_id, found=act.get("registration_id", ""), refused=told, status=409)


def state(visit: Visit, occurrence_id: str) -> Response:
    """`GET /desk/occurrences/{id}/door/acts`: what there is to be seen now, for the page's script."""
    actor = visit.member()
    return _json(visit, _state(visit, visit.ask("bookings", "door", occurrence_id=occurrence_id, actor=actor)))


def acts(visit: Visit, occurrence_id: str) -> Response:
    """`POST /desk/occurrences/{id}/door/acts`: what the page has kept, up to 200, in its order; each once a nonce."""
    actor = visit.member()
    sent = reading.parsed(visit.request.form.get("acts", "").encode())
    if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent[:MOST_ACTS]):
        raise Invalid("invalid", "a list of what was noted, as JSON")
    results = _do(visit, occurrence_id, sent[:MOST_ACTS])
    seen = visit.ask("bookings", "door", occurrence_id=occurrence_id, actor=actor)
    return _json(visit, {"results": results, **_state(visit, seen)})


def worker(_visit: Visit) -> Response:
    """`GET /desk/door-worker.js`: what lets a door's page open without a connection; for doors alone."""
    response = Response(assets.content("door_worker.js"), content_type=assets.TYPES[".js"])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/desk/occurrences/"
    return response


def code(visit: Visit, registration_id: str) -> Response:
    """`GET /registrations/{id}/code.svg`: the square, for whoever sees the registration."""
    visit.ask("bookings", "registration", registration_id=registration_id, actor=passes.actor(visit, registration_id))
    square = qr.svg(qr.arrival_address(visit.settings.gateway.public_url, registration_id))
    return Response(square, mimetype=qr.MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def arrive(visit: Visit, registration_id: str) -> Response:
    """`GET /registrations/{id}/check-in`, where the square leads: the door for its staff, else the registration."""
    who = passes.holder(visit, registration_id)
    found = visit.ask("bookings", "registration", registration_id=registration_id, actor=who.actor())
    if (found["member_id"], found["home_city"]) == (who.member_id, who.city):
        return visit.go(passes.path(registration_id))
    return visit.go(f"/desk/occurrences/{found['occurrence_id']}/door?code={registration_id}")


def _page(
    visit: Visit, occurrence_id: str, *, found: str = "", refused: dict[str, Any] | None = None, status: int = 200
) -> Response:
    actor = visit.member()
    seen = visit.ask("bookings", "door", occurrence_id=occurrence_id, actor=actor)
    response = visit.page(
        "door.html",
        status,
        door=seen,
        names=names(visit, seen["registrations"]),
        found=found,
        refused=refused,
        words=door_words,
        nonce=ids.new,
        state=_state(visit, seen),
    )
    response.headers["Permissions-Policy"] = PERMISSIONS
    return response


def names(visit: Visit, expected: list[dict[str, Any]]) -> dict[str, str]:
    """The names of those of the city's own members that the visitor may see; where it does not answer: none."""
    caller = visit.caller
    own = [one["member_id"] for one in expected if caller and one["home_city"] == caller.city]
    if caller is None or not own:
        return {}
    asked = {"token": caller.token, "member_ids": own[:MOST_NAMES]}
    try:
        return dict(visit.ask(f"members_{caller.city}", "names", sealed=True, **asked)["names"])
    except (Forbidden, Unavailable):
        return {}


def _state(visit: Visit, seen: dict[str, Any]) -> dict[str, Any]:
    """What changes at a door, in few bytes; names nobody."""
    zone, time = seen["occurrence"]["zone"], visit.language.formats.time
    return {
        "csrf_token": visit.csrf_token,
        "as_of": rfc3339(visit.now),
        "closed": seen["closed"],
        "walked_in": seen["walked_in"],
        "bands": seen["bands"],
        "registrations": {
            one["id"]: [
                one["checked_in_seats"],
                time(one["checked_in_at"], zone) if one["checked_in_at"] else "",
                one["absence_reason"] or "",
            ]
            for one in seen["registrations"]
        },
    }


def _of_form(visit: Visit) -> dict[str, Any]:
    """The act that a form asks for."""
    form = visit.request.form
    kind = form.get("act", "")
    act: dict[str, Any] = {"act": kind, "nonce": form.get("nonce", ""), "scanned_at": rfc3339(visit.now)}
    if kind == "bands":
        counted = {band: form.get(band, "") for band in door_words.BANDS}
        return act | {
            "bands": {band: int(said) for band, said in counted.items() if said.isdecimal() and len(said) < 7}
        }
    if kind == "walk_in":
        return act | {"persons": -1 if form.get("persons") == "-1" else 1}
    act["registration_id"] = _registration_in(form.get("registration_id", ""))
    if kind == "absence":
        return act | {"reason": form.get("reason") or None}
    seats = form.get("seats", "")
    return act | {"seats": int(seats) if seats.isdecimal() and len(seats) < 5 else None, "force": "force" in form}


def _do(visit: Visit, occurrence_id: str, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What becomes of each act, in their order; what one of them is refused for spoils no other."""
    told: list[dict[str, Any]] = []
    for are_scans, some in groupby(sent, lambda act: act.get("act") in SCANS):
        told += (_scan if are_scans else _one_by_one)(visit, occurrence_id, list(some))
    return told


def _scan(visit: Visit, occurrence_id: str, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    scans = [{("kind" if name == "act" else name): value for name, value in act.items()} for act in sent]
    answer = visit.ask("bookings", "scan", occurrence_id=occurrence_id, actor=visit.member(), scans=scans)
    return list(answer["results"])


def _one_by_one(visit: Visit, occurrence_id: str, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = []
    for act in sent:
        try:
            told.append({"nonce": act.get("nonce"), "result": _note_one(visit, occurrence_id, act)})
        except (Conflict, Invalid, NotFound) as refusal:
            told.append({"nonce": act.get("nonce"), "result": refusal.code})
    return told


def _note_one(visit: Visit, occurrence_id: str, act: dict[str, Any]) -> str:
    """What becomes of an act that is no scan."""
    who: dict[str, Any] = {"actor": visit.member(), "nonce": act.get("nonce")}
    match act.get("act"):
        case "walk_in":
            counted: dict[str, Any] = {"persons": act.get("persons"), "scanned_at": act.get("scanned_at")}
            answer = visit.ask("bookings", "count_walk_ins", occurrence_id=occurrence_id, **who, **counted)
            return str(answer["result"])
        case "bands":
            visit.ask("bookings", "count_bands", occurrence_id=occurrence_id, **who, bands=act.get("bands"))
        case "absence":
            why: dict[str, Any] = {"registration_id": act.get("registration_id"), "reason": act.get("reason")}
            visit.ask("bookings", "note_absence", **who, **why)
        case _:
            return "malformed"
    return "ok"


def _registration_in(code: str) -> str:
    """The id in what a QR code holds: the address of an arrival, or the id itself; "" when there is none."""
    inside = re.search(r"/registrations/([^/?#]+)", code)
    wanted = inside[1] if inside else code.strip()
    return wanted if _ID.fullmatch(wanted) else ""


def _json(visit: Visit, told: dict[str, Any]) -> Response:
    response = Response(json.dumps(told, ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    visit.keep_token(response)
    return response
