"""Registrations and the waiting list: of the member who asks and, for staff, of the others."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def register(asked: Asked) -> Any:
    """Seats of an occurrence, or a place in its waiting list."""
    actor, key = asked.member().actor(), asked.idempotency_key
    return asked.bookings("register", **asked.path, **asked.body, actor=actor, idempotency_key=key)


def registrations(asked: Asked) -> Any:
    """A page of the member's own."""
    return _ask(asked, "registrations_of")


def registrations_at(asked: Asked) -> Any:
    """A page of those of an occurrence."""
    return _ask(asked, "registrations_at")


def registration(asked: Asked) -> Any:
    """One."""
    return _ask(asked, "registration")


def accept(asked: Asked) -> Any:
    """Take the seats that are offered."""
    return _ask(asked, "accept_offer")


def refuse(asked: Asked) -> Any:
    """Leave the seats that are offered to who is next."""
    return _ask(asked, "refuse_offer")


def cancel(asked: Asked) -> Any:
    """Give seats back, or leave the waiting list; harmless the second time."""
    return _ask(asked, "cancel_registration")


def change_seats(asked: Asked) -> Any:
    """More of them, or fewer."""
    return _ask(asked, "change_seats")


def approve(asked: Asked) -> Any:
    """Say yes to a request."""
    return _ask(asked, "approve_registration")


def decline(asked: Asked) -> Any:
    """Say no to a request."""
    return _ask(asked, "decline_registration")


def promote(asked: Asked) -> Any:
    """Offer seats to who waits, by hand."""
    return _ask(asked, "promote")


def prioritise(asked: Asked) -> Any:
    """Let who waits go before others, or after them."""
    return _ask(asked, "prioritise")


def decisions(asked: Asked) -> Any:
    """Why somebody got a seat, or did not."""
    return _ask(asked, "decisions_of")


def _ask(asked: Asked, method: str) -> Any:
    return asked.bookings(method, **asked.path, **asked.query, **asked.body, actor=asked.member().actor())
