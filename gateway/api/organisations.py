"""Organisations, and who acts for them. Asks only the city of the member who asks, sealed: their names stay there."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def found(asked: Asked) -> Any:
    """Found an organisation, for which the founder acts."""
    caller = asked.member()
    key = asked.idempotency_key
    return asked.members(caller.city, "found_organisation", token=caller.token, **asked.body, idempotency_key=key)


def organisation(asked: Asked) -> Any:
    """An organisation, and who acts for it."""
    return asked.members(asked.member().city, "organisation", token=asked.member().token, **asked.path)


def verify(asked: Asked) -> Any:
    """Say that it is what it says it is."""
    return asked.members(asked.member().city, "verify_organisation", token=asked.member().token, **asked.path)


def join(asked: Asked) -> Any:
    """Let a member of the same city act for it."""
    caller = asked.member()
    return asked.members(caller.city, "join_organisation", token=caller.token, **asked.path)


def leave(asked: Asked) -> Any:
    """Let a member act for it no longer."""
    caller = asked.member()
    return asked.members(caller.city, "leave_organisation", token=caller.token, **asked.path)
