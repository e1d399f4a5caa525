"""What a member was told, and how they wish to be told. Asks only the member's own city, sealed."""

from __future__ import annotations

from typing import Any

from gateway import own_notices
from gateway.api.operation import Asked


def notices(asked: Asked) -> Any:
    """A page of one's notices, the newest first."""
    return own_notices.page(asked.context.rpc.call, asked.member(), **asked.query)


def notice(asked: Asked) -> Any:
    """One of them, with its text."""
    return own_notices.notice(asked.context.rpc.call, asked.member(), **asked.path, **asked.query)


def preferences(asked: Asked) -> Any:
    """How one wishes to be told."""
    return own_notices.preferences(asked.context.rpc.call, asked.member())


def choose(asked: Asked) -> Any:
    """Choose all of it anew."""
    return own_notices.choose(asked.context.rpc.call, asked.member(), **asked.body)
