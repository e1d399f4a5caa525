"""Passwords, addresses and second factors over the API: which city is asked what, and what nobody learns."""

from __future__ import annotations

from typing import Any

import pytest

from chassis import addresses
from chassis.errors import Forbidden, Unavailable
from tests.gateway.fakes import MEMBER, Gateway, problem

ADDRESS = "ada@example.org"
ASKED = {"email_digest": addresses.digest(ADDRESS), "client": "127.0.0.1"}
CONFIRMED = {"member_id": MEMBER, "city": "roubaix"}
SECRET = {"secret": "ABCD", "uri": "otpauth://totp/x?secret=ABCD"}
MISSING = {"setup_token": "a.b.c", "expires_in": 600, "city": "roubaix"}
CITIES = ("roubaix", "tourcoing", "marcq")


def test_every_city_is_asked_for_a_new_password_by_digest_and_the_answer_is_the_same(gateway: Gateway) -> None:
    gateway.services.answers |= {f"members_{city}.ask_reset": {"status": "sent_if_known"} for city in CITIES[1:]}
    gateway.services.answers["members_marcq.ask_reset"] = Unavailable("database_busy")
    response = gateway.post("/password-resets", {"email": f" {ADDRESS.upper()} "})
    assert (response.status_code, response.json) == (202, {"status": "sent_if_known"})  # roubaix does not answer
    assert all(gateway.services.asked(f"members_{city}.ask_reset") == [ASKED] for city in CITIES)
    assert gateway.services.sealed == {f"members_{city}.ask_reset" for city in CITIES}
    assert gateway.post("/password-resets", {"email": ADDRESS, "city": "marcq"}).json == response.json
    assert len(gateway.services.calls) == 4
    assert problem(gateway.post("/password-resets", {"email": "no address"})) == (400, "invalid")


@pytest.mark.parametrize(
    ("method", "path", "asks", "body", "answer"),
    [
        ("POST", "/password-resets/confirmation", "reset_password", {"token": "t", "password": " p "}, CONFIRMED),
        ("POST", "/address-changes/confirmation", "change_address", {"token": "t"}, CONFIRMED),
    ],
)
def test_a_link_is_opened_at_the_city_that_sent_it(
    gateway: Gateway, method: str, path: str, asks: str, body: dict[str, Any], answer: dict[str, Any]
) -> None:
    gateway.services.answers[f"members_roubaix.{asks}"] = answer
    response = gateway.ask(method, path, body | {"city": "roubaix"})
    assert (response.status_code, response.json) == (200, answer)
    assert gateway.services.calls == [(f"members_roubaix.{asks}", body)]
    assert gateway.services.sealed == {f"members_roubaix.{asks}"}


CODES = {"recovery_codes": ["ABCD-EFGH-IJKL-MNOP"]}
FACTOR = {"is_set_up": True, "since": None, "recovery_codes_left": 9, "is_required": False}
OF_MEMBERS: list[tuple[str, str, str, dict[str, Any] | None, dict[str, Any], int]] = [
    ("PUT", "/me/password", "change_password", {"password": "a", "new_password": "b"}, CONFIRMED, 200),
    ("POST", "/me/address", "ask_address_change", {"email": ADDRESS, "password": "a"}, {"status": "to_confirm"}, 202),
    ("GET", "/me/second-factor", "second_factor", None, FACTOR, 200),
    ("POST", "/me/second-factor", "set_up_second_factor", {"password": "a"}, SECRET, 201),
    ("POST", "/me/second-factor/confirmation", "confirm_second_factor", {"code": "123456"}, CODES, 200),
    ("DELETE", "/me/second-factor", "remove_second_factor", {"password": "a", "code": "123456"}, FACTOR, 200),
    ("POST", "/me/recovery-codes", "renew_recovery_codes", {"code": "123456"}, CODES, 201),
]


@pytest.mark.parametrize(("method", "path", "asks", "body", "answer", "status"), OF_MEMBERS)
def test_a_member_asks_their_own_city_sealed_and_a_visitor_nobody(
    gateway: Gateway, method: str, path: str, asks: str, body: Any, answer: dict[str, Any], status: int
) -> None:
    assert problem(gateway.ask(method, path, body)) == (401, "token_missing")
    assert gateway.services.calls == []
    gateway.services.answers[f"members_tourcoing.{asks}"] = answer
    response = gateway.signed_in("tourcoing").ask(method, path, body)
    assert (response.status_code, response.json) == (status, answer)
    [asked] = gateway.services.asked(f"members_tourcoing.{asks}")
    assert asked.pop("token") == gateway.headers["Authorization"].removeprefix("Bearer ")
    assert asked == (body or {})
    assert f"members_tourcoing.{asks}" in gateway.services.sealed
    assert response.headers["Cache-Control"] == "no-store"


def test_a_code_goes_with_the_password_to_the_city_that_knows_the_member(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.sign_in"] = Forbidden("second_factor_needed")
    said = {"email": ADDRESS, "password": "secret words", "city": "roubaix"}
    assert problem(gateway.post("/sessions", said)) == (403, "second_factor_needed")
    assert problem(gateway.post("/sessions", said | {"code": "123 456"})) == (403, "second_factor_needed")
    first, second = gateway.services.asked("members_roubaix.sign_in")
    assert "code" not in first
    assert second["code"] == "123 456"


def test_staff_without_a_second_factor_are_told_by_which_token_they_set_one_up(gateway: Gateway) -> None:
    gateway.services.answers |= {
        "members_roubaix.sign_in": MISSING,
        "members_roubaix.set_up_second_factor": SECRET,
        "members_roubaix.confirm_second_factor": CODES,
    }
    refused = gateway.post("/sessions", {"email": ADDRESS, "password": "secret words", "city": "roubaix"})
    assert problem(refused) == (403, "second_factor_missing")
    assert refused.json is not None
    setup = {name: refused.json[name] for name in ("setup_token", "city")}
    assert setup == {"setup_token": "a.b.c", "city": "roubaix"}
    assert gateway.post("/me/second-factor", setup).json == SECRET
    assert gateway.post("/me/second-factor/confirmation", setup | {"code": "123456"}).json == CODES
    assert gateway.services.asked("members_roubaix.set_up_second_factor") == [{"setup_token": "a.b.c"}]
    assert problem(gateway.post("/me/second-factor", {"setup_token": "a.b.c"})) == (401, "token_missing")
