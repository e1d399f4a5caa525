"""Who has no account shows a pass: to the operations that say so, for the registration that it is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock, passes
from chassis.errors import Forbidden, ServiceError, Unauthenticated
from chassis.passes import Pass
from gateway.api.openapi import codes_of
from gateway.api.operations import OPERATIONS
from gateway.context import Context
from gateway.tokens import Tokens
from tests.gateway.fakes import MEMBER, City, Gateway, Services, problem, settings


@pytest.fixture
def roubaix() -> City:
    return City("roubaix")


@pytest.fixture
def services(roubaix: City) -> Services:
    services = Services()
    services.answers["bookings.issuer_keys"] = {"roubaix": [roubaix.public()]}
    return services


def pass_of(city: City, registration_id: str = "r-1", days: int = 1) -> str:
    """A pass that the city made, for something that is over in some days."""
    now = clock.now()
    made_at = min(now, now + timedelta(days=days))
    key = dict(city.key.as_dict(private=True))
    return passes.make(Pass(city.code, MEMBER, registration_id), now + timedelta(days=days), key, made_at)


def holder(token: str | None, services: Services, registration_id: str = "r-1") -> Any:
    return Context(services, settings(), Tokens(), token=token, language="nl").holder_of(registration_id)


def test_who_holds_a_pass_asks_as_a_guest_without_roles(roubaix: City, services: Services) -> None:
    token = pass_of(roubaix)
    caller = holder(token, services)
    assert (caller.token, caller.registration_id, caller.language, caller.login_id) == (token, "r-1", "nl", "")
    assert caller.actor() == {
        "member_id": MEMBER, "city": "roubaix", "category": "guest", "organisation_kind": "individual", "roles": [],
    }  # fmt: skip


def test_a_pass_is_for_its_registration_alone(roubaix: City, services: Services) -> None:
    with pytest.raises(Forbidden, match="pass_for_another"):
        holder(pass_of(roubaix), services, "r-2")


def test_a_member_who_is_signed_in_needs_none(roubaix: City, services: Services) -> None:
    caller = holder(roubaix.token(), services)
    assert (caller.member_id, caller.category, caller.registration_id) == (MEMBER, "resident", None)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda city: None, "token_missing"),
        (lambda city: "a.b.c", "token_invalid"),
        (lambda city: pass_of(city, days=-8), "pass_expired"),
        (lambda city: pass_of(City("roubaix")), "pass_invalid"),
    ],
    ids=["nothing", "no token", "an old pass", "a forged pass"],
)
def test_whoever_shows_neither_is_refused(make: Any, code: str, roubaix: City, services: Services) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        holder(make(roubaix), services)
    assert refusal.value.code == code


def test_a_pass_is_no_access_token(roubaix: City, services: Services) -> None:
    context = Context(services, settings(), Tokens(), token=pass_of(roubaix))
    with pytest.raises(ServiceError, match="token_invalid"):
        context.require_caller()
    assert context.caller is None


def test_an_operation_of_members_takes_no_pass(gateway: Gateway) -> None:
    gateway.headers["Authorization"] = f"Bearer {pass_of(gateway.cities['roubaix'])}"
    response = gateway.get("/me")
    assert problem(response) == (401, "token_invalid")
    assert gateway.services.asked("members_roubaix.profile") == []


def test_an_operation_that_takes_a_pass_names_the_registration_in_its_path() -> None:
    for operation in OPERATIONS:
        if operation.for_pass_holders:
            assert operation.for_members
            assert "<id:registration_id>" in operation.path
            assert {"pass_invalid", "pass_expired", "pass_for_another"} <= set(codes_of(operation))
