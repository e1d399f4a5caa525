"""What is free, by the API: what is asked of bookings, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Invalid
from tests.gateway.fakes import MEMBER, Gateway, problem

PERIOD = "starts_at=2026-11-23T09:00:00%2B01:00&ends_at=2026-11-23T11:00:00%2B01:00"
IN_UTC = {"starts_at": "2026-11-23T08:00:00+00:00", "ends_at": "2026-11-23T10:00:00+00:00"}
DAY = "from=2026-11-23T00:00:00%2B01:00&to=2026-11-24T00:00:00%2B01:00"
DAY_IN_UTC = {"from_": "2026-11-22T23:00:00+00:00", "to": "2026-11-23T23:00:00+00:00"}
CHOICE = {
    "zone": "Europe/Paris", **IN_UTC, "units_free": 2, "price_cents": 500, "currency": "EUR",
    "rule": "started_quarters", "tariff": None, "approval": False, "distance_km": 1.5, "secret": 1,
}  # fmt: skip
FOUND = {"items": [CHOICE], "next": "cursor", "alternatives": [{**CHOICE, "reason": "shifted"}]}


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", {}),
        ("city=roubaix,marcq&kind=desk_area&persons=7",
         {"cities": ["roubaix", "marcq"], "kind": "desk_area", "persons": 7}),
        ("equipment=%C3%A9cran%204K,wi-fi&accessible=true&accessibility=hi,mi",
         {"equipment": ["écran 4K", "wi-fi"], "accessible": True, "accessibility": ["hi", "mi"]}),
        ("near=50.69,-3.17&within_km=2.5&limit=5&after=abc",
         {"near": {"latitude": 50.69, "longitude": -3.17}, "within_km": 2.5, "limit": 5, "after": "abc"}),
        ("place_id=p1&accessible=false&organisation_id=asso",
         {"place_id": "p1", "accessible": False, "organisation_id": "asso"}),
    ],
)  # fmt: skip
def test_anybody_may_ask_what_is_free(gateway: Gateway, query: str, asked: dict[str, Any]) -> None:
    gateway.services.answers["bookings.search"] = FOUND
    response = gateway.get(f"/free?{PERIOD}&{query}".rstrip("&"), Origin="https://elsewhere.example.org")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert gateway.services.asked("bookings.search") == [{"persons": 1, **IN_UTC, "actor": None, **asked}]
    answer = response.json or {}
    assert "secret" not in answer["items"][0]
    assert (answer["next"], answer["alternatives"][0]["reason"]) == ("cursor", "shifted")


def test_a_member_is_asked_for_by_the_token_and_the_answer_is_theirs_alone(gateway: Gateway) -> None:
    gateway.signed_in().services.answers |= {"bookings.search": FOUND, "bookings.alternatives": FOUND}
    for path, method in (("/free", "search"), ("/spaces/s1/alternatives", "alternatives")):
        response = gateway.get(f"{path}?{PERIOD}")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in response.headers
        assert gateway.services.asked(f"bookings.{method}")[0]["actor"]["member_id"] == MEMBER


def test_a_forged_token_does_not_pass_for_a_visitors(gateway: Gateway) -> None:
    gateway.services.answers["bookings.search"] = FOUND
    assert problem(gateway.get(f"/free?{PERIOD}", Authorization="Bearer forged")) == (401, "token_invalid")
    expired = f"Bearer {gateway.cities['roubaix'].token(exp=1)}"
    assert problem(gateway.get(f"/free?{PERIOD}", Authorization=expired)) == (401, "token_expired")
    assert gateway.services.asked("bookings.search") == []


def test_what_is_near_a_period_in_a_space_is_told(gateway: Gateway) -> None:
    gateway.services.answers["bookings.alternatives"] = {"items": FOUND["alternatives"]}
    response = gateway.get(f"/spaces/s1/alternatives?{PERIOD}&persons=3")
    assert [one["reason"] for one in (response.json or {})["items"]] == ["shifted"]
    assert gateway.services.asked("bookings.alternatives") == [
        {"space_id": "s1", **IN_UTC, "persons": 3, "actor": None}
    ]


def test_when_many_spaces_are_free_next_is_one_question(gateway: Gateway) -> None:
    free = {"items": [{"space_id": "s1", "zone": "Europe/Paris", "free": [IN_UTC]}]}
    gateway.services.answers["bookings.next_free"] = free
    response = gateway.get(f"/free/next?{DAY}&spaces=s1,s2&minutes=60&most=2&city=roubaix")
    assert response.json == {**free, "next": None}
    assert gateway.services.asked("bookings.next_free") == [
        {**DAY_IN_UTC, "space_ids": ["s1", "s2"], "minutes": 60, "most": 2, "cities": ["roubaix"]}
    ]


def test_the_list_of_spaces_takes_the_same_filters(gateway: Gateway) -> None:
    gateway.services.answers["bookings.spaces"] = {"items": [], "next": None}
    assert gateway.get("/spaces?equipment=laser&near=0,0&within_km=1&accessible=true").status_code == 200
    assert gateway.services.asked("bookings.spaces") == [
        {"equipment": ["laser"], "near": {"latitude": 0, "longitude": 0}, "within_km": 1, "accessible": True}
    ]


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        ("/free", "", "/ends_at"),
        ("/free", f"{PERIOD}&near=50.69", "/near"),
        ("/free", f"{PERIOD}&near=90.1,0", "/near"),
        ("/free", f"{PERIOD}&near=0,180.5", "/near"),
        ("/free", f"{PERIOD}&near=1e1,0", "/near"),
        ("/free", f"{PERIOD}&near=nan,0", "/near"),
        ("/free", f"{PERIOD}&near=%D9%A3,0", "/near"),
        ("/free", f"{PERIOD}&within_km=-1", "/within_km"),
        ("/free", f"{PERIOD}&within_km=1e3", "/within_km"),
        ("/free", f"{PERIOD}&within_km=20101", "/within_km"),
        ("/free", f"{PERIOD}&accessible=yes", "/accessible"),
        ("/free", f"{PERIOD}&accessible=1", "/accessible"),
        ("/free", f"{PERIOD}&city=Roubaix", "/city"),
        ("/free", f"{PERIOD}&city=a,,b", "/city"),
        ("/free", f"{PERIOD}&city=a&city=b", "/city"),
        ("/free", f"{PERIOD}&equipment=a,,b", "/equipment"),
        ("/free", f"{PERIOD}&equipment={'a,' * 20}a", "/equipment"),
        ("/free", f"{PERIOD}&equipment=a%00", "/equipment"),
        ("/free", f"{PERIOD}&persons=0", "/persons"),
        ("/free/next", f"{DAY}&limit=5", "/limit"),
        ("/free/next", f"{DAY}&most=11", "/most"),
        ("/free/next", f"{DAY}&minutes=0", "/minutes"),
        ("/free/next", f"{DAY}&spaces={'a,' * 200}a", "/spaces"),
        ("/spaces/s1/alternatives", f"{PERIOD}&kind=desk", "/kind"),
    ],
)
def test_a_filter_that_does_not_fit_is_pointed_at(gateway: Gateway, path: str, query: str, pointer: str) -> None:
    response = gateway.get(f"{path}?{query}")
    assert problem(response) == (400, "invalid")
    assert pointer in [error["pointer"] for error in (response.json or {})["errors"]]
    assert gateway.services.calls == []


def test_a_period_that_is_none_is_refused_as_such(gateway: Gateway) -> None:
    gateway.services.answers |= {
        "bookings.search": Invalid("period_invalid"), "bookings.next_free": Invalid("span_too_long"),
    }  # fmt: skip
    assert problem(gateway.get(f"/free?{PERIOD}")) == (400, "period_invalid")
    assert problem(gateway.get(f"/free/next?{DAY}")) == (400, "span_too_long")


def test_a_taken_unit_leads_to_its_alternatives(gateway: Gateway) -> None:
    gateway.services.answers["bookings.book"] = Conflict("unit_taken", "", {"next_free": []})
    response = gateway.signed_in().post("/bookings", {"space_id": "s1", **IN_UTC})
    assert "/alternatives" in (response.json or {})["detail"]
