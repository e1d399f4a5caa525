"""What the documentation says of a refusal. Knows no code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """What the documentation says of a code, in French."""

    status: int
    title: str
    advice: str
