"""What is on, ours and what others announce: a row a date, and which of them are the same outing.

Of our own dates what the agenda's records say since this line of the log; of others' what the line says itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from services.opendata import queries
from services.opendata.domain import Entry, happenings, outings
from services.opendata.domain.outings import merging
from services.opendata.projections.keeping import learn
from services.opendata.tables import outings as table

_AT_ONCE = 500


def on_received(session: Session, entry: Entry) -> None:
    """A source announces a happening, or says something else of it."""
    if learn(session, "happening", entry):
        found = outings.of_happening(happenings.from_json(entry.facts), entry.facts.get("city"))
        _save(session, queries.outings_of(session, entry.subject), found)


def on_removed(session: Session, entry: Entry) -> None:
    """A source does not announce a happening any more."""
    if learn(session, "happening", entry):
        _save(session, queries.outings_of(session, entry.subject), [])


def on_agenda(session: Session, entry: Entry) -> None:
    """Dates of ours are new, are others, or are gone: those that this line of the log changed in the agenda."""
    changed = queries.changed_at(session, "agenda", entry.position)
    found = [outings.of_date(record["content"]) for record in changed if not record["gone"]]
    known = [
        row
        for keys in _batches([record["key"] for record in changed])
        for row in queries.outings_by_id(session, keys).values()
    ]
    _save(session, known, found)


def _save(session: Session, known: Iterable[dict[str, Any]], found: Iterable[outings.Outing]) -> None:
    """Have the table hold what was found instead of what was known; then see what is the same as what."""
    before = {row["id"]: {name: value for name, value in row.items() if name != "told_by"} for row in known}
    after = {each.id: asdict(each) for each in found}
    touched = {row["alike"] for row in before.values()} | {row["alike"] for row in after.values()}
    for keys in _batches([key for key in before if before[key] != after.get(key)]):
        session.execute(delete(table).where(table.c.id.in_(keys)))
    for keys in _batches([key for key in after if after[key] != before.get(key)]):
        session.execute(insert(table), [after[key] for key in keys])
    _merge(session, sorted(touched - {None}))


def _merge(session: Session, alike: Sequence[str]) -> None:
    """Have each outing know who tells it, among those that may be the same."""
    for keys in _batches(alike):
        for rows in queries.outings_alike(session, keys).values():
            names = ("source", "alike", "starts_at", "content")
            told_by = merging.tellers(merging.announced(row["id"], *(row[name] for name in names)) for row in rows)
            for row in rows:
                if row["told_by"] != (teller := told_by.get(row["id"])):
                    session.execute(update(table).where(table.c.id == row["id"]).values(told_by=teller))


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


FOLLOWS = {
    "happening.received": on_received,
    "happening.removed": on_removed,
    "place.published": on_agenda,
    **dict.fromkeys((f"activity.{happened}" for happened in ("published", "cancelled", "withdrawn")), on_agenda),
    **dict.fromkeys(
        (
            f"occurrence.{happened}"
            for happened in (
                "scheduled",
                "rescheduled",
                "moved_online",
                "postponed",
                "cancelled",
                "resized",
                "filled",
                "reopened",
            )
        ),
        on_agenda,
    ),
}
