"""Answers go to the member's own city, by a token or a pass; staff reads their own city's, and totals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock, passes
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Unavailable
from chassis.passes import Pass
from tests.gateway.fakes import MEMBER, Gateway, problem

REGISTRATION = "c2d1e0f9-8a7b-4c6d-9e5f-4a3b2c1d0e9f"
OCCURRENCE = "7e5a9f10-1b2c-4d3e-8f40-5a6b7c8d9e0f"
PATH, AT = f"/registrations/{REGISTRATION}/answers", f"/occurrences/{OCCURRENCE}/answers"
QUESTION = {"name": "meal", "label": {"fr": "Le repas ?"}, "kind": "choice", "required": True, "choices": ["with"]}
QUESTION["keep_days"] = 7
REGISTERED = {
    "id": REGISTRATION, "occurrence_id": OCCURRENCE, "member_id": MEMBER, "ends_at": "2026-12-09T19:30:00+00:00",
    "status": "confirmed",
}  # fmt: skip
ANSWERED = {
    "registration_id": REGISTRATION, "complete": True, "answered_at": "2026-11-23T09:00:00+00:00",
    "answers": {"meal": "with"},
}  # fmt: skip
OF_STAFF = {"items": [{**ANSWERED, "member_id": MEMBER}], "next": None}
TOTAL: dict[str, Any] = {"field": "meal", "kind": "choice", "answered": None, "counts": [], "sum": None}
TOTALS = {"city": "tourcoing", "items": [TOTAL]}


@pytest.fixture(autouse=True)
def services(gateway: Gateway) -> None:
    gateway.services.answers |= {
        "bookings.registration": REGISTERED,
        "bookings.registrations_at": {"items": [], "next": None},
        "bookings.occurrence": {"occurrence": {}, "activity": {"terms": {"form": [QUESTION]}}},
        "members_roubaix.answers_of": ANSWERED,
        "members_roubaix.answer_form": ANSWERED,
        "members_roubaix.answers_at": OF_STAFF,
        "members_roubaix.answer_totals": {"city": "roubaix", "items": []},
        "members_tourcoing.answer_totals": TOTALS,
    }


def shown(gateway: Gateway, registration_id: str = REGISTRATION) -> str:
    """A pass that Roubaix made."""
    now = clock.now()
    key = dict(gateway.cities["roubaix"].key.as_dict(private=True))
    return passes.make(Pass("roubaix", MEMBER, registration_id), now + timedelta(days=1), key, now)


@pytest.mark.parametrize("with_pass", [False, True], ids=["a member", "a pass"])
def test_who_comes_reads_the_form_and_answers_it(gateway: Gateway, *, with_pass: bool) -> None:
    gateway.signed_in()
    if with_pass:
        gateway.headers["Authorization"] = f"Bearer {shown(gateway)}"
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    expected = {**ANSWERED, "questions": [QUESTION]}
    assert gateway.get(PATH).json == expected
    response = gateway.ask("PUT", PATH, {"answers": {"meal": "with", "children": 2, "tools": ["saw"], "new": None}})
    assert (response.status_code, response.json) == (200, expected)
    [asked] = gateway.services.asked("members_roubaix.answer_form")
    assert asked == {
        "token": token, "member_id": MEMBER, "registration_id": REGISTRATION, "occurrence_id": OCCURRENCE,
        "ends_at": REGISTERED["ends_at"], "answers": {"meal": "with", "children": 2, "tools": ["saw"], "new": None},
        "questions": [{name: value for name, value in QUESTION.items() if name != "label"}],
    }  # fmt: skip
    assert gateway.services.sealed == {"members_roubaix.answers_of", "members_roubaix.answer_form"}
    assert "answers" not in str(gateway.services.asked("bookings.registration"))


def test_a_pass_for_another_registration_opens_nothing(gateway: Gateway) -> None:
    gateway.headers["Authorization"] = f"Bearer {shown(gateway, 'r-2')}"
    for response in (gateway.get(PATH), gateway.ask("PUT", PATH, {"answers": {}})):
        assert problem(response) == (403, "pass_for_another")
    assert problem(gateway.get(AT)) == (401, "token_invalid")
    assert "members_roubaix.answers_of" not in dict(gateway.services.calls)


def test_a_pass_that_is_over_says_so(gateway: Gateway) -> None:
    long_ago = clock.now() - timedelta(days=30)
    key = dict(gateway.cities["roubaix"].key.as_dict(private=True))
    old = passes.make(Pass("roubaix", MEMBER, REGISTRATION), long_ago, key, long_ago)
    gateway.headers["Authorization"] = f"Bearer {old}"
    response = gateway.get(PATH)
    assert problem(response) == (401, "pass_expired")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("status", ["waiting", "offered", "cancelled", "over"])
def test_who_has_no_seat_answers_nothing(gateway: Gateway, status: str) -> None:
    gateway.services.answers["bookings.registration"] = {**REGISTERED, "status": status}
    refused = gateway.signed_in().ask("PUT", PATH, {"answers": {"meal": "with"}})
    assert problem(refused) == (409, "registration_not_confirmed")
    assert "members_roubaix.answer_form" not in dict(gateway.services.calls)


@pytest.mark.parametrize(
    ("service", "refusal", "status"),
    [
        ("bookings.registration", NotFound("registration_not_found"), 404),
        ("members_roubaix.answer_form", Invalid("answers_invalid", "", {"errors": []}), 400),
        ("members_roubaix.answer_form", Conflict("form_closed"), 409),
        ("members_roubaix.answer_form", Forbidden("member_not_active"), 403),
    ],
)
def test_a_refusal_arrives_as_itself(gateway: Gateway, service: str, refusal: ServiceError, status: int) -> None:
    gateway.services.answers[service] = refusal
    assert problem(gateway.signed_in().ask("PUT", PATH, {"answers": {}})) == (status, refusal.code)


TOO_MANY = {f"q{number}": 1 for number in range(21)}


@pytest.mark.parametrize("body", [{}, {"answers": []}, {"answers": {"No": 1}}, {"answers": TOO_MANY}])
def test_answers_have_the_form_asked_for(gateway: Gateway, body: Any) -> None:
    assert problem(gateway.signed_in().ask("PUT", PATH, body)) == (400, "invalid")


def test_staff_reads_their_city_and_the_totals_of_each_that_answers(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.answer_totals"] = Unavailable("service_unavailable", "absent")
    told: Any = gateway.signed_in().get(AT).json
    assert [one["answers"] for one in told["items"]] == [{"meal": "with"}]
    assert (told["totals"], told["silent"], told["questions"]) == ([TOTALS], ["roubaix", "marcq"], [QUESTION])
    assert gateway.services.asked("bookings.registrations_at")[0]["limit"] == 1
    [asked] = gateway.services.asked("members_tourcoing.answer_totals")
    assert asked == {"occurrence_id": OCCURRENCE, "roles": []}, "no token of one city goes to another"
    assert gateway.get(f"{AT}?limit=10&after=r-1").json == {**told, "totals": [], "silent": []}
    assert gateway.services.asked("members_roubaix.answers_at")[-1]["after"] == "r-1"


def test_whoever_may_not_see_who_comes_sees_no_answer(gateway: Gateway) -> None:
    gateway.services.answers["bookings.registrations_at"] = Forbidden("permission_missing")
    assert problem(gateway.signed_in().get(AT)) == (403, "permission_missing")
    assert "members_roubaix.answers_at" not in dict(gateway.services.calls)
