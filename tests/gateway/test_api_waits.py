"""The waiting list through the API."""

from __future__ import annotations

import pytest

from chassis.errors import Conflict, NotFound
from tests.gateway.fakes import MEMBER, Gateway, problem

WISH = {"space_id": "s1", "starts_at": "2026-11-23T09:00:00+01:00", "ends_at": "2026-11-23T10:00:00+01:00"}
WAIT = {
    "id": "w-1", "space_id": "s1", "starts_at": "2026-11-23T08:00:00+00:00", "ends_at": "2026-11-23T09:00:00+00:00",
    "persons": 1, "organisation_id": None, "status": "waiting", "refusal": None, "position": 2,
    "asked_at": "2026-11-20T08:00:00+00:00", "offered_at": None, "ended_at": None,
}  # fmt: skip


def test_a_member_waits_and_learns_their_place(gateway: Gateway) -> None:
    gateway.services.answers["bookings.join_waiting_list"] = WAIT
    response = gateway.signed_in().post("/waits", WISH, Idempotency_Key="k-1")
    assert (response.status_code, response.json) == (201, WAIT)
    [asked] = gateway.services.asked("bookings.join_waiting_list")
    assert (asked["starts_at"], asked["idempotency_key"]) == (WAIT["starts_at"], "k-1")
    assert asked["actor"]["member_id"] == MEMBER


def test_a_member_sees_what_they_wait_for_and_leaves(gateway: Gateway) -> None:
    gateway.services.answers |= {
        "bookings.waits_of": {"items": [WAIT], "next": None}, "bookings.leave_waiting_list": {**WAIT, "status": "left"},
    }  # fmt: skip
    assert gateway.signed_in().get("/waits?limit=5").json == {"items": [WAIT], "next": None}
    assert (gateway.ask("DELETE", "/waits/w-1").json or {})["status"] == "left"
    assert gateway.services.asked("bookings.waits_of")[0]["limit"] == 5
    assert gateway.services.asked("bookings.leave_waiting_list")[0]["wait_id"] == "w-1"


@pytest.mark.parametrize("code", ["unit_free", "already_waiting", "too_many_waits", "notice_too_short"])
def test_who_need_not_or_may_not_wait_is_told_so(gateway: Gateway, code: str) -> None:
    gateway.services.answers["bookings.join_waiting_list"] = Conflict(code)
    assert problem(gateway.signed_in().post("/waits", WISH)) == (409, code)


def test_anothers_wait_is_unknown(gateway: Gateway) -> None:
    gateway.services.answers["bookings.leave_waiting_list"] = NotFound("wait_not_found")
    assert problem(gateway.signed_in().ask("DELETE", "/waits/w-2")) == (404, "wait_not_found")


def test_nobody_waits_past_a_rule_nor_without_an_account(gateway: Gateway) -> None:
    assert problem(gateway.post("/waits", WISH)) == (401, "token_missing")
    assert problem(gateway.signed_in().post("/waits", {**WISH, "past": ["too_long"]})) == (400, "invalid")


def test_a_booking_has_a_square_that_leads_to_its_check_in(gateway: Gateway) -> None:
    gateway.services.answers["bookings.booking"] = {"id": "b-1"}
    response = gateway.signed_in().get("/bookings/b-1/code.svg")
    assert response.mimetype == "image/svg+xml"
    assert b"<title>https://champlibre.example.org/bookings/b-1/check-in</title>" in response.data
    assert response.headers["Cache-Control"] == "no-store"
    gateway.services.answers["bookings.booking"] = NotFound("booking_not_found")
    assert problem(gateway.get("/bookings/b-2/code.svg")) == (404, "booking_not_found")
