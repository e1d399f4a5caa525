"""The door of an occurrence: who is expected, who came."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def door(asked: Asked) -> Any:
    """Who is expected, and what was noted."""
    return _ask(asked, "door")


def scan(asked: Asked) -> Any:
    """Arrivals, each once a nonce."""
    return _ask(asked, "scan")


def walk_ins(asked: Asked) -> Any:
    """Who came without registering."""
    return _ask(asked, "count_walk_ins")


def bands(asked: Asked) -> Any:
    """Who came, by age."""
    return _ask(asked, "count_bands")


def absence(asked: Asked) -> Any:
    """Why somebody does not come."""
    return _ask(asked, "note_absence")


def _ask(asked: Asked, method: str) -> Any:
    return asked.bookings(method, **asked.path, **asked.body, actor=asked.member().actor())
