"""Series through the API: what is asked of bookings, for whom, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict
from tests.gateway.fakes import MEMBER, Gateway, problem
from tests.gateway.test_api_booking import BOOKING, IN_UTC, WISH

PLAN = {
    "space_id": "s1", "rule": "FREQ=WEEKLY;COUNT=2",
    "starts_local": "2026-11-23T09:00", "ends_local": "2026-11-23T10:00:00",
}  # fmt: skip
REFUSED = {"occurrence": "2026-11-30T09:00:00", **IN_UTC, "codes": ["unit_taken"]}
SERIES = {
    "id": "r1", "space_id": "s1", "member_id": MEMBER, "home_city": "roubaix", "organisation_id": None,
    "booked_by_id": MEMBER, "booked_by_city": "roubaix", "rule": PLAN["rule"], "starts_local": "2026-11-23T09:00:00",
    "ends_local": "2026-11-23T10:00:00", "zone": "Europe/Paris", "persons": 1,
    "booked_at": "2026-11-22T08:00:00+00:00", "sequence": 0, "bookings": [BOOKING], "refused": [REFUSED],
}  # fmt: skip
CHANGED = {"booking": BOOKING, "changed": 3, "refused": [REFUSED]}


def test_a_visitor_and_a_member_see_what_a_series_would_come_to(gateway: Gateway) -> None:
    item = {
        "occurrence": "2026-11-23T09:00:00", **IN_UTC, "status": "free", "codes": [],
        "price_cents": 500, "currency": "EUR",
    }  # fmt: skip
    preview = {"space_id": "s1", "zone": "Europe/Paris", "items": [item]}
    gateway.services.answers["bookings.preview_series"] = preview
    assert (gateway.post("/series/preview", PLAN).status_code) == 200
    assert gateway.signed_in().post("/series/preview", {**PLAN, "persons": 3}).json == preview
    visitors, members = gateway.services.asked("bookings.preview_series")
    assert visitors == {**PLAN, "actor": None}
    assert (members["actor"]["member_id"], members["persons"]) == (MEMBER, 3)
    assert problem(gateway.post("/series/preview", PLAN, Authorization="Bearer forged")) == (401, "token_invalid")


def test_a_series_is_booked_once_for_the_member_of_the_token(gateway: Gateway) -> None:
    gateway.services.answers["bookings.book_series"] = SERIES
    more = {"on_conflict": "fail", "past": ["too_short"], "beneficiary": {"member_id": "m2", "city": "marcq"}}
    response = gateway.signed_in().post("/series", {**PLAN, **more}, Idempotency_Key="k1")
    assert (response.status_code, response.json) == (201, SERIES)
    assert response.headers["Location"] == "/api/v1/series/r1"
    [asked] = gateway.services.asked("bookings.book_series")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {**PLAN, **more, "idempotency_key": "k1"}


def test_what_stands_against_a_series_is_told_for_each_occurrence(gateway: Gateway) -> None:
    each = [{"occurrence": "2026-11-30T09:00:00", "codes": ["unit_taken"]}]
    gateway.services.answers["bookings.book_series"] = Conflict("series_conflict", "", {"occurrences": each})
    response = gateway.signed_in().post("/series", PLAN)
    assert problem(response) == (409, "series_conflict")
    assert (response.json or {})["occurrences"] == each


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_local": "2026-11-23T09:00:00+01:00"},
        {"starts_local": "2026-11-23"},
        {"starts_local": "2026-11-23 09:00"},
        {"ends_local": "2026-11-23T10:00:00.5"},
        {"ends_local": None},
        {"rule": ""},
        {"rule": "X" * 501},
        {"on_conflict": "ask"},
        {"persons": 0},
    ],
)
def test_what_is_no_series_is_not_asked_for(gateway: Gateway, wrong: dict[str, Any]) -> None:
    assert problem(gateway.signed_in().post("/series", {**PLAN, **wrong})) == (400, "invalid")
    assert gateway.services.asked("bookings.book_series") == []


def test_a_local_time_with_an_offset_is_told_what_is_wrong_with_it(gateway: Gateway) -> None:
    response = gateway.signed_in().post("/series", {**PLAN, "starts_local": "2026-11-23T09:00:00+01:00"})
    said = "Not a local time without an offset, e.g. 2026-11-23T09:00."
    assert (response.json or {})["errors"] == [{"pointer": "/starts_local", "detail": said}]


def test_a_series_is_shown_tried_again_and_added_to(gateway: Gateway) -> None:
    gateway.signed_in().services.answers |= dict.fromkeys(
        ("bookings.series", "bookings.retry_series", "bookings.add_to_series"), SERIES
    )
    assert gateway.get("/series/r1").json == SERIES
    assert gateway.post("/series/r1/retry", {"past": ["too_long"]}).json == SERIES
    added = gateway.post("/series/r1/occurrences", {"starts_local": "2026-12-24T09:00"}, Idempotency_Key="k2")
    assert (added.status_code, added.json) == (201, SERIES)
    asked = [gateway.services.asked(f"bookings.{name}")[0] for name in ("series", "retry_series", "add_to_series")]
    assert {one.pop("actor")["member_id"] for one in asked} == {MEMBER}
    assert asked == [
        {"series_id": "r1"},
        {"series_id": "r1", "past": ["too_long"]},
        {"series_id": "r1", "starts_local": "2026-12-24T09:00", "idempotency_key": "k2"},
    ]


@pytest.mark.parametrize(
    ("method", "query", "body", "asks", "with_"),
    [
        ("PATCH", "", {"ends_at": WISH["ends_at"], "space_id": "s2"}, "move_series",
         {"ends_at": IN_UTC["ends_at"], "space_id": "s2"}),
        ("PATCH", "?scope=following&on_conflict=fail", {"starts_at": WISH["starts_at"]}, "move_series",
         {"starts_at": IN_UTC["starts_at"], "scope": "following", "on_conflict": "fail"}),
        ("DELETE", "?reason=weather&past=cancelled_too_late,too_long", None, "cancel_series",
         {"reason": "weather", "past": ["cancelled_too_late", "too_long"]}),
        ("DELETE", "?scope=all", None, "cancel_series", {"scope": "all"}),
    ],
)  # fmt: skip
def test_a_booking_changes_alone_or_with_others_of_its_series(
    gateway: Gateway, method: str, query: str, body: dict[str, Any] | None, asks: str, with_: dict[str, Any]
) -> None:
    gateway.services.answers[f"bookings.{asks}"] = CHANGED
    response = gateway.signed_in().ask(method, f"/bookings/b1{query}", body)
    assert (response.status_code, response.json) == (200, {**BOOKING, "changed": 3, "refused": [REFUSED]})
    [asked] = gateway.services.asked(f"bookings.{asks}")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"booking_id": "b1", **with_}


@pytest.mark.parametrize(
    ("method", "query"), [("PATCH", "?scope=some"), ("DELETE", "?scope=every"), ("PATCH", "?on_conflict=x")]
)
def test_a_scope_is_this_following_or_all(gateway: Gateway, method: str, query: str) -> None:
    body = {"persons": 2} if method == "PATCH" else None
    assert problem(gateway.signed_in().ask(method, f"/bookings/b1{query}", body)) == (400, "invalid")
    assert {name for name, _ in gateway.services.calls} == {"bookings.issuer_keys"}
