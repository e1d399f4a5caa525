"""Registrations and the waiting list through the API: what is asked of bookings, for whom, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict
from tests.gateway.fakes import MEMBER, Gateway, problem

REGISTRATION = {
    "id": "r1", "occurrence_id": "o1", "activity_id": "a1", "title": {"fr": "Broder la ville"}, "kind": "workshop",
    "starts_at": "2026-12-09T17:30:00+00:00", "ends_at": "2026-12-09T19:30:00+00:00", "zone": "Europe/Paris",
    "place_name": "Le Lieu", "address": "1 rue de l’Essai", "attendance": "on_site", "online_url": None,
    "host_city": "tourcoing", "member_id": MEMBER, "home_city": "roubaix", "organisation_id": None, "seats": 2,
    "status": "waiting", "position": 3, "number": 7, "priority": 0, "kept": False, "lapses_at": None,
    "registered_by_id": MEMBER, "registered_by_city": "roubaix", "registered_at": "2026-11-22T08:00:00+00:00",
    "offered_at": None, "confirmed_at": None, "ended_at": None, "end_reason": None, "answers_due": False,
    "checked_in_at": None, "checked_in_seats": 0, "absence_reason": None, "occurrence_status": "scheduled",
    "sequence": 0,
}  # fmt: skip
SEEN = {**REGISTRATION, "called": "A. B."}
DECISION = {
    "occurrence_id": "o1", "registration_id": "r1", "code": "passed_over", "decided_at": "2026-11-22T08:00:00+00:00",
    "by": "rules", "decided_by_id": None, "decided_by_city": None, "detail": {"seats": 2, "free": 1},
}  # fmt: skip


def test_seats_are_asked_for_once_for_the_member_or_whom_they_help(gateway: Gateway) -> None:
    gateway.services.answers["bookings.register"] = REGISTRATION
    wish = {
        "seats": 2, "accept_waiting": True, "organisation_id": "g1",
        "beneficiary": {"member_id": "m2", "city": "marcq"},
    }  # fmt: skip
    response = gateway.signed_in().post("/occurrences/o1/registrations", wish, Idempotency_Key="k1")
    assert (response.status_code, response.json) == (201, REGISTRATION)
    assert response.headers["Location"] == "/api/v1/registrations/r1"
    [asked] = gateway.services.asked("bookings.register")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"occurrence_id": "o1", **wish, "idempotency_key": "k1"}


def test_who_finds_it_full_is_told_what_is_left(gateway: Gateway) -> None:
    left = {"seats_left": 1, "waiting_seats_left": 4}
    gateway.services.answers["bookings.register"] = Conflict("occurrence_full", "", left)
    response = gateway.signed_in().post("/occurrences/o1/registrations", {"seats": 2})
    assert problem(response) == (409, "occurrence_full")
    assert {name: (response.json or {})[name] for name in left} == left


@pytest.mark.parametrize(
    "wrong", [{"seats": 0}, {"seats": "2"}, {"seats": 1001}, {"accept_waiting": 1}, {"beneficiary": {}}, {"name": "x"}]
)
def test_what_is_no_registration_is_not_asked_for(gateway: Gateway, wrong: dict[str, Any]) -> None:
    assert problem(gateway.signed_in().post("/occurrences/o1/registrations", wrong)) == (400, "invalid")
    assert gateway.services.asked("bookings.register") == []


STEPS: list[tuple[str, str, str, dict[str, Any] | None]] = [
    ("accept_offer", "POST", "/acceptance", None),
    ("refuse_offer", "POST", "/refusal", None),
    ("cancel_registration", "POST", "/cancellation", {"reason": "member"}),
    ("change_seats", "PATCH", "", {"seats": 3}),
    ("approve_registration", "POST", "/approval", None),
    ("decline_registration", "POST", "/denial", {"reason": "other_use"}),
    ("promote", "POST", "/promotion", None),
    ("prioritise", "PUT", "/priority", {"priority": 2}),
]


@pytest.mark.parametrize(("asks", "method", "path", "body"), STEPS, ids=[step[0] for step in STEPS])
def test_a_registration_changes_as_its_member_or_staff_says(
    gateway: Gateway, asks: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    gateway.services.answers[f"bookings.{asks}"] = REGISTRATION
    assert problem(gateway.ask(method, f"/registrations/r1{path}", body)) == (401, "token_missing")
    assert gateway.signed_in().ask(method, f"/registrations/r1{path}", body).json == REGISTRATION
    [asked] = gateway.services.asked(f"bookings.{asks}")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"registration_id": "r1", **(body or {})}


LISTS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("registrations_of", "/registrations?limit=1&after=x", {"limit": 1, "after": "x"}, REGISTRATION),
    ("registrations_at", "/occurrences/o1/registrations?status=waiting",
     {"occurrence_id": "o1", "status": "waiting"}, SEEN),
    ("decisions_of", "/occurrences/o1/decisions", {"occurrence_id": "o1"}, DECISION),
    ("decisions_of", "/registrations/r1/decisions", {"registration_id": "r1"}, DECISION),
]  # fmt: skip


@pytest.mark.parametrize(("asks", "path", "with_", "item"), LISTS, ids=[one[1].partition("?")[0] for one in LISTS])
def test_lists_come_page_by_page_to_who_asks(
    gateway: Gateway, asks: str, path: str, with_: dict[str, Any], item: dict[str, Any]
) -> None:
    gateway.services.answers[f"bookings.{asks}"] = {"items": [item], "next": None}
    assert problem(gateway.get(path)) == (401, "token_missing")
    assert gateway.signed_in().get(path).json == {"items": [item], "next": None}
    [asked] = gateway.services.asked(f"bookings.{asks}")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == with_


def test_one_registration_is_seen_by_its_member(gateway: Gateway) -> None:
    gateway.services.answers["bookings.registration"] = REGISTRATION
    assert gateway.signed_in().get("/registrations/r1").json == REGISTRATION
    assert gateway.services.asked("bookings.registration")[0]["registration_id"] == "r1"
