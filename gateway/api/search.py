"""What is free where, and what is near it. Public; for a member, by the rules and prices that are theirs."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def free(asked: Asked) -> Any:
    """A page of the spaces that are free for a period, or what is near it."""
    return asked.bookings("search", **asked.query, actor=asked.actor())


def next_free(asked: Asked) -> Any:
    """When each of some spaces is free next."""
    return asked.bookings("next_free", **asked.query)


def alternatives(asked: Asked) -> Any:
    """What is near a period in one space."""
    return asked.bookings("alternatives", **asked.path, **asked.query, actor=asked.actor())
