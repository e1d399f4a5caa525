"""Being signed in, on both substrates, asked over the bus."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from chassis import clock
from chassis.errors import NotFound, Unauthenticated
from services.members.tables import refresh_tokens
from tests.members.asker import Asker

EMAIL = "lise@example.org"


def used_a_while_ago(roubaix: Asker) -> None:
    """As if a minute passed since any token was used."""
    a_minute_ago = clock.now() - timedelta(minutes=1)
    used = refresh_tokens.c.used_at.is_not(None)
    with roubaix.store.transaction() as session:
        session.execute(update(refresh_tokens).where(used).values(used_at=a_minute_ago))


def is_in(roubaix: Asker, tokens: dict[str, Any]) -> bool:
    try:
        return bool(roubaix.ask("profile", token=tokens["access_token"]))
    except Unauthenticated as refused:
        if refused.code != "login_ended":
            raise
        return False


def test_who_signs_in_goes_on_by_a_token_that_serves_once(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    first = roubaix.sign_in(EMAIL, device="Firefox, Linux", client="203.0.113.7")
    assert first["refresh_token"].startswith("roubaix.")
    assert first["refresh_expires_in"] == 30 * 86400
    second = roubaix.ask("refresh", refresh_token=first["refresh_token"])
    assert second["member"] == first["member"]
    assert second["refresh_token"] != first["refresh_token"]
    other_tab = roubaix.ask("refresh", refresh_token=first["refresh_token"])
    assert other_tab["refresh_token"] == second["refresh_token"]
    assert is_in(roubaix, second)

    used_a_while_ago(roubaix)
    with pytest.raises(Unauthenticated, match="login_ended"):
        roubaix.ask("refresh", refresh_token=first["refresh_token"])
    assert not is_in(roubaix, second)
    for token in (second["refresh_token"], "roubaix.another"):
        with pytest.raises(Unauthenticated, match="login_ended"):
            roubaix.ask("refresh", refresh_token=token)


def test_a_member_sees_where_they_are_signed_in_and_ends_it(roubaix: Asker) -> None:
    roubaix.enrol("Lise")
    phone, here = (roubaix.sign_in(EMAIL, device=device) for device in ("Safari, iPhone", "Firefox, Linux"))
    listed = roubaix.ask("logins", token=here["access_token"])["items"]
    assert [(one["device"], one["is_current"]) for one in listed][:2] == [
        ("Firefox, Linux", True),
        ("Safari, iPhone", False),
    ]
    assert set(listed[0]) == {
        "id", "device", "method", "has_second_factor", "began_at", "last_used_at", "expires_at", "is_current",
    }  # fmt: skip
    other = listed[1]["id"]
    for _ in range(2):
        assert roubaix.ask("end_login", token=here["access_token"], login_id=other) == {"ended": 1}
    assert not is_in(roubaix, phone)
    with pytest.raises(NotFound, match="login_not_found"):
        roubaix.ask("end_login", token=here["access_token"], login_id="none")
    assert roubaix.ask("sign_out", token=here["access_token"]) == {"ended": 1}
    assert not is_in(roubaix, here)


def test_a_member_signs_out_everywhere_else_or_everywhere(roubaix: Asker) -> None:
    roubaix.enrol("Lise")  # which signs in once
    there, here = (roubaix.sign_in(EMAIL) for _ in range(2))
    assert roubaix.ask("end_every_login", token=here["access_token"]) == {"ended": 2}
    assert (is_in(roubaix, there), is_in(roubaix, here)) == (False, True)
    assert roubaix.ask("end_every_login", token=here["access_token"], here=True) == {"ended": 1}
    assert not is_in(roubaix, here)
