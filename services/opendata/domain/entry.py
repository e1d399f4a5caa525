"""A line of the log: one thing that was heard or found out, from which the datasets follow. Never does IO.

Facts are JSON values: instants as `2026-11-23T09:00:00Z`, days as `2026-11-23`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A line of the log.

    Attributes:
        position: its place in the log, from 1; grows in the order in which changes were kept.
        kind: the event's name, `place.published`, or that of something found out here, `month.closed`.
        subject: the id of what it happened to.
        sequence: its place among those of its subject: of two the greater says more.
        at: when it happened (UTC).
        facts: what is public of it.
    """

    position: int
    kind: str
    subject: str
    sequence: int
    at: datetime
    facts: Mapping[str, Any]


def plain(value: Any) -> Any:
    """The same as JSON values."""
    if isinstance(value, datetime):
        return told(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(own) for name, own in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def told(instant: datetime) -> str:
    """An instant as it is published: RFC 3339 in UTC, `2026-11-23T09:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """The instant of a text that `told` wrote (UTC)."""
    return datetime.fromisoformat(text).astimezone(UTC)
