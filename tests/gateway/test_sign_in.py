"""Signing in by the API: whom the gateway asks for what, and that whoever does not know the password learns nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chassis import addresses
from chassis.errors import Forbidden, RemoteFailure, TooMany, Unauthenticated, Unavailable
from tests.gateway.fakes import CITIES, MEMBER, Gateway, problem

CREDENTIALS = {"email": "ada@example.org", "password": "secret words"}
ADA = addresses.digest("ada@example.org")
TOLD = {"email_digest": ADA, "password": "secret words", "device": "Firefox, Linux", "client": "127.0.0.1"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SESSION = {
    "access_token": "t", "token_type": "Bearer", "expires_in": 900, "refresh_token": "roubaix.r",
    "refresh_expires_in": 2_592_000, "member": {"id": MEMBER, "name": "Ada"},
}  # fmt: skip
WRONG = Unauthenticated("wrong_credentials")
ABSENT = Unavailable("service_unavailable", "absent")


def cities(gateway: Gateway, *, known_at: str = "", sign_in: Any = WRONG, **knows: Any) -> None:
    """Each city says whether it knows the address, and to who signs in there the same."""
    for city in CITIES:
        answer = knows.get(city, {"known": city == known_at})
        gateway.services.answers |= {f"members_{city}.knows": answer, f"members_{city}.sign_in": sign_in}


def asked(gateway: Gateway) -> list[tuple[str, str]]:
    """The cities that were asked, for what."""
    names = [name.partition(".") for name, _ in gateway.services.calls]
    return [(service.removeprefix("members_"), method) for service, _, method in names]


def test_a_member_signs_in_with_their_city_which_needs_no_address(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.sign_in"] = SESSION
    response = gateway.post("/sessions", {**CREDENTIALS, "city": "roubaix"}, User_Agent=FIREFOX)
    assert (response.status_code, response.json) == (201, SESSION)
    assert gateway.services.calls == [("members_roubaix.sign_in", {**TOLD, "city_named": True})]
    assert gateway.services.sealed == {"members_roubaix.sign_in"}


def test_a_member_who_names_no_city_is_found(gateway: Gateway) -> None:
    cities(gateway, known_at="marcq", sign_in=SESSION, tourcoing=ABSENT)
    assert gateway.post("/sessions", CREDENTIALS, User_Agent=FIREFOX).status_code == 201
    assert gateway.services.asked("members_marcq.sign_in") == [TOLD]
    for city in CITIES:
        assert gateway.services.asked(f"members_{city}.knows") == [{"email_digest": ADA, "client": "127.0.0.1"}]
    assert [city for city, method in asked(gateway) if method == "sign_in"] == ["marcq"]
    assert all(name in gateway.services.sealed for name, _ in gateway.services.calls)


def test_an_address_that_no_city_knows_is_tried_at_one_all_the_same(gateway: Gateway) -> None:
    cities(gateway)
    assert problem(gateway.post("/sessions", CREDENTIALS)) == (401, "wrong_credentials")
    unknown = asked(gateway)
    [(chosen, _)] = [one for one in unknown if one[1] == "sign_in"]
    assert CREDENTIALS["password"] not in str(gateway.services.calls), "it is no city's to see"
    assert problem(gateway.post("/sessions", CREDENTIALS)) == (401, "wrong_credentials")
    assert asked(gateway) == unknown * 2
    gateway.services.calls.clear()
    cities(gateway, known_at=chosen)
    assert problem(gateway.post("/sessions", CREDENTIALS)) == (401, "wrong_credentials")
    assert asked(gateway) == unknown


def test_unknown_addresses_are_tried_at_every_city_in_its_turn(gateway: Gateway) -> None:
    cities(gateway)
    for number in range(60):
        gateway.post("/sessions", {**CREDENTIALS, "email": f"nobody{number}@example.org"})
    tried = Counter(city for city, method in asked(gateway) if method == "sign_in")
    assert set(tried) == set(CITIES)
    assert min(tried.values()) > 10


@pytest.mark.parametrize("known_at", ["", "roubaix", "marcq"])
def test_while_a_city_is_away_every_failure_says_so(gateway: Gateway, known_at: str) -> None:
    cities(gateway, known_at=known_at, tourcoing=ABSENT)
    response = gateway.post("/sessions", CREDENTIALS)
    assert problem(response) == (503, "service_unavailable")
    assert response.headers["Retry-After"] == "5"
    assert Counter(method for _, method in asked(gateway)) == {"knows": 3, "sign_in": 1}


@pytest.mark.parametrize("known_at", ["", "roubaix", "marcq"])
def test_a_city_that_holds_up_holds_up_whoever_it_is(gateway: Gateway, known_at: str) -> None:
    waits = {
        city: TooMany("too_many_tries", "", {"retry_after_seconds": seconds})
        for city, seconds in (("roubaix", 5), ("tourcoing", 9))
    }
    cities(gateway, known_at=known_at, sign_in=SESSION, **waits)
    response = gateway.post("/sessions", CREDENTIALS)
    assert problem(response) == (429, "too_many_tries")
    assert response.headers["Retry-After"] == "9"
    assert {method for _, method in asked(gateway)} == {"knows"}


def test_where_no_city_answers_nobody_signs_in(gateway: Gateway) -> None:
    assert problem(gateway.post("/sessions", CREDENTIALS)) == (503, "service_unavailable")


def test_what_is_no_address_is_asked_of_nobody(gateway: Gateway) -> None:
    for body in (CREDENTIALS, {**CREDENTIALS, "city": "roubaix"}):
        response = gateway.post("/sessions", {**body, "email": "no address"})
        assert problem(response) == (400, "invalid")
        assert response.json is not None
        assert response.json["errors"][0]["pointer"] == "/email"
    assert gateway.services.calls == []


def test_too_many_who_sign_in_at_once_are_told_when_to_come_back(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.sign_in"] = TooMany("too_many_at_once", "", {"retry_after_seconds": 1})
    response = gateway.post("/sessions", {**CREDENTIALS, "city": "roubaix"})
    assert problem(response) == (429, "too_many_at_once")
    assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("tourcoing", "expected"),
    [
        (WRONG, (401, "wrong_credentials")),
        (Unavailable("service_unavailable"), (503, "service_unavailable")),
        (Forbidden("member_not_active"), (403, "member_not_active")),
        (RemoteFailure("private words"), (500, "internal_error")),
        (SESSION, (201, None)),
    ],
)
def test_of_several_cities_that_know_an_address_the_most_telling_one_is_heard(
    gateway: Gateway, tourcoing: Any, expected: tuple[int, str | None]
) -> None:
    cities(gateway, roubaix={"known": True}, tourcoing={"known": True}, marcq={"known": True})
    gateway.services.answers["members_tourcoing.sign_in"] = tourcoing
    response = gateway.post("/sessions", CREDENTIALS)
    assert (response.status_code, response.json and response.json.get("code")) == expected
    assert ("Retry-After" in response.headers) == (expected[0] == 503)
    assert b"private" not in response.data


def test_who_is_signed_in_goes_on_with_the_city_that_the_token_names(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.refresh"] = {**SESSION, "refresh_token": "roubaix.next"}
    response = gateway.post("/sessions/refresh", {"refresh_token": "roubaix.r"})
    assert response.status_code == 200
    assert (response.json or {})["refresh_token"] == "roubaix.next"
    assert gateway.services.calls == [("members_roubaix.refresh", {"refresh_token": "roubaix.r"})]
    assert gateway.services.sealed == {"members_roubaix.refresh"}
    for token in ("lille.r", "r", "bookings.r"):
        assert problem(gateway.post("/sessions/refresh", {"refresh_token": token})) == (401, "login_ended")
    assert len(gateway.services.calls) == 1
