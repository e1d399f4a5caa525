"""What happened to a member's account, as a letter tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AccountEvent:
    """Something that happened to the ways in which a member is known to the city, or to what they are to it.

    Attributes:
        at: when, or when it will; UTC.
        change: of a second factor what it was: `set_up`, `replaced`, `removed`, `codes_renewed`, `code_used`.
        ends_at: of a membership that ends soon; UTC.
    """

    at: datetime
    change: str | None = None
    ends_at: datetime | None = None
