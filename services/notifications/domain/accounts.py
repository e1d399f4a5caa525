"""What happened to a member's account, as a letter tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AccountEvent:
    """Something that happened to the ways in which a member is known to the city.

    Attributes:
        at: when, or when it will; UTC.
        change: of a second factor what it was: `set_up`, `replaced`, `removed`, `codes_renewed`, `code_used`.
    """

    at: datetime
    change: str | None = None
