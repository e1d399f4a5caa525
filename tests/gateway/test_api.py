"""The operations of the API: what they ask of whom, and what they answer."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import NotFound
from tests.gateway.fakes import MEMBER, Gateway, problem

WISH = {"space_id": "s1", "starts_at": "2026-11-23T09:00:00+01:00", "ends_at": "2026-11-23T10:00:00+01:00"}
IN_UTC = {"starts_at": "2026-11-23T08:00:00+00:00", "ends_at": "2026-11-23T09:00:00+00:00"}
REGISTRATION = {"city": "roubaix", "name": "Ada", "email": "ada@example.org", "password": " p ss", "consent": True}
BOOKING = {
    "id": "b1", "space_id": "s1", "space_name": "Salle", "place_id": "p1", "place_name": "Lab",
    "host_city": "tourcoing", "unit_id": "u1", "unit_name": "1", "member_id": MEMBER, "home_city": "roubaix",
    **IN_UTC, "zone": "Europe/Paris", "status": "confirmed", "price_cents": 500, "currency": "EUR",
    "price_rule": "hourly", "sequence": 0, "booked_at": "2026-11-22T08:00:00+00:00", "cancelled_at": None,
}  # fmt: skip

def test_whoever_registers_is_registered_by_the_city_and_nobody_else_can_read_it(gateway: Gateway) -> None:
    registered = {"id": MEMBER, "city": "roubaix", "status": "to_confirm"}
    gateway.services.answers["members_roubaix.register"] = registered
    response = gateway.post("/members", REGISTRATION, Idempotency_Key='"k 1"')
    assert (response.status_code, response.json) == (201, registered)
    assert response.headers["Location"] == "/api/v1/me"
    assert response.headers["Cache-Control"] == "no-store"
    [asked] = gateway.services.asked("members_roubaix.register")
    assert asked == {
        "name": "Ada", "email": "ada@example.org", "password": " p ss", "consent": True, "idempotency_key": "k 1",
        "client": "127.0.0.1",
    }  # fmt: skip
    assert gateway.services.sealed == {"members_roubaix.register"}


def test_nobody_registers_with_a_city_outside_the_network(gateway: Gateway) -> None:
    response = gateway.post("/members", {**REGISTRATION, "city": "lille"})
    assert problem(response) == (400, "invalid")
    assert response.json is not None
    assert response.json["errors"][0]["pointer"] == "/city"
    assert gateway.services.calls == []


@pytest.mark.parametrize("consent", [1, "true", "yes", None, []])
def test_consent_is_true_and_nothing_like_it(gateway: Gateway, consent: object) -> None:
    assert problem(gateway.post("/members", {**REGISTRATION, "consent": consent})) == (400, "invalid")
    assert gateway.services.calls == []


def test_an_address_is_confirmed_by_its_token(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.confirm"] = {"member_id": MEMBER, "city": "roubaix"}
    response = gateway.post("/members/confirmation", {"city": "roubaix", "token": "x"})
    assert (response.status_code, response.json) == (200, {"member_id": MEMBER, "city": "roubaix"})
    assert gateway.services.asked("members_roubaix.confirm") == [{"token": "x"}]


def test_what_a_city_knows_of_a_member_it_tells_the_member(gateway: Gateway) -> None:
    profile = {"id": MEMBER, "name": "Ada", "email": "ada@example.org", "city": "roubaix", "secret_column": 1}
    gateway.services.answers["members_roubaix.profile"] = profile
    response = gateway.signed_in().get("/me")
    del profile["secret_column"]  # what the schema does not know is not sent
    assert (response.status_code, response.json) == (200, profile)
    [asked] = gateway.services.asked("members_roubaix.profile")
    assert gateway.headers["Authorization"] == f"Bearer {asked['token']}"


def test_the_cities_are_those_of_the_settings(gateway: Gateway) -> None:
    response = gateway.get("/cities").json
    assert response is not None
    assert [city["code"] for city in response["items"]] == ["roubaix", "tourcoing", "marcq"]
    assert response["next"] is None
    assert list(response) == ["items", "next"]


@pytest.mark.parametrize(
    ("path", "method", "asked"),
    [
        ("/places", "places", {}),
        ("/places?city=roubaix", "places", {"city": "roubaix"}),
        ("/places/p1", "place", {"place_id": "p1"}),
        ("/spaces?city=roubaix&kind=desk&persons=3&limit=5&after=abc", "spaces",
         {"cities": ["roubaix"], "kind": "desk", "persons": 3, "limit": 5, "after": "abc"}),
        ("/spaces/s1", "space", {"space_id": "s1"}),
        ("/spaces/s1/availability?from=2026-11-23T00:00:00%2B01:00&to=2026-11-24T00:00:00%2B01:00", "availability",
         {"space_id": "s1", "from_": "2026-11-22T23:00:00+00:00", "to": "2026-11-23T23:00:00+00:00"}),
    ],
)  # fmt: skip
def test_the_catalogue_is_public_for_pages_of_others_too(
    gateway: Gateway, path: str, method: str, asked: dict[str, Any]
) -> None:
    gateway.services.answers[f"bookings.{method}"] = {"items": [], "next": "cursor"}
    response = gateway.get(path, Origin="https://elsewhere.example.org")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert gateway.services.asked(f"bookings.{method}") == [asked]


@pytest.mark.parametrize(
    "query",
    ["persons=0", "persons=many", "persons=%D9%A3", "limit=201", "limit=%2B5", "limit=5_0", "colour=red",
     "city=a&city=b", "place_id=" + "x" * 40],
)  # fmt: skip
def test_a_parameter_that_does_not_fit_is_pointed_at(gateway: Gateway, query: str) -> None:
    response = gateway.get(f"/spaces?{query}")
    assert problem(response) == (400, "invalid")
    assert response.json is not None
    assert response.json["errors"][0]["pointer"] == "/" + query.split("=")[0]


def test_an_instant_without_an_offset_is_refused(gateway: Gateway) -> None:
    response = gateway.get("/spaces/s1/availability?from=2026-11-23T00:00:00&to=2026-11-24T00:00:00%2B01:00")
    assert problem(response) == (400, "invalid")
    assert response.json is not None
    assert [error["pointer"] for error in response.json["errors"]] == ["/from"]


def test_what_is_not_there_is_not_found(gateway: Gateway) -> None:
    gateway.services.answers["bookings.booking"] = NotFound("booking_not_found")
    assert problem(gateway.signed_in().get("/bookings/b2")) == (404, "booking_not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/me"), ("POST", "/bookings"), ("GET", "/bookings"), ("DELETE", "/bookings/b1")],
)
def test_a_visitor_is_asked_for_a_token(gateway: Gateway, method: str, path: str) -> None:
    response = gateway.ask(method, path, WISH if method == "POST" else None)
    assert problem(response) == (401, "token_missing")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("Bearer forged", "token_invalid"),
        ("Basic YTpi", "token_missing"),
        ("Bearer ", "token_missing"),
        ("Bearer", "token_missing"),
    ],
)
def test_a_forged_token_is_told_from_none(gateway: Gateway, authorization: str, code: str) -> None:
    response = gateway.get("/me", Authorization=authorization)
    assert problem(response) == (401, code)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token_is_told(gateway: Gateway) -> None:
    response = gateway.get("/me", Authorization=f"Bearer {gateway.cities['roubaix'].token(exp=1)}")
    assert problem(response) == (401, "token_expired")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_the_cookie_of_the_pages_opens_nothing_in_the_api(gateway: Gateway) -> None:
    gateway.client.set_cookie("session", gateway.cities["roubaix"].token())
    assert problem(gateway.get("/me")) == (401, "token_missing")


def test_a_member_still_books_while_their_city_is_down(gateway: Gateway) -> None:
    gateway.services.answers["bookings.book"] = BOOKING
    assert gateway.signed_in().post("/bookings", WISH).status_code == 201
    response = gateway.get("/me")
    assert problem(response) == (503, "service_unavailable")
    assert response.headers["Retry-After"] == "5"
    assert (response.json or {})["service"] == "members_roubaix"


def test_head_is_get_without_the_body(gateway: Gateway) -> None:
    full, head = gateway.get("/cities"), gateway.ask("HEAD", "/cities")
    assert (head.status_code, head.data, head.content_length) == (200, b"", full.content_length)


def test_options_tells_what_is_allowed(gateway: Gateway) -> None:
    response = gateway.ask("OPTIONS", "/bookings/b1")
    assert (response.status_code, response.headers["Allow"]) == (204, "DELETE, GET, HEAD, PATCH, OPTIONS")


@pytest.mark.parametrize("path", ["/nothing", "/places/a%20b", "/places/%00", "/places/" + "x" * 65, "//cities"])
def test_an_unknown_route_is_a_problem(gateway: Gateway, path: str) -> None:
    assert problem(gateway.get(path)) == (404, "route_unknown")


def test_a_method_that_is_not_allowed_is_a_problem(gateway: Gateway) -> None:
    response = gateway.ask("PATCH", "/places")
    assert problem(response) == (405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_bug_tells_nothing_but_its_trace(gateway: Gateway) -> None:
    gateway.services.answers["bookings.places"] = RuntimeError("Ada <ada@example.org>")
    response = gateway.get("/places")
    assert problem(response) == (500, "internal_error")
    assert b"Ada" not in response.data
