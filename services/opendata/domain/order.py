"""Which of two events about the same subject counts, in whatever order they arrive. Never does IO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def is_newer(sequence: int, known: Mapping[str, Any] | None) -> bool:
    """Whether an event says more than the `known` row does; the same event a second time does not.

    Args:
        sequence: the place of the event among those of its subject, from 0.
        known: the row that an earlier event left, with its `sequence`; None before the first.
    """
    return known is None or sequence > known["sequence"]
