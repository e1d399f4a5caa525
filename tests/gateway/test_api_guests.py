"""Registering without an account: a wish, a link, a pass; each in the city that keeps the person."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, NotFound, ServiceError, TooMany
from tests.gateway.fakes import MEMBER, Gateway, problem

OCCURRENCE = "7e5a9f10-1b2c-4d3e-8f40-5a6b7c8d9e0f"
ASK, CONFIRM = f"/occurrences/{OCCURRENCE}/guest-registrations", "/guest-registrations/confirmation"
ENDS = "2026-12-09T19:30:00+00:00"
SHOWN: dict[str, Any] = {
    "id": OCCURRENCE, "registration": "open", "status": "scheduled", "starts_at": "2026-12-09T17:30:00+00:00",
    "zone": "Europe/Paris", "place_name": "Champ Libre", "seats_left": 3, "waiting_seats_left": 5,
}  # fmt: skip
ZOE = {"city": "roubaix", "name": "Zoé", "email": "zoe@example.org", "consent": True, "seats": 2}
WISH = {
    "wish_id": "w-1", "member_id": MEMBER, "city": "roubaix", "category": "guest", "organisation_kind": "individual",
    "occurrence_id": OCCURRENCE, "seats": 2, "accept_waiting": False,
}  # fmt: skip
TOKEN = {"city": "roubaix", "token": "x"}


@pytest.fixture(autouse=True)
def services(gateway: Gateway) -> None:
    gateway.services.answers |= {
        "bookings.occurrence": lambda **_: {
            "occurrence": dict(SHOWN), "activity": {"title": {"fr": "Broder"}, "attendance": "on_site"},
        },
        "members_roubaix.register_guest_for": {"id": "w-1", "city": "roubaix", "status": "to_confirm"},
        "members_roubaix.confirm_wish": dict(WISH),
        "bookings.register": {"id": "r-1", "ends_at": ENDS, "seats": 2},
        "members_roubaix.make_pass": {"pass": "a-pass"},
    }  # fmt: skip


def test_the_city_of_the_person_is_asked_to_write_and_nobody_else_can_read_it(gateway: Gateway) -> None:
    response = gateway.post(ASK, ZOE, Idempotency_Key='"k"')
    assert (response.status_code, response.json) == (202, {"id": "w-1", "city": "roubaix", "status": "to_confirm"})
    [asked] = gateway.services.asked("members_roubaix.register_guest_for")
    assert asked == {
        "occurrence_id": OCCURRENCE, "name": "Zoé", "email": "zoe@example.org", "consent": True, "seats": 2,
        "client": "127.0.0.1", "idempotency_key": "k",
        "about": {
            "title": {"fr": "Broder"}, "starts_at": SHOWN["starts_at"], "zone": "Europe/Paris",
            "place_name": "Champ Libre",
        },
    }  # fmt: skip
    assert gateway.services.sealed == {"members_roubaix.register_guest_for"}
    assert gateway.services.asked("bookings.occurrence") == [{"occurrence_id": OCCURRENCE, "actor": None}]
    assert "bookings.register" not in dict(gateway.services.calls)


@pytest.mark.parametrize(
    ("changes", "wish", "code"),
    [
        ({"registration": "not_yet"}, {}, "registration_not_open"),
        ({"registration": "closed"}, {}, "registration_closed"),
        ({"registration": "external"}, {}, "registers_elsewhere"),
        ({"registration": "none"}, {}, "needs_no_registration"),
        ({"registration": "over"}, {}, "occurrence_over"),
        ({"registration": "full"}, {"accept_waiting": True}, "occurrence_full"),
        ({"registration": "waiting"}, {}, "occurrence_full"),
    ],
    ids=str,
)
def test_nobody_is_written_to_for_what_nobody_registers_for(
    gateway: Gateway, changes: dict[str, Any], wish: dict[str, Any], code: str
) -> None:
    activity = {"title": {"fr": "Broder"}, "attendance": "on_site"}
    gateway.services.answers["bookings.occurrence"] = {"occurrence": {**SHOWN, **changes}, "activity": activity}
    assert problem(gateway.post(ASK, {**ZOE, **wish})) == (409, code)
    assert "members_roubaix.register_guest_for" not in dict(gateway.services.calls)


def test_who_would_wait_is_written_to_when_there_is_a_list(gateway: Gateway) -> None:
    activity = {"title": {"fr": "Broder"}, "attendance": "online"}
    shown = {**SHOWN, "registration": "waiting"}
    gateway.services.answers["bookings.occurrence"] = {"occurrence": shown, "activity": activity}
    assert gateway.post(ASK, {**ZOE, "accept_waiting": True}).status_code == 202
    [asked] = gateway.services.asked("members_roubaix.register_guest_for")
    assert (asked["accept_waiting"], asked["about"]["place_name"]) == (True, "")


@pytest.mark.parametrize(
    "changes",
    [{"city": "lille"}, {"email": "x" * 300}, {"seats": 0}, {"seats": 51}, {"consent": 1}, {"password": "x"}],
    ids=str,
)
def test_what_has_not_the_form_asked_for_is_refused(gateway: Gateway, changes: dict[str, Any]) -> None:
    assert problem(gateway.post(ASK, {**ZOE, **changes})) == (400, "invalid")
    assert "members_roubaix.register_guest_for" not in dict(gateway.services.calls)


def test_the_link_registers_once_under_the_key_of_the_wish_and_gives_a_pass(gateway: Gateway) -> None:
    response = gateway.post(CONFIRM, TOKEN)
    told: Any = response.json
    assert response.status_code == 200
    assert (told["registration"]["id"], told["pass"]) == ("r-1", "a-pass")
    assert response.headers["Cache-Control"] == "no-store"
    assert gateway.services.asked("members_roubaix.confirm_wish") == [{"token": "x"}]
    [asked] = gateway.services.asked("bookings.register")
    who = {"category": "guest", "organisation_kind": "individual"}
    actor = {"member_id": MEMBER, "city": "roubaix", **who, "roles": []}
    assert asked == {
        "occurrence_id": OCCURRENCE, "actor": actor, "seats": 2, "accept_waiting": False, "idempotency_key": "wish-w-1",
    }  # fmt: skip
    made = {"token": "x", "registration_id": "r-1", "until": ENDS}
    assert gateway.services.asked("members_roubaix.make_pass") == [made]
    assert gateway.services.sealed == {"members_roubaix.confirm_wish", "members_roubaix.make_pass"}


def test_who_finds_it_full_by_then_may_still_say_that_they_wait(gateway: Gateway) -> None:
    gateway.services.answers["bookings.register"] = Conflict("occurrence_full", "", {"waiting_seats_left": 4})
    refused = gateway.post(CONFIRM, TOKEN)
    assert problem(refused) == (409, "occurrence_full")
    assert (refused.json or {})["waiting_seats_left"] == 4
    gateway.services.answers["bookings.register"] = {"id": "r-1", "ends_at": ENDS, "seats": 2}
    assert gateway.post(CONFIRM, {**TOKEN, "accept_waiting": True}).status_code == 200
    assert [asked["accept_waiting"] for asked in gateway.services.asked("bookings.register")] == [False, True]


@pytest.mark.parametrize(
    ("method", "path", "refusal", "status"),
    [
        ("confirm_wish", CONFIRM, NotFound("link_unknown"), 404),
        ("confirm_wish", CONFIRM, Conflict("link_expired"), 409),
        ("confirm_wish", CONFIRM, Forbidden("member_not_active"), 403),
        ("register_guest_for", ASK, TooMany("too_many_tries"), 429),
    ],
)
def test_a_refusal_of_the_city_arrives_as_itself(
    gateway: Gateway, method: str, path: str, refusal: ServiceError, status: int
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = refusal
    assert problem(gateway.post(path, ZOE if path == ASK else TOKEN)) == (status, refusal.code)
    assert "bookings.register" not in dict(gateway.services.calls)
