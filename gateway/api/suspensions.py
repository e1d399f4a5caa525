"""Suspending members of one's own city. Asks only that city, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def suspend(asked: Asked) -> Any:
    """Suspend a member."""
    caller = asked.member()
    return asked.members(caller.city, "suspend_member", token=caller.token, **asked.path, **asked.body)


def reinstate(asked: Asked) -> Any:
    """Stand for a member again."""
    return asked.members(asked.member().city, "reinstate_member", token=asked.member().token, **asked.path)
