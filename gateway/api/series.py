"""Series: bookings that come again by a rule."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked

SECONDS = 20.0  # two hundred bookings take longer than one, and a request is answered within thirty


def preview(asked: Asked) -> Any:
    """What each occurrence would come to, for this member or for a visitor."""
    caller = asked.context.require_caller() if asked.context.token else None
    return asked.bookings("preview_series", **asked.body, actor=caller.actor() if caller else None)


def book(asked: Asked) -> Any:
    """Hold a unit at each occurrence."""
    return _once(asked, "book_series")


def series(asked: Asked) -> Any:
    """One series, with all its bookings."""
    return asked.bookings("series", **asked.path, actor=asked.member().actor())


def retry(asked: Asked) -> Any:
    """Try again what was refused."""
    return asked.bookings("retry_series", **asked.path, **asked.body, actor=asked.member().actor(), deadline=SECONDS)


def add(asked: Asked) -> Any:
    """One more date."""
    return _once(asked, "add_to_series")


def change(asked: Asked, method: str, **more: Any) -> Any:
    """A booking and, where the scope says so, those of its series: as it is now, with how many changed."""
    actor = asked.member().actor()
    told = asked.bookings(method, **asked.path, **more, actor=actor, deadline=SECONDS)
    return {**told["booking"], "changed": told["changed"], "refused": told["refused"]}


def _once(asked: Asked, method: str) -> Any:
    actor, key = asked.member().actor(), asked.idempotency_key
    return asked.bookings(method, **asked.path, **asked.body, actor=actor, idempotency_key=key, deadline=SECONDS)
