"""The agenda: what is to come in all the cities. Public."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def agenda(asked: Asked) -> Any:
    """A page of what is to come."""
    return asked.bookings("agenda", **asked.query)
