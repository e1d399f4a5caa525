"""The waiting list, of the member who asks."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def join(asked: Asked) -> Any:
    """Wait for a space to become free."""
    actor = asked.member().actor()
    return asked.bookings("join_waiting_list", **asked.body, actor=actor, idempotency_key=asked.idempotency_key)


def waits(asked: Asked) -> Any:
    """A page of what the member waits for."""
    return asked.bookings("waits_of", **asked.query, actor=asked.member().actor())


def leave(asked: Asked) -> Any:
    """Wait no longer; harmless the second time."""
    return asked.bookings("leave_waiting_list", **asked.path, actor=asked.member().actor())
