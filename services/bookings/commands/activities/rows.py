"""From the programme's dataclasses to rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chassis.clock import rfc3339
from services.bookings import domain


def row(
    thing: domain.activities.Activity | domain.activities.Occurrence | domain.activities.Programme,
) -> dict[str, Any]:
    """The thing as its row, in which JSON holds instants in RFC 3339."""
    made = asdict(thing)
    if isinstance(thing, domain.activities.Activity):
        made["words"] = domain.activities.content.words(thing)
        if thing.terms.opens_at is not None:
            made["terms"]["opens_at"] = rfc3339(thing.terms.opens_at)
    return made
