"""Activities: what a city puts on its programme, and what becomes of it."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def draft(asked: Asked) -> Any:
    """Write one."""
    actor, key = asked.member().actor(), asked.idempotency_key
    return asked.bookings("draft_activity", **asked.body, actor=actor, idempotency_key=key)


def activities(asked: Asked) -> Any:
    """A page of those of a city, for its staff."""
    return asked.bookings("activities_of", **asked.query, actor=asked.member().actor())


def activity(asked: Asked) -> Any:
    """One, with its occurrences, as whoever asks may see it."""
    return asked.bookings("activity", **asked.path, actor=asked.actor())


def edit(asked: Asked) -> Any:
    """Change what it says."""
    return _step(asked, "edit_activity")


def propose(asked: Asked) -> Any:
    """Ask for it to be published."""
    return _step(asked, "propose_activity")


def send_back(asked: Asked) -> Any:
    """Make a proposal a draft again."""
    return _step(asked, "send_back_activity")


def publish(asked: Asked) -> Any:
    """Announce it."""
    return asked.bookings("publish_activity", **asked.path, **asked.query, actor=asked.member().actor())


def withdraw(asked: Asked) -> Any:
    """Take it from the programme, as long as nobody has registered."""
    return _step(asked, "withdraw_activity")


def cancel(asked: Asked) -> Any:
    """Cancel it, with all of its occurrences to come."""
    return _step(asked, "cancel_activity")


def copy(asked: Asked) -> Any:
    """A draft for another city, which says where it is from."""
    return _step(asked, "copy_activity")


def _step(asked: Asked, method: str) -> Any:
    return asked.bookings(method, **asked.path, **asked.body, actor=asked.member().actor())
