"""When places are closed, or open, beside their hours; for the staff, what becomes of the bookings that it hits."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked

SECONDS = 20.0  # two thousand bookings may end with a place, and a request is answered within thirty


def closures(asked: Asked) -> Any:
    """A page of what is to come."""
    return asked.bookings("closures", **asked.path, **asked.query)


def preview(asked: Asked) -> Any:
    """What a closure would hit."""
    return asked.bookings("preview_closure", **asked.path, **asked.body, actor=asked.member().actor())


def close(asked: Asked) -> Any:
    """Close, once everything is decided."""
    return _announce(asked, "close")


def open_extra(asked: Asked) -> Any:
    """Open beside the hours."""
    return _announce(asked, "open_extra")


def withdraw(asked: Asked) -> Any:
    """Take back what was announced."""
    return asked.bookings("withdraw_hours", **asked.path, **asked.query, actor=asked.member().actor())


def import_closures(asked: Asked) -> Any:
    """Close when a calendar says so."""
    actor = asked.member().actor()
    return asked.bookings("import_closures", **asked.path, **asked.body, actor=actor, deadline=SECONDS)


def _announce(asked: Asked, method: str) -> Any:
    actor, key = asked.member().actor(), asked.idempotency_key
    return asked.bookings(method, **asked.path, **asked.body, actor=actor, idempotency_key=key, deadline=SECONDS)
