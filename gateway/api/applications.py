"""Applying for a membership, and the city's answer. Asks only the city of whoever asks, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def apply(asked: Asked) -> Any:
    """Ask one's own city to be a resident, a nomad or a partner."""
    caller = asked.member()
    key = asked.idempotency_key
    return asked.members(caller.city, "apply_for_membership", token=caller.token, **asked.body, idempotency_key=key)


def own(asked: Asked) -> Any:
    """What one is, until when, and what one applied for."""
    return asked.members(asked.member().city, "own_applications", token=asked.member().token)


def withdraw(asked: Asked) -> Any:
    """Ask it no longer."""
    return asked.members(asked.member().city, "withdraw_application", token=asked.member().token, **asked.path)


def waiting(asked: Asked) -> Any:
    """A page of what waits for the answer of one's own city."""
    return asked.members(asked.member().city, "open_applications", token=asked.member().token, **asked.query)


def one(asked: Asked) -> Any:
    """Who asks what, and why."""
    return asked.members(asked.member().city, "application", token=asked.member().token, **asked.path)


def decide(asked: Asked) -> Any:
    """Admit or decline."""
    caller = asked.member()
    return asked.members(caller.city, "decide_application", token=caller.token, **asked.path, **asked.body)
