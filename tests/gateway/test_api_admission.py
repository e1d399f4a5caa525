"""Applications and suspensions: what is asked of the member's own city, sealed, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from tests.gateway.fakes import Gateway, problem

APPLICATION = {
    "id": "a1", "category": "resident", "organisation_kind": "individual", "organisation_id": None,
    "is_renewal": False, "applied_at": "2026-11-20T08:00:00+00:00", "city": "roubaix", "motivation": "Un atelier",
    "status": "open", "decided_at": None, "reason": None, "valid_until": None,
}  # fmt: skip
LISTED = {name: APPLICATION[name] for name in list(APPLICATION)[:6]}
WHO = {
    "id": "m2", "name": "Lise", "category": "guest", "organisation_kind": "individual", "membership_ends_at": None,
}  # fmt: skip
OWN = {
    "category": "guest", "organisation_kind": "individual", "membership_ends_at": None, "renewable_from": None,
    "items": [APPLICATION],
}  # fmt: skip
REINSTATED = {"member_id": "m2", "city": "roubaix", "status": "active"}
SUSPENSION = {**REINSTATED, "reason": "Bruit", "suspended_at": "2026-11-20T08:00:00+00:00", "ends_at": None}
WISH = {"category": "resident", "motivation": "Un atelier"}
DECISION = {"decision": "admit", "reason": "Bienvenue", "valid_until": "2027-11-20T09:00:00+01:00"}
ASKED: dict[str, tuple[str, str, Any]] = {
    "apply_for_membership": ("POST", "/me/applications", WISH),
    "own_applications": ("GET", "/me/applications", None),
    "withdraw_application": ("DELETE", "/me/applications/a1", None),
    "open_applications": ("GET", "/applications?limit=1&after=MjAy", None),
    "application": ("GET", "/applications/a1", None),
    "decide_application": ("POST", "/applications/a1/decision", DECISION),
    "suspend_member": ("PUT", "/members/m2/suspension", {"reason": "Bruit"}),
    "reinstate_member": ("DELETE", "/members/m2/suspension", None),
}
OF_STAFF = [name for name in ASKED if name not in ("apply_for_membership", "own_applications", "withdraw_application")]


@pytest.mark.parametrize(
    ("method", "status", "told", "args"),
    [
        ("apply_for_membership", 201, APPLICATION, {**WISH, "idempotency_key": "k"}),
        ("own_applications", 200, OWN, {}),
        ("withdraw_application", 200, APPLICATION, {"application_id": "a1"}),
        ("open_applications", 200, {"items": [{**LISTED, "member_id": "m2"}], "next": "MjAz"},
         {"limit": 1, "after": "MjAy"}),
        ("application", 200, {**APPLICATION, "member": WHO, "organisation": None}, {"application_id": "a1"}),
        ("decide_application", 200, APPLICATION,
         {"application_id": "a1", **DECISION, "valid_until": "2027-11-20T08:00:00+00:00"}),
        ("suspend_member", 200, SUSPENSION, {"member_id": "m2", "reason": "Bruit"}),
        ("reinstate_member", 200, REINSTATED, {"member_id": "m2"}),
    ],
)  # fmt: skip
def test_the_member_s_own_city_is_asked_and_nobody_else_can_read_it(
    gateway: Gateway, method: str, status: int, told: dict[str, Any], args: dict[str, Any]
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = told | {"secret_column": 1}
    verb, path, body = ASKED[method]
    response = gateway.signed_in().ask(verb, path, body, Idempotency_Key='"k"')
    assert (response.status_code, response.json) == (status, told)
    assert response.headers["Cache-Control"] == "no-store"
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    assert gateway.services.asked(f"members_roubaix.{method}") == [{"token": token, **args}]
    assert gateway.services.sealed == {f"members_roubaix.{method}"}


@pytest.mark.parametrize("method", ASKED)
def test_a_visitor_is_asked_for_a_token(gateway: Gateway, method: str) -> None:
    verb, path, body = ASKED[method]
    assert problem(gateway.ask(verb, path, body)) == (401, "token_missing")
    assert gateway.services.calls == []


@pytest.mark.parametrize(
    ("method", "refusal", "status"),
    [
        *((method, Forbidden("permission_missing"), 403) for method in OF_STAFF),
        ("apply_for_membership", Forbidden("not_of_organisation"), 403),
        ("apply_for_membership", Invalid("motivation_missing"), 400),
        ("apply_for_membership", Invalid("organisation_kind_differs"), 400),
        ("apply_for_membership", Conflict("member_already"), 409),
        ("apply_for_membership", Conflict("application_open"), 409),
        ("withdraw_application", NotFound("application_not_found"), 404),
        ("decide_application", Forbidden("reviews_oneself"), 403),
        ("decide_application", Conflict("application_decided", "", {"status": "admitted"}), 409),
        ("decide_application", Invalid("valid_too_long"), 400),
        ("suspend_member", Forbidden("suspends_oneself"), 403),
        ("suspend_member", Conflict("last_administrator"), 409),
        ("reinstate_member", NotFound("member_not_found"), 404),
    ],
)
def test_what_the_city_refuses_is_told(gateway: Gateway, method: str, refusal: ServiceError, status: int) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = refusal
    verb, path, body = ASKED[method]
    assert problem(gateway.signed_in().ask(verb, path, body)) == (status, refusal.code)


@pytest.mark.parametrize(
    ("method", "changes", "pointer"),
    [
        ("apply_for_membership", {"category": "guest"}, "/category"),
        ("apply_for_membership", {"motivation": "é" * 2001}, "/motivation"),
        ("decide_application", {"decision": "perhaps"}, "/decision"),
        ("decide_application", {"reason": " "}, "/reason"),
        ("suspend_member", {"ends_at": "tomorrow"}, "/ends_at"),
    ],
)
def test_what_has_not_the_form_asked_for_is_asked_of_nobody(
    gateway: Gateway, method: str, changes: dict[str, str], pointer: str
) -> None:
    verb, path, body = ASKED[method]
    response = gateway.signed_in().ask(verb, path, body | changes)
    assert problem(response) == (400, "invalid")
    assert [error["pointer"] for error in (response.json or {})["errors"]] == [pointer]
    assert gateway.services.asked(f"members_roubaix.{method}") == []
