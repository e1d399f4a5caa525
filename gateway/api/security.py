"""Passwords, addresses and second factors that change. Asks only the member's own city, sealed."""

from __future__ import annotations

from typing import Any

from chassis.errors import Unauthenticated
from gateway.api.membership import take_city
from gateway.api.operation import Asked
from gateway.sign_in import ask_reset as ask_reset_at


def ask_reset(asked: Asked) -> Any:
    """Have a link for a new password written, by the city named or by whichever knows the address."""
    cities = [take_city(asked)] if "city" in asked.body else list(asked.context.settings.cities)
    ask_reset_at(asked.context.rpc, cities, asked.body["email"], asked.context.client)
    return {"status": "sent_if_known"}


def reset_password(asked: Asked) -> Any:
    """Set a password by the token in the letter."""
    return asked.members(take_city(asked), "reset_password", **asked.body)


def change_password(asked: Asked) -> Any:
    """Take another password."""
    return _of_member(asked, "change_password")


def ask_address_change(asked: Asked) -> Any:
    """Have a link written to another address."""
    return _of_member(asked, "ask_address_change")


def change_address(asked: Asked) -> Any:
    """Confirm another address by the token in the letter that was sent to it."""
    return asked.members(take_city(asked), "change_address", **asked.body)


def second_factor(asked: Asked) -> Any:
    """Whether there is one."""
    return _of_member(asked, "second_factor")


def set_up_second_factor(asked: Asked) -> Any:
    """Draw the secret of a second factor."""
    return _of_whoever(asked, "set_up_second_factor")


def confirm_second_factor(asked: Asked) -> Any:
    """Let it protect, by a first code of it."""
    return _of_whoever(asked, "confirm_second_factor")


def remove_second_factor(asked: Asked) -> Any:
    """Let it go."""
    return _of_member(asked, "remove_second_factor")


def renew_recovery_codes(asked: Asked) -> Any:
    """Draw other recovery codes."""
    return _of_member(asked, "renew_recovery_codes")


def _of_member(asked: Asked, method: str) -> Any:
    caller = asked.member()
    return asked.members(caller.city, method, token=caller.token, **asked.body)


def _of_whoever(asked: Asked, method: str) -> Any:
    """By the token of a setup, at the city that the body names with it; else by the caller's own.

    Raises:
        Unauthenticated: `token_missing`.
    """
    if "setup_token" in asked.body and "city" in asked.body:
        return asked.members(take_city(asked), method, **asked.body)
    if asked.caller is None or "setup_token" in asked.body:
        raise Unauthenticated("token_missing", "this needs a bearer token, or a setup token and its city")
    asked.body.pop("city", None)
    return _of_member(asked, method)
