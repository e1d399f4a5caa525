"""Becoming a member of a city, signing in, and who one is. Asks only the member's own city, sealed."""

from __future__ import annotations

from typing import Any

from chassis.errors import Invalid
from gateway.api.operation import Asked
from gateway.sign_in import sign_in as sign_in_at


def register(asked: Asked) -> Any:
    """Register with a city, which then writes to the address."""
    city = take_city(asked)
    client, key = asked.context.client, asked.idempotency_key
    return asked.members(city, "register", **asked.body, client=client, idempotency_key=key)


def confirm(asked: Asked) -> Any:
    """Confirm an address by the token in the letter."""
    return asked.members(take_city(asked), "confirm", **asked.body)


def sign_in(asked: Asked) -> Any:
    """A token, of the city named or of the one that knows the member."""
    cities = [take_city(asked)] if "city" in asked.body else list(asked.context.settings.cities)
    return sign_in_at(asked.context.rpc, cities, **asked.body, **asked.context.where)


def me(asked: Asked) -> Any:
    """What the member's city tells the member about themselves."""
    return asked.members(asked.member().city, "profile", token=asked.member().token)


def take_city(asked: Asked) -> str:
    """Take the city out of the body.

    Raises:
        Invalid: `invalid`: no city of the network.
    """
    city = str(asked.body.pop("city"))
    if city not in asked.context.settings.cities:
        errors = [{"pointer": "/city", "detail": "Not a city of the network."}]
        raise Invalid("invalid", "no city of the network", {"errors": errors})
    return city
