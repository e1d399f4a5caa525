"""Occurrences: the dates of an activity, with their seats, and the space that is booked with them."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked

SECONDS = 20.0  # a term of dates takes longer than one, and a request is answered within thirty


def preview(asked: Asked) -> Any:
    """What dates would come to, before they are given."""
    return _change(asked, "preview_schedule")


def schedule(asked: Asked) -> Any:
    """One more date, or several by a rule."""
    return _change(asked, "schedule", idempotency_key=asked.idempotency_key)


def occurrence(asked: Asked) -> Any:
    """One, with its activity, as whoever asks may see it."""
    return asked.bookings("occurrence", **asked.path, actor=asked.actor())


def reschedule(asked: Asked) -> Any:
    """At another time, in another space."""
    return _change(asked, "reschedule")


def postpone(asked: Asked) -> Any:
    """Not then, and nobody knows when."""
    return _change(asked, "postpone")


def move_online(asked: Asked) -> Any:
    """Nobody comes: it is on line."""
    return _change(asked, "move_online")


def resize(asked: Asked) -> Any:
    """More seats, or fewer."""
    return _change(asked, "resize")


def cancel(asked: Asked) -> Any:
    """It is not."""
    return _change(asked, "cancel_occurrence")


def _change(asked: Asked, method: str, **more: Any) -> Any:
    actor = asked.member().actor()
    return asked.bookings(method, **asked.path, **asked.body, **more, actor=actor, deadline=SECONDS)
