"""The only place that asks the time. Everything below the edge gets it as an argument."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds of a clock that never goes back; for deadlines and durations only."""
    return time.monotonic()


def rfc3339(instant: datetime) -> str:
    """An aware instant as RFC 3339 in UTC, e.g. `2026-11-23T09:00:00+00:00`.

    Raises:
        ValueError: the instant is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("a naive datetime is no instant")
    return instant.astimezone(UTC).isoformat()
