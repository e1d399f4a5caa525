"""Which unit is taken when, from the life of each booking."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Entry, instant, is_newer
from services.opendata.domain.occupancy import FIELDS, taken
from services.opendata.projections.keeping import put, withdraw
from services.opendata.tables import occupancy

_COLUMNS = ("space_id", "place_id", "city", "unit_name")


def on_booking(session: Session, entry: Entry) -> None:
    """Publish the unit and the period that a booking takes from now on, or take them back."""
    known = queries.occupied(session, entry.subject)
    if not is_newer(entry.sequence, known):
        return
    held, ends_at = taken(entry.kind, entry.facts)
    row: dict[str, Any] = {
        **{name: entry.facts[name] for name in _COLUMNS},
        "starts_at": instant(entry.facts["starts_at"]),
        "ends_at": instant(ends_at),
        "sequence": entry.sequence,
        "held": held,
    }
    if known is None:
        session.execute(insert(occupancy).values(id=entry.subject, **row))
    else:
        session.execute(update(occupancy).where(occupancy.c.id == entry.subject).values(**row))
    if held:
        shown = {**entry.facts, "id": entry.subject, "ends_at": ends_at}
        content = {field.name: shown[field.name] for field in FIELDS}
        starts_at = content["starts_at"]
        put(session, "occupancy", entry.subject, content, entry, segment=starts_at[:10], sort=starts_at)
    else:
        withdraw(session, "occupancy", entry.subject, entry)


FOLLOWS = {
    f"booking.{happened}": on_booking
    for happened in (
        "held",
        "requested",
        "confirmed",
        "moved",
        "checked_in",
        "checked_out",
        "cancelled",
        "denied",
        "lapsed",
        "missed",
    )
}
