"""Attestations, organisations and the home ledger: what is asked of the member's own city, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Unprocessable
from tests.gateway.fakes import MEMBER, Gateway, problem

ATTESTATION = {
    "id": "a1", "member_id": "m2", "city": "roubaix", "kind": "reduced_rate",
    "valid_until": "2027-11-20T08:00:00+00:00", "issued_at": "2026-11-20T08:00:00+00:00", "revoked_at": None,
}  # fmt: skip
SHOWN = {name: ATTESTATION[name] for name in ("id", "kind", "valid_until", "issued_at")} | {"token": "a.b.c"}
VERDICT = {
    "valid": True, "reason": None, "city": "tourcoing", "kind": "reduced_rate", "valid_until": None,
    "issued_at": "2026-11-20T08:00:00+00:00",
}  # fmt: skip
ORGANISATION = {
    "id": "o1", "name": "Les Fileuses", "kind": "nonprofit", "city": "roubaix",
    "siret": "73282932000074", "founded_at": "2026-11-20T08:00:00+00:00", "verified_at": None,
}  # fmt: skip
WITH_MEMBERS = ORGANISATION | {"members": [{"id": "m1", "name": "Lise", "joined_at": "2026-11-20T08:00:00+00:00"}]}
ACTING = {
    "organisation_id": "o1", "member_id": "m2", "city": "roubaix",
    "joined_at": "2026-11-20T08:00:00+00:00", "left_at": None,
}  # fmt: skip
ATTESTED = {"member_id": "m2", "kind": "reduced_rate", "valid_until": "2027-11-20T09:00:00+01:00"}
FOUNDED = {"name": "Les Fileuses", "kind": "nonprofit", "siret": "732 829 320 00074"}
ROWS = [{"host_city": "tourcoing", "bookings": 2, "minutes": 150, "amount_cents": 625}]
OF_MEMBERS = ("found_organisation", "own_attestations")
ASKED: dict[str, tuple[str, str, Any]] = {
    "issue_attestation": ("POST", "/attestations", ATTESTED),
    "revoke_attestation": ("DELETE", "/attestations/a1", None),
    "own_attestations": ("GET", "/me/attestations", None),
    "verify_attestation": ("POST", "/attestations/verification", {"attestation": "a.b.c", "member_id": "m2"}),
    "found_organisation": ("POST", "/organisations", FOUNDED),
    "organisation": ("GET", "/organisations/o1", None),
    "verify_organisation": ("PUT", "/organisations/o1/verification", None),
    "join_organisation": ("PUT", "/organisations/o1/members/m2", None),
    "leave_organisation": ("DELETE", "/organisations/o1/members/m2", None),
    "ledger": ("GET", "/ledger/home?month=2026-11", None),
}


@pytest.mark.parametrize(
    ("method", "status", "told", "location", "args"),
    [
        ("issue_attestation", 201, ATTESTATION, "/api/v1/attestations/a1",
         {**ATTESTED, "valid_until": "2027-11-20T08:00:00+00:00", "idempotency_key": "k"}),
        ("revoke_attestation", 200, ATTESTATION, None, {"attestation_id": "a1"}),
        ("own_attestations", 200, {"items": [SHOWN]}, None, {}),
        ("verify_attestation", 200, VERDICT, None, {"attestation": "a.b.c", "member_id": "m2"}),
        ("found_organisation", 201, ORGANISATION, "/api/v1/organisations/o1", {**FOUNDED, "idempotency_key": "k"}),
        ("organisation", 200, WITH_MEMBERS, None, {"organisation_id": "o1"}),
        ("verify_organisation", 200, ORGANISATION, None, {"organisation_id": "o1"}),
        ("join_organisation", 200, ACTING, None, {"organisation_id": "o1", "member_id": "m2"}),
        ("leave_organisation", 200, ACTING, None, {"organisation_id": "o1", "member_id": "m2"}),
        ("ledger", 200, {"home_city": "roubaix", "month": "2026-11", "items": ROWS}, None, {"month": "2026-11"}),
    ],
)  # fmt: skip
def test_the_member_s_own_city_is_asked_and_nobody_else_can_read_it(
    gateway: Gateway, method: str, status: int, told: dict[str, Any], location: str | None, args: dict[str, Any]
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = told | {"secret_column": 1}
    verb, path, body = ASKED[method]
    response = gateway.signed_in().ask(verb, path, body, Idempotency_Key='"k"')
    assert (response.status_code, response.json) == (status, told)
    assert response.headers.get("Location") == location
    assert response.headers["Cache-Control"] == "no-store"
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    assert gateway.services.asked(f"members_roubaix.{method}") == [{"token": token, **args}]
    assert gateway.services.sealed == {f"members_roubaix.{method}"}


@pytest.mark.parametrize("method", ASKED)
def test_a_visitor_is_asked_for_a_token(gateway: Gateway, method: str) -> None:
    verb, path, body = ASKED[method]
    assert problem(gateway.ask(verb, path, body)) == (401, "token_missing")
    assert gateway.services.calls == []


@pytest.mark.parametrize("method", ASKED)
def test_a_city_that_is_down_is_named(gateway: Gateway, method: str) -> None:
    verb, path, body = ASKED[method]
    response = gateway.signed_in("tourcoing").ask(verb, path, body)
    assert problem(response) == (503, "service_unavailable")
    assert (response.json or {})["service"] == "members_tourcoing"


@pytest.mark.parametrize(
    ("method", "refusal", "status"),
    [
        *((method, Forbidden("member_not_active"), 403) for method in ASKED),
        *((method, Forbidden("permission_missing"), 403) for method in ASKED if method not in OF_MEMBERS),
        ("issue_attestation", Forbidden("attests_oneself"), 403),
        ("issue_attestation", NotFound("member_not_found"), 404),
        ("issue_attestation", Invalid("valid_until_past"), 400),
        ("issue_attestation", Invalid("attestation_kind_unknown"), 400),
        ("issue_attestation", Unprocessable("idempotency_key_reused"), 422),
        ("revoke_attestation", NotFound("attestation_not_found"), 404),
        ("found_organisation", Conflict("too_many_organisations", "", {"most": 20}), 409),
        ("found_organisation", Conflict("siret_known"), 409),
        ("found_organisation", Invalid("siret_missing"), 400),
        ("organisation", NotFound("organisation_not_found"), 404),
        ("verify_organisation", Forbidden("attests_oneself"), 403),
        ("verify_organisation", NotFound("organisation_not_found"), 404),
        ("found_organisation", Unprocessable("idempotency_key_reused"), 422),
        ("join_organisation", NotFound("organisation_not_found"), 404),
        ("join_organisation", NotFound("member_not_found"), 404),
        ("leave_organisation", NotFound("organisation_not_found"), 404),
    ],
)
def test_what_the_city_refuses_is_told(gateway: Gateway, method: str, refusal: ServiceError, status: int) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = refusal
    verb, path, body = ASKED[method]
    assert problem(gateway.signed_in().ask(verb, path, body)) == (status, refusal.code)


@pytest.mark.parametrize(
    ("method", "changes", "pointer"),
    [
        ("issue_attestation", {"kind": "Reduced rate"}, "/kind"),
        ("issue_attestation", {"valid_until": "2027-11-20"}, "/valid_until"),
        ("issue_attestation", {"reason": "because"}, "/reason"),
        ("verify_attestation", {"attestation": ""}, "/attestation"),
        ("verify_attestation", {"attestation": "A" * 4097}, "/attestation"),
        ("verify_attestation", {"name": "Camille"}, "/name"),
        ("found_organisation", {"kind": "individual"}, "/kind"),
        ("found_organisation", {"name": " "}, "/name"),
        ("found_organisation", {"siret": "732 829 320"}, "/siret"),
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


@pytest.mark.parametrize("query", ["", "?month=2026-13", "?month=novembre", "?month=2026-11&city=marcq"])
def test_a_ledger_is_of_one_month_and_of_one_s_own_city(gateway: Gateway, query: str) -> None:
    assert problem(gateway.signed_in().get(f"/ledger/home{query}")) == (400, "invalid")


def test_a_member_sees_what_is_attested_and_for_whom_they_act(gateway: Gateway) -> None:
    attested = {name: ATTESTATION[name] for name in ("id", "kind", "valid_until", "issued_at")}
    acts_for = {name: ORGANISATION[name] for name in ("id", "name", "kind")}
    profile = {"id": MEMBER, "attestations": [attested], "organisations": [acts_for]}
    gateway.services.answers["members_roubaix.profile"] = profile
    assert gateway.signed_in().get("/me").json == profile
