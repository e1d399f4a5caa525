"""What all reactions do alike with the facts of an event."""

from __future__ import annotations

from typing import Any

from services.notifications import domain


def by_nobody(known: dict[str, Any], by: str) -> dict[str, Any]:
    """What is kept: of who acted on the member's behalf only that somebody did, so that they can be erased, too."""
    return known | {by: domain.ANOTHER} if known.get(by) not in (None, known["member_id"]) else known
