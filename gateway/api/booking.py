"""Prices and bookings, of the member who asks and, for staff, of the others."""

from __future__ import annotations

from typing import Any

from gateway import qr
from gateway.api import series
from gateway.api.operation import Asked


def quote(asked: Asked) -> Any:
    """The price, for this member or for a visitor, and what stands against it."""
    return asked.bookings("quote", **asked.body, actor=asked.actor())


def book(asked: Asked) -> Any:
    """Hold a unit of a space."""
    actor = asked.member().actor()
    return asked.bookings("book", **asked.body, actor=actor, idempotency_key=asked.idempotency_key)


def bookings(asked: Asked) -> Any:
    """A page of the member's bookings."""
    return asked.bookings("bookings_of", **asked.query, actor=asked.member().actor())


def bookings_at(asked: Asked) -> Any:
    """A page of the bookings of a place."""
    return asked.bookings("bookings_at", **asked.path, **asked.query, actor=asked.member().actor())


def booking(asked: Asked) -> Any:
    """One booking."""
    return _step(asked, "booking")


def move(asked: Asked) -> Any:
    """At another time, in another space, longer; with others of its series where the scope says so."""
    return series.change(asked, "move_series", **asked.query, **asked.body)


def cancel(asked: Asked) -> Any:
    """Give it back, with others of its series where the scope says so; harmless the second time."""
    return series.change(asked, "cancel_series", **asked.query)


def confirm(asked: Asked) -> Any:
    """Make a hold firm."""
    return _step(asked, "confirm")


def approve(asked: Asked) -> Any:
    """Say yes to a request."""
    return _step(asked, "approve")


def deny(asked: Asked) -> Any:
    """Say no to a request."""
    return _step(asked, "deny", **asked.body)


def check_in(asked: Asked) -> Any:
    """The member is there."""
    return _step(asked, "check_in")


def check_out(asked: Asked) -> Any:
    """The member has left."""
    return _step(asked, "check_out")


def _step(asked: Asked, method: str, **more: Any) -> Any:
    return asked.bookings(method, **asked.path, **more, actor=asked.member().actor())


def code(asked: Asked) -> bytes:
    """The square that leads whoever may check a booking in to where they do."""
    booking_id = asked.path["booking_id"]
    asked.bookings("booking", booking_id=booking_id, actor=asked.member().actor())
    return qr.svg(qr.check_in_address(asked.context.settings.gateway.public_url, booking_id))
