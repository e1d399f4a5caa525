"""What members ask about their own data: of their own city, sealed."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden, Unauthenticated
from tests.gateway.fakes import Gateway, problem

RECENT = {"code": "booking_recent", "keeps_back": True, "count": 1, "until": "2026-12-24T09:00:00+00:00"}
LEFT = {"code": "credits_left", "keeps_back": False, "count": 1, "until": None}
ERASED = {"erased_at": "2026-11-24T09:00:00+00:00"}


def test_an_erasure_is_tried_before_it_is_done_and_credits_are_told_too(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.preview_erasure"] = {"can_erase": False, "reasons": [RECENT]}
    own, of_others = {"organisation_id": None}, {"organisation_id": "o-1"}
    gateway.services.answers["bookings.credits_of"] = {"items": [own, of_others], "next": None}
    told = gateway.signed_in().get("/me/erasure").json
    assert told == {"can_erase": False, "reasons": [RECENT, LEFT]}
    assert gateway.services.sealed == {"members_roubaix.preview_erasure"}


def test_whether_credits_are_left_is_not_known_while_bookings_is_away(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.preview_erasure"] = {"can_erase": True, "reasons": []}
    told = gateway.signed_in().get("/me/erasure").json
    assert told == {"can_erase": True, "reasons": [{**LEFT, "code": "credits_unknown", "count": 0}]}


def test_the_member_s_own_city_erases_and_nobody_else_reads_the_password(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.erase"] = ERASED
    response = gateway.signed_in().post("/me/erasure", {"password": "a password"})
    assert (response.status_code, response.json) == (200, ERASED)
    assert response.headers["Cache-Control"] == "no-store"
    assert [asked["password"] for asked in gateway.services.asked("members_roubaix.erase")] == ["a password"]
    assert gateway.services.sealed == {"members_roubaix.erase"}


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (Conflict("erasure_kept_back", "", {"reasons": ["booking_recent"]}), (409, "erasure_kept_back")),
        (Unauthenticated("wrong_credentials"), (401, "wrong_credentials")),
        (Forbidden("sign_in_again"), (403, "sign_in_again")),
    ],
)
def test_what_keeps_back_is_told(gateway: Gateway, refusal: Exception, told: tuple[int, str]) -> None:
    gateway.services.answers["members_roubaix.erase"] = refusal
    assert problem(gateway.signed_in().post("/me/erasure", {"password": "x"})) == told


def test_a_member_has_their_data_frozen_and_used_again(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.limit"] = lambda token, wished: {"limited": wished}
    gateway.signed_in()
    assert gateway.ask("PUT", "/me/limitation").json == {"limited": True}
    assert gateway.ask("DELETE", "/me/limitation").json == {"limited": False}


CONSENTS = {
    "notice_version": "2026-11",
    "items": [{"purpose": "newsletter", "notice_version": "2026-11", "given_at": "2026-11-20T08:00:00+00:00",
               "withdrawn_at": None}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("method", "asked", "args"),
    [
        ("consents", ("GET", "/me/consents", None), {}),
        ("consent", ("PUT", "/me/consents/newsletter", {"notice_version": "2026-11"}),
         {"purpose": "newsletter", "notice_version": "2026-11"}),
        ("withdraw_consent", ("DELETE", "/me/consents/newsletter", None), {"purpose": "newsletter"}),
    ],
)  # fmt: skip
def test_a_member_reads_gives_and_takes_back_consents(
    gateway: Gateway, method: str, asked: tuple[str, str, Any], args: dict[str, Any]
) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = CONSENTS
    response = gateway.signed_in().ask(*asked)
    assert (response.status_code, response.json) == (200, CONSENTS)
    token = gateway.headers["Authorization"].removeprefix("Bearer ")
    assert gateway.services.asked(f"members_roubaix.{method}") == [{"token": token, **args}]
    assert gateway.services.sealed == {f"members_roubaix.{method}"}


@pytest.mark.parametrize("code", ["account_needs_consent", "notice_changed", "directory_entry_missing"])
def test_why_a_consent_stays_as_it_is_is_told(gateway: Gateway, code: str) -> None:
    gateway.services.answers["members_roubaix.consent"] = Conflict(code)
    asked = gateway.signed_in().ask("PUT", "/me/consents/account", {"notice_version": "2020-01"})
    assert problem(asked) == (409, code)


def test_everybody_may_read_what_a_city_does_with_data(gateway: Gateway) -> None:
    kept = {"what": "account", "days": 730, "since": "last_seen"}
    activity = {"code": "account", "ground": "public_task", "categories": [], "recipients": [], "kept": [kept]}
    of_city = {"city": "roubaix", "data_officer": "dpo@roubaix.example.org"}
    register = {**of_city, "notice_version": "2026-11", "activities": [activity]}
    gateway.services.answers["members_roubaix.processing_register"] = register
    response = gateway.get("/cities/roubaix/processing-register")
    assert (response.status_code, response.json) == (200, register)
    assert problem(gateway.get("/cities/lille/processing-register")) == (404, "city_unknown")
