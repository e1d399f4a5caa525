"""Publishing places and spaces."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def place(asked: Asked) -> Any:
    """Make a place known, or what changed of it. Its city is the caller's."""
    return asked.bookings("publish_place", **asked.path, **asked.body, actor=asked.member().actor())


def space(asked: Asked) -> Any:
    """Make a space known, or what changed of it."""
    return asked.bookings("publish_space", **asked.path, **asked.body, actor=asked.member().actor())
