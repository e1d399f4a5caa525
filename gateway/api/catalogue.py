"""What there is in the network: cities, places, spaces, and when they are free. Public."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def cities(asked: Asked) -> dict[str, Any]:
    """The cities of the network, as this node's settings know them."""
    return {"items": list(asked.context.settings.cities.values())}


def places(asked: Asked) -> Any:
    """All places, or those of a city."""
    return asked.bookings("places", **asked.query)


def place(asked: Asked) -> Any:
    """A place and its spaces."""
    return asked.bookings("place", **asked.path)


def spaces(asked: Asked) -> Any:
    """A page of spaces."""
    return asked.bookings("spaces", **asked.query)


def space(asked: Asked) -> Any:
    """A space and its place."""
    return asked.bookings("space", **asked.path)


def availability(asked: Asked) -> Any:
    """When a space is open, and free."""
    return asked.bookings("availability", **asked.path, **asked.query)
