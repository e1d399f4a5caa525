"""Prices and bookings, of the member who asks."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def quote(asked: Asked) -> Any:
    """The price for this member, and what stands against it."""
    return asked.bookings("quote", **asked.body, actor=asked.member().actor())


def book(asked: Asked) -> Any:
    """Hold a unit of a space."""
    actor = asked.member().actor()
    return asked.bookings("book", **asked.body, actor=actor, idempotency_key=asked.idempotency_key)


def bookings(asked: Asked) -> Any:
    """A page of the member's bookings."""
    return asked.bookings("bookings_of", **asked.query, actor=asked.member().actor())


def booking(asked: Asked) -> Any:
    """One of them."""
    return asked.bookings("booking", **asked.path, actor=asked.member().actor())


def cancel(asked: Asked) -> Any:
    """Give it back; harmless the second time."""
    return asked.bookings("cancel", **asked.path, actor=asked.member().actor(), reason="member")
