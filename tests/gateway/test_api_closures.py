"""Closures and extra openings through the API: what is asked of bookings, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from tests.gateway.fakes import Gateway, problem

SPAN = {"starts_at": "2026-12-24T14:00:00+01:00", "ends_at": "2026-12-24T22:00:00+01:00"}
IN_UTC = {"starts_at": "2026-12-24T13:00:00+00:00", "ends_at": "2026-12-24T21:00:00+00:00"}
CLOSURE = {"id": "c-1", "place_id": "p-1", "space_id": None, **IN_UTC, "is_open": False, "reason": "Inventaire"}
PROPOSED = {"booking_id": "b-1", "decision": "propose", "space_id": "s-2", **SPAN, "past": ["too_short"]}
KEPT = {"booking_id": "b-2", "decision": "keep"}
ASKED: dict[str, tuple[str, str, Any]] = {
    "preview_closure": ("POST", "/places/p-1/closures/preview", {"space_id": "s-1", **SPAN}),
    "close": ("POST", "/places/p-1/closures", {**SPAN, "reason": "Inventaire", "decisions": [PROPOSED, KEPT]}),
    "open_extra": ("POST", "/places/p-1/openings", {**SPAN, "reason": "Nocturne"}),
    "withdraw_hours": ("DELETE", "/closures/c-1?keep_bookings=true", None),
    "import_closures": ("POST", "/places/p-1/closures/import", {"calendar": "BEGIN:VCALENDAR", "decisions": [KEPT]}),
}
DONE = {"applied": True, "announced": [CLOSURE], "withdrawn": [], "bookings": [], "hits": []}


@pytest.mark.parametrize(
    ("method", "status", "told", "location", "args"),
    [
        ("preview_closure", 200, {"hits": []}, None, {"place_id": "p-1", "space_id": "s-1", **IN_UTC}),
        ("close", 201, {"closure": CLOSURE, "bookings": []}, "/api/v1/places/p-1/closures",
         {"place_id": "p-1", **IN_UTC, "reason": "Inventaire", "idempotency_key": "k",
          "decisions": [{**PROPOSED, **IN_UTC}, KEPT]}),
        ("open_extra", 201, CLOSURE, "/api/v1/places/p-1/closures",
         {"place_id": "p-1", **IN_UTC, "reason": "Nocturne", "idempotency_key": "k"}),
        ("withdraw_hours", 200, CLOSURE, None, {"special_id": "c-1", "keep_bookings": True}),
        ("import_closures", 200, DONE, None, {"place_id": "p-1", "calendar": "BEGIN:VCALENDAR", "decisions": [KEPT]}),
    ],
)  # fmt: skip
def test_bookings_is_asked_with_who_asks(
    gateway: Gateway, method: str, status: int, told: dict[str, Any], location: str | None, args: dict[str, Any]
) -> None:
    gateway.services.answers[f"bookings.{method}"] = told | {"secret_column": 1}
    verb, path, body = ASKED[method]
    response = gateway.signed_in().ask(verb, path, body, Idempotency_Key='"k"')
    assert (response.status_code, response.json) == (status, told)
    assert response.headers.get("Location") == location
    [asked] = gateway.services.asked(f"bookings.{method}")
    assert asked.pop("actor")["city"] == "roubaix"
    assert asked == args


@pytest.mark.parametrize("method", ["close", "import_closures"])
def test_what_ends_thousands_of_bookings_is_given_the_time_for_it(gateway: Gateway, method: str) -> None:
    verb, path, body = ASKED[method]
    gateway.signed_in().ask(verb, path, body)
    assert gateway.services.deadlines[f"bookings.{method}"] == 20


def test_everybody_sees_when_a_place_is_closed(gateway: Gateway) -> None:
    gateway.services.answers["bookings.closures"] = {"items": [CLOSURE], "next": None}
    response = gateway.get("/places/p-1/closures?limit=2&after=x")
    assert response.json == {"items": [CLOSURE], "next": None}
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert gateway.services.asked("bookings.closures") == [{"place_id": "p-1", "limit": 2, "after": "x"}]


@pytest.mark.parametrize("method", ASKED)
def test_a_visitor_is_asked_for_a_token(gateway: Gateway, method: str) -> None:
    verb, path, body = ASKED[method]
    assert problem(gateway.ask(verb, path, body)) == (401, "token_missing")
    assert gateway.services.calls == []


@pytest.mark.parametrize(
    ("method", "refusal", "status"),
    [
        *((method, Forbidden("permission_missing", "", {"permission": "close"}), 403) for method in ASKED),
        ("close", Conflict("closure_hits_bookings", "", {"bookings": ["b-1"]}), 409),
        ("close", Conflict("unit_taken", "", {"booking_id": "b-1"}), 409),
        ("withdraw_hours", NotFound("closure_not_found"), 404),
        ("import_closures", Invalid("calendar_invalid", "", {"errors": []}), 400),
    ],
)
def test_what_bookings_refuses_is_told_with_what_helps(
    gateway: Gateway, method: str, refusal: ServiceError, status: int
) -> None:
    gateway.services.answers[f"bookings.{method}"] = refusal
    verb, path, body = ASKED[method]
    response = gateway.signed_in().ask(verb, path, body)
    assert problem(response) == (status, refusal.code)
    assert refusal.detail.items() <= (response.json or {}).items()


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"reason": " "}, "/reason"),
        ({"starts_at": "2026-12-24"}, "/starts_at"),
        ({"decisions": [{"booking_id": "b-1", "decision": "delete"}]}, "/decisions/0/decision"),
        ({"decisions": [{"booking_id": "b-1", "decision": "propose"}]}, "/decisions/0/decision"),
        ({"decisions": [{**PROPOSED, "decision": "keep"}]}, "/decisions/0/decision"),
        ({"decisions": [{**KEPT, "space_id": "s-1"}]}, "/decisions/0/decision"),
    ],
)
def test_what_has_not_the_form_asked_for_is_asked_of_nobody(
    gateway: Gateway, changes: dict[str, Any], pointer: str
) -> None:
    _verb, path, body = ASKED["close"]
    response = gateway.signed_in().post(path, {**body, **changes})
    assert problem(response) == (400, "invalid")
    assert [fault["pointer"] for fault in (response.json or {})["errors"]] == [pointer]
    assert gateway.services.asked("bookings.close") == []
