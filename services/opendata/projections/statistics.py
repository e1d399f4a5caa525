"""Bookings as months count them, special hours, and the months themselves: a closed one is what its line says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Entry, instant, is_newer, statistics
from services.opendata.projections import bookings
from services.opendata.projections.keeping import learn, put
from services.opendata.tables import uses

_COLUMNS = ("space_id", "place_id", "city")


def on_booking(session: Session, entry: Entry) -> None:
    """Keep what a booking is from now on; when its member came is kept whatever is told after it, or was before."""
    known, facts = queries.use(session, entry.subject), entry.facts
    came_at, left_at = (_instant(facts.get(name)) for name in ("checked_in_at", "checked_out_at"))
    came_at = came_at or (known["came_at"] if known else None)
    here = uses.c.id == entry.subject
    if not is_newer(entry.sequence, known):
        session.execute(update(uses).where(here).values(came_at=came_at))
        return
    row: dict[str, Any] = {
        **{name: facts[name] for name in _COLUMNS},
        "zone": facts.get("zone") or _zone(session, facts["place_id"]),
        "starts_at": instant(facts["starts_at"]),
        "ends_at": instant(facts["ends_at"]),
        "sequence": entry.sequence,
        "status": statistics.status_after(entry.kind, facts),
        "came_at": came_at,
        "left_at": left_at,
    }
    if known is None:
        session.execute(insert(uses).values(id=entry.subject, **row))
    else:
        session.execute(update(uses).where(here).values(**row))


def on_special_hours(session: Session, entry: Entry) -> None:
    """A closure or an extra opening is announced, or withdrawn."""
    learn(session, "special", entry, parent_id=entry.facts["place_id"])


def on_month_closed(session: Session, entry: Entry) -> None:
    """Publish what was counted of a month, the first time; what is said of it later changes nothing."""
    if learn(session, "month", replace(entry, facts={})):
        for dataset, contents in entry.facts["records"].items():
            for at, content in enumerate(contents):
                put(session, dataset, content["id"], content, entry, segment=entry.subject, sort=f"{at:06}")


def _instant(text: str | None) -> Any:
    return instant(text) if text else None


def _zone(session: Session, place_id: str) -> str:
    """Of a booking heard before its zone was kept."""
    place = queries.facts(session, "place", place_id)
    return str(place["zone"]) if place else "UTC"


FOLLOWS = {
    **dict.fromkeys(bookings.FOLLOWS, on_booking),
    "hours.announced": on_special_hours,
    "hours.withdrawn": on_special_hours,
    "month.closed": on_month_closed,
}
