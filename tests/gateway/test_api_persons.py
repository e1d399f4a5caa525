"""What a member says of themselves, wards, the helped and guests: asked of their own city, which nobody else reads."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from tests.gateway.fakes import Gateway, problem

NOW = "2026-11-20T08:00:00+00:00"
PARTICULARS = {
    "id": "m1", "city": "roubaix", "name": "Lise", "language": "fr", "phone": None, "handle": "L. V.", "code": "AE3F63",
}  # fmt: skip
ENTRY = {"id": "m1", "shown_name": "Lise V.", "presentation": "", "topics": ["velo"], "listed_at": NOW}
WARD = {
    "id": "w1", "name": "Lina", "born_on": "2015-03-21", "language": "fr", "handle": None, "code": "AE3F63",
    "status": "guarded", "began_at": NOW, "guardians": 1,
}  # fmt: skip
GUARDIANSHIP = {"member_id": "w1", "guardian_id": "m1", "city": "roubaix", "began_at": NOW, "ended_at": None}
HELPED = {
    "id": "h1", "city": "roubaix", "name": "Odette", "phone": None, "language": "fr", "code": "AE3F63",
    "registered_at": NOW, "address_refused_since": NOW,
}  # fmt: skip
MINOR = {"name": "Lina", "born_on": "2015-03-21", "consent": True, "adult": True}
# the method of the bus, what is asked over HTTP, what the city is asked, what it answers
ASKED: list[tuple[str, tuple[str, str, Any], dict[str, Any], dict[str, Any]]] = [
    ("rectify", ("PATCH", "/me", {"handle": "L. V.", "phone": None}), {"handle": "L. V.", "phone": None}, PARTICULARS),
    ("rectify", ("PATCH", "/members/m2", {"name": "Lise"}), {"name": "Lise", "member_id": "m2"}, PARTICULARS),
    ("choose_interests", ("PUT", "/me/interests", {"topics": ["vélo"]}), {"topics": ["vélo"]},
     {"topics": ["velo"], "newsletter": False}),
    ("enter_directory", ("PUT", "/me/directory-entry", {"shown_name": "Lise V.", "consent": True}),
     {"shown_name": "Lise V.", "consent": True}, ENTRY),
    ("leave_directory", ("DELETE", "/me/directory-entry", None), {}, {"listed": False}),
    ("directory", ("GET", "/directory?topic=velo&text=lise&limit=2", None),
     {"topic": "velo", "text": "lise", "limit": 2}, {"city": "roubaix", "items": [ENTRY], "next": None}),
    ("topics", ("GET", "/directory/topics", None), {},
     {"city": "roubaix", "items": [{"topic": "velo", "is_own": True, "members": 1}]}),
    ("register_helped", ("POST", "/members/helped", {"name": "Odette", "heard": ["account"]}),
     {"name": "Odette", "heard": ["account"], "idempotency_key": "k"}, HELPED),
    ("show_helped", ("GET", "/members/helped/h1", None), {"member_id": "h1"}, HELPED),
    ("give_address", ("PUT", "/members/h1/address", {"email": "odette@example.org"}),
     {"member_id": "h1", "email": "odette@example.org"}, {"status": "to_confirm"}),
    ("register_minor", ("POST", "/me/wards", MINOR), {**MINOR, "idempotency_key": "k"}, WARD),
    ("wards", ("GET", "/me/wards", None), {}, {"items": [WARD]}),
    ("accept_ward", ("PUT", "/me/wards/w1", {"adult": True}), {"minor_id": "w1", "adult": True}, GUARDIANSHIP),
    ("leave_ward", ("DELETE", "/me/wards/w1", None), {"minor_id": "w1"}, GUARDIANSHIP),
    ("erase_ward", ("POST", "/me/wards/w1/erasure", {"password": "secret words"}),
     {"minor_id": "w1", "password": "secret words"}, {"erased_at": NOW}),
    ("ask_guardian", ("PUT", "/me/wards/w1/guardians/m2", None), {"minor_id": "w1", "guardian_id": "m2"},
     GUARDIANSHIP),
]  # fmt: skip
EACH = pytest.mark.parametrize(("method", "asked", "args", "told"), ASKED, ids=[" ".join(one[1][:2]) for one in ASKED])


@EACH
def test_the_member_s_own_city_is_asked_sealed_and_what_it_lets_slip_is_not_sent_on(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], args: dict[str, Any], told: dict[str, Any]
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = told | {"secret_column": 1}
    response = gateway.signed_in().ask(*asked, Idempotency_Key='"k"')
    status = {"register_minor": 201, "register_helped": 201, "give_address": 202}.get(method, 200)
    assert (response.status_code, response.json) == (status, told)
    assert response.headers["Cache-Control"] == "no-store"
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    assert gateway.services.asked(f"members_roubaix.{method}") == [{"token": token, **args}]
    assert gateway.services.sealed == {f"members_roubaix.{method}"}


@EACH
def test_a_visitor_is_asked_for_a_token(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], args: dict[str, Any], told: dict[str, Any]
) -> None:
    assert problem(gateway.ask(*asked)) == (401, "token_missing")
    assert gateway.services.calls == []


def test_a_guest_leaves_a_name_and_an_address_with_a_city_without_a_password(gateway: Gateway) -> None:
    registered = {"id": "g1", "city": "marcq", "status": "to_confirm"}
    gateway.services.answers["members_marcq.register_guest"] = registered
    guest = {"name": "Zoé", "email": "zoe@example.org", "consent": True}
    response = gateway.post("/members/guests", {**guest, "city": "marcq"}, Idempotency_Key='"k"')
    assert (response.status_code, response.json) == (201, registered)
    assert gateway.services.asked("members_marcq.register_guest") == [
        {**guest, "client": "127.0.0.1", "idempotency_key": "k"}
    ]
    assert gateway.services.sealed == {"members_marcq.register_guest"}
    assert problem(gateway.post("/members/guests", {**guest, "city": "lille"})) == (400, "invalid")


@pytest.mark.parametrize(
    ("method", "asked", "refusal", "status"),
    [
        ("register_minor", ("POST", "/me/wards", MINOR), Invalid("not_a_minor"), 400),
        ("register_minor", ("POST", "/me/wards", MINOR), Forbidden("not_an_adult"), 403),
        ("leave_ward", ("DELETE", "/me/wards/w1", None), Conflict("last_guardian"), 409),
        ("accept_ward", ("PUT", "/me/wards/w1", {"adult": False}), NotFound("ward_not_found"), 404),
        ("rectify", ("PATCH", "/members/m2", {}), Forbidden("permission_missing"), 403),
    ],
)
def test_a_refusal_of_the_city_arrives_as_itself(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], refusal: ServiceError, status: int
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = refusal
    assert problem(gateway.signed_in().ask(*asked)) == (status, refusal.code)
