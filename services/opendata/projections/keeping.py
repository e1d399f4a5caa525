"""How a projection puts down what it found: subjects, records, and which segments are to be written anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from services.opendata import queries
from services.opendata.domain import Entry, is_newer, told
from services.opendata.tables import records, stale, subjects


def learn(session: Session, kind: str, entry: Entry, parent_id: str | None = None) -> bool:
    """Keep the facts of an entry as the newest of its subject; whether they are."""
    known = queries.subject(session, kind, entry.subject)
    if not is_newer(entry.sequence, known):
        return False
    values = {"parent_id": parent_id, "sequence": entry.sequence, "facts": dict(entry.facts)}
    if known is None:
        session.execute(insert(subjects).values(kind=kind, id=entry.subject, **values))
    else:
        here = (subjects.c.kind == kind, subjects.c.id == entry.subject)
        session.execute(update(subjects).where(*here).values(**values))
    return True


def put(
    session: Session, dataset: str, key: str, content: Mapping[str, Any], entry: Entry, segment: str, sort: str = ""
) -> None:
    """Have a record be in a dataset from a line of the log on. When nothing of it changed, nothing happens.

    Args:
        key: of the record in its dataset.
        content: JSON values, of which the dataset makes the record.
        segment: in which part of the documents it is; they are in the order of their names.
        sort: by which it is ordered there, before its key.
    """
    known = queries.record(session, dataset, key)
    values = {"segment": segment, "sort": sort, "gone": False, "content": dict(content)}
    if known is not None and all(known[name] == value for name, value in values.items()):
        return
    values |= {"position": entry.position, "at": _latest(known, entry)}
    if known is None:
        session.execute(insert(records).values(dataset=dataset, key=key, **values))
        _begin(session, dataset, entry)
    else:
        session.execute(update(records).where(records.c.dataset == dataset, records.c.key == key).values(**values))
        _mark(session, dataset, known["segment"])
    _mark(session, dataset, segment)


def withdraw(session: Session, dataset: str, key: str, entry: Entry) -> None:
    """Have a record be gone from a dataset, from a line of the log on; who follows the changes is told so."""
    known = queries.record(session, dataset, key)
    if known is None or known["gone"]:
        return
    values = {"gone": True, "content": {}, "position": entry.position, "at": _latest(known, entry)}
    session.execute(update(records).where(records.c.dataset == dataset, records.c.key == key).values(**values))
    _mark(session, dataset, known["segment"])


def _begin(session: Session, dataset: str, entry: Entry) -> None:
    """Remember since when there is something in a dataset."""
    facts = {"since": told(entry.at)}
    row = {"kind": "dataset", "id": dataset, "parent_id": None, "sequence": 0, "facts": facts}
    insert_ignoring(session, subjects, row)


def _latest(known: Mapping[str, Any] | None, entry: Entry) -> datetime:
    """When a record last changed: never earlier than it did before, whatever the clocks of who told it say."""
    return max(known["at"], entry.at) if known else entry.at


def _mark(session: Session, dataset: str, segment: str) -> None:
    insert_ignoring(session, stale, {"dataset": dataset, "segment": segment})
