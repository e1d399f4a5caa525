"""Guardians and minors. Asks only the guardian's own city, sealed."""

from __future__ import annotations

from typing import Any

from gateway.api.operation import Asked


def register(asked: Asked) -> Any:
    """Enter a minor for whom the member answers."""
    return _ask(asked, "register_minor", **asked.body, idempotency_key=asked.idempotency_key)


def wards(asked: Asked) -> Any:
    """Those for whom the member answers, or is asked to."""
    return _ask(asked, "wards")


def accept(asked: Asked) -> Any:
    """Say yes to answering for a minor; harmless the second time."""
    return _ask(asked, "accept_ward", **asked.path, **asked.body)


def leave(asked: Asked) -> Any:
    """Answer for a minor no longer, or say no."""
    return _ask(asked, "leave_ward", **asked.path)


def erase(asked: Asked) -> Any:
    """Erase a minor for whom the member answers."""
    return _ask(asked, "erase_ward", **asked.path, **asked.body)


def ask(asked: Asked) -> Any:
    """Ask another adult to answer for a minor too; harmless the second time."""
    return _ask(asked, "ask_guardian", **asked.path)


def _ask(asked: Asked, method: str, **said: Any) -> Any:
    return asked.members(asked.member().city, method, token=asked.member().token, **said)
