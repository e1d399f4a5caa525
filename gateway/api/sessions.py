"""Being signed in: going on, and ending it here or elsewhere. Asks only the member's own city, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked
from gateway.sign_in import refresh as refresh_at


def refresh(asked: Asked) -> Any:
    """Go on being signed in, by a token that serves once."""
    return refresh_at(asked.context.rpc, asked.context.settings.cities, asked.body["refresh_token"])


def sign_out(asked: Asked) -> Any:
    """End the login by whose token this is asked."""
    return asked.members(asked.member().city, "sign_out", token=asked.member().token)


def sessions(asked: Asked) -> Any:
    """Where the member is signed in."""
    return asked.members(asked.member().city, "logins", token=asked.member().token)


def end(asked: Asked) -> Any:
    """End one of the member's logins."""
    return asked.members(asked.member().city, "end_login", token=asked.member().token, **asked.path)


def end_all(asked: Asked) -> Any:
    """End them all, but for the one by whose token this is asked unless it is meant too."""
    return asked.members(asked.member().city, "end_every_login", token=asked.member().token, **asked.query)
