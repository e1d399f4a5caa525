"""Where a member is signed in, by the API."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import NotFound, Unauthenticated
from tests.gateway.fakes import Gateway, problem

HERE: dict[str, Any] = {
    "id": "l-1", "device": "Firefox, Linux", "method": "password", "has_second_factor": False,
    "began_at": "2026-11-20T08:00:00+00:00", "last_used_at": "2026-11-22T17:30:00+00:00",
    "expires_at": "2026-12-22T17:30:00+00:00", "is_current": True,
}  # fmt: skip


def test_a_member_sees_where_they_are_signed_in(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.logins"] = {"items": [{**HERE, "client": "a-digest"}]}
    response = gateway.signed_in().get("/me/sessions")
    assert (response.status_code, response.json) == (200, {"items": [HERE]})
    assert gateway.services.sealed == {"members_roubaix.logins"}


@pytest.mark.parametrize(
    ("path", "method", "more"),
    [
        ("/sessions/current", "sign_out", {}),
        ("/me/sessions/l-1", "end_login", {"login_id": "l-1"}),
        ("/me/sessions", "end_every_login", {}),
        ("/me/sessions?here=true", "end_every_login", {"here": True}),
        ("/me/sessions?here=false", "end_every_login", {"here": False}),
    ],
)
def test_a_member_signs_out_here_or_elsewhere(gateway: Gateway, path: str, method: str, more: dict[str, Any]) -> None:
    gateway.services.answers[f"members_roubaix.{method}"] = {"ended": 1}
    response = gateway.signed_in().ask("DELETE", path)
    assert (response.status_code, response.json) == (200, {"ended": 1})
    [asked] = gateway.services.asked(f"members_roubaix.{method}")
    assert asked == {"token": gateway.headers["Authorization"].removeprefix("Bearer "), **more}


def test_a_token_of_a_login_that_has_ended_is_refused_as_a_token(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.profile"] = Unauthenticated("login_ended")
    response = gateway.signed_in().get("/me")
    assert problem(response) == (401, "login_ended")
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_login_that_is_not_theirs_is_not_found(gateway: Gateway) -> None:
    gateway.services.answers["members_roubaix.end_login"] = NotFound("login_not_found")
    assert problem(gateway.signed_in().ask("DELETE", "/me/sessions/l-2")) == (404, "login_not_found")
    assert problem(gateway.ask("DELETE", "/me/sessions?here=1")) == (400, "invalid")
