"""Prices and bookings through the API: what is asked of bookings, for whom, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict
from tests.gateway.fakes import MEMBER, Gateway, problem

WISH = {"space_id": "s1", "starts_at": "2026-11-23T09:00:00+01:00", "ends_at": "2026-11-23T10:00:00+01:00"}
IN_UTC = {"starts_at": "2026-11-23T08:00:00+00:00", "ends_at": "2026-11-23T09:00:00+00:00"}
BOOKING = {
    "id": "b1", "space_id": "s1", "space_name": "Salle", "place_id": "p1", "place_name": "Lab",
    "host_city": "tourcoing", "unit_id": "u1", "unit_name": "1", "member_id": MEMBER, "home_city": "roubaix",
    **IN_UTC, "zone": "Europe/Paris", "status": "confirmed", "price_cents": 500, "currency": "EUR",
    "price_rule": "hourly", "sequence": 0, "booked_at": "2026-11-22T08:00:00+00:00", "cancelled_at": None,
}  # fmt: skip


def test_a_price_is_for_the_member_who_asks(gateway: Gateway) -> None:
    quote = {"space_id": "s1", **IN_UTC, "price_cents": 0, "currency": "EUR", "rule": "free", "refusals": []}
    gateway.services.answers["bookings.quote"] = quote
    response = gateway.signed_in().post("/quotes", WISH)
    assert (response.status_code, response.json) == (200, quote)
    assert gateway.services.asked("bookings.quote")[0]["actor"]["member_id"] == MEMBER


def test_a_booking_is_made_for_the_member_of_the_token(gateway: Gateway) -> None:
    gateway.services.answers["bookings.book"] = BOOKING
    response = gateway.signed_in().post("/bookings", WISH, Idempotency_Key="k1")
    assert (response.status_code, response.json) == (201, BOOKING)
    assert response.headers["Location"] == "/api/v1/bookings/b1"
    actor = {
        "member_id": MEMBER, "city": "roubaix", "category": "resident", "organisation_kind": "individual", "roles": [],
    }  # fmt: skip
    assert gateway.services.asked("bookings.book") == [
        {"space_id": "s1", **IN_UTC, "actor": actor, "idempotency_key": "k1"}
    ]


def test_a_taken_unit_is_answered_with_the_next_free_periods(gateway: Gateway) -> None:
    gateway.services.answers["bookings.book"] = Conflict("unit_taken", "", {"next_free": [IN_UTC]})
    response = gateway.signed_in().post("/bookings", WISH)
    assert problem(response) == (409, "unit_taken")
    assert response.json is not None
    assert response.json["next_free"] == [IN_UTC]
    assert response.json["type"] == "https://champlibre.example.org/api/problems#unit_taken"


def test_a_member_sees_and_cancels_their_own_bookings(gateway: Gateway) -> None:
    gateway.signed_in().services.answers |= {
        "bookings.bookings_of": {"items": [BOOKING], "next": "c"},
        "bookings.booking": BOOKING,
        "bookings.cancel_series": {"booking": {**BOOKING, "status": "cancelled"}, "changed": 1, "refused": []},
    }
    assert gateway.get("/bookings?limit=1&after=x").json == {"items": [BOOKING], "next": "c"}
    assert gateway.get("/bookings/b1").json == BOOKING
    cancelled = gateway.ask("DELETE", "/bookings/b1")
    assert (cancelled.status_code, (cancelled.json or {})["status"]) == (200, "cancelled")
    for name in ("bookings_of", "booking", "cancel_series"):
        [asked] = gateway.services.asked(f"bookings.{name}")
        assert asked["actor"]["member_id"] == MEMBER


def test_a_visitor_gets_a_price_too(gateway: Gateway) -> None:
    gateway.services.answers["bookings.quote"] = {"space_id": "s1", **IN_UTC, "price_cents": 0, "refusals": []}
    assert gateway.post("/quotes", WISH).status_code == 200
    assert gateway.services.asked("bookings.quote")[0]["actor"] is None


def test_a_price_for_a_forged_token_is_refused(gateway: Gateway) -> None:
    assert problem(gateway.post("/quotes", WISH, Authorization="Bearer forged")) == (401, "token_invalid")


def test_a_booking_may_be_for_others_with_what_is_gone_past(gateway: Gateway) -> None:
    gateway.services.answers["bookings.book"] = BOOKING
    more = {
        "persons": 4,
        "organisation_id": "o1",
        "beneficiary": {"member_id": "m2", "city": "marcq"},
        "past": ["too_long"],
        "tentative": True,
    }
    assert gateway.signed_in().post("/bookings", {**WISH, **more}).status_code == 201
    [asked] = gateway.services.asked("bookings.book")
    assert {name: asked[name] for name in more} == more


@pytest.mark.parametrize(
    "more",
    [{"persons": 0}, {"persons": "4"}, {"past": ["Too Long"]}, {"beneficiary": {"city": "marcq"}}, {"colour": 1}],
)
def test_what_does_not_fit_is_refused_before_bookings_is_asked(gateway: Gateway, more: dict[str, Any]) -> None:
    assert problem(gateway.signed_in().post("/bookings", {**WISH, **more})) == (400, "invalid")
    assert gateway.services.asked("bookings.book") == []


@pytest.mark.parametrize(
    ("path", "body", "asks"),
    [
        ("confirmation", None, "confirm"),
        ("approval", None, "approve"),
        ("denial", {"reason": "other_use"}, "deny"),
        ("check-in", None, "check_in"),
        ("check-out", None, "check_out"),
    ],
)
def test_a_booking_becomes_what_the_member_asks(
    gateway: Gateway, path: str, body: dict[str, Any] | None, asks: str
) -> None:
    gateway.services.answers[f"bookings.{asks}"] = BOOKING
    response = gateway.signed_in().ask("POST", f"/bookings/b1/{path}", body)
    assert (response.status_code, response.json) == (200, BOOKING)
    [asked] = gateway.services.asked(f"bookings.{asks}")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"booking_id": "b1", **(body or {})}


def test_staff_sees_the_bookings_of_a_place(gateway: Gateway) -> None:
    gateway.services.answers["bookings.bookings_at"] = {"items": [BOOKING], "next": None}
    span = "from=2026-11-23T00:00:00%2B01:00&to=2026-11-24T00:00:00%2B01:00&status=requested"
    assert gateway.signed_in().get(f"/places/p1/bookings?{span}").json == {"items": [BOOKING], "next": None}
    [asked] = gateway.services.asked("bookings.bookings_at")
    assert (asked["place_id"], asked["from_"], asked["status"]) == ("p1", "2026-11-22T23:00:00+00:00", "requested")


def test_an_administrator_publishes_a_space_with_its_rules(gateway: Gateway) -> None:
    gateway.services.answers["bookings.publish_space"] = {"id": "s1"}
    rules = {"max_minutes": 240, "quotas": [{"of": "member", "over": "week", "most_minutes": 480}]}
    draft = {
        "place_id": "p1",
        "name": "Salle",
        "kind": "office",
        "capacity": 4,
        "rules": rules,
        "valid_until": "2027-01-31",
    }
    assert gateway.signed_in().ask("PUT", "/spaces/s1", draft).status_code == 200
    [asked] = gateway.services.asked("bookings.publish_space")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"space_id": "s1", **draft}
