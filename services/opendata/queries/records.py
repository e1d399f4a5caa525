"""What follows from the log: the newest of each subject, and the records of the datasets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.opendata import domain, tables
from services.opendata.tables import subjects

_table = tables.records


def subject(session: Session, kind: str, subject_id: str) -> dict[str, Any] | None:
    """The newest that is known of a subject, with its `sequence` and `facts`."""
    return _one(session, select(subjects).where(subjects.c.kind == kind, subjects.c.id == subject_id))


def facts(session: Session, kind: str, subject_id: str) -> Mapping[str, Any] | None:
    """The newest facts of a subject."""
    found = subject(session, kind, subject_id)
    return None if found is None else found["facts"]


def facts_of(session: Session, kind: str, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The newest facts of some subjects, by their ids."""
    found = select(subjects.c.id, subjects.c.facts).where(subjects.c.kind == kind, subjects.c.id.in_(ids))
    return dict(tuple(row) for row in session.execute(found)) if ids else {}


def children(session: Session, kind: str, parent_id: str) -> list[Mapping[str, Any]]:
    """The newest facts of every subject of a kind that belongs to another, by id."""
    found = select(subjects.c.facts).where(subjects.c.kind == kind, subjects.c.parent_id == parent_id)
    return list(session.scalars(found.order_by(subjects.c.id)))


def occupied(session: Session, row_id: str) -> dict[str, Any] | None:
    """What earlier events left of a booking."""
    return _one(session, select(tables.occupancy).where(tables.occupancy.c.id == row_id))


def record(session: Session, dataset: str, key: str) -> dict[str, Any] | None:
    """A record's row, also when it is gone."""
    return _one(session, select(_table).where(_table.c.dataset == dataset, _table.c.key == key))


def changed_at(session: Session, dataset: str, position: int) -> list[dict[str, Any]]:
    """The rows of the records that a line of the log changed, by key; also of those that it had be gone."""
    found = select(_table).where(_table.c.dataset == dataset, _table.c.position == position)
    return [dict(row) for row in session.execute(found.order_by(_table.c.key)).mappings()]


def contents(session: Session, dataset: str) -> list[Mapping[str, Any]]:
    """What is put down for every record of a (small) dataset, by key."""
    found = select(_table.c.content).where(_table.c.dataset == dataset, _table.c.gone.is_(False))
    return list(session.scalars(found.order_by(_table.c.key)))


def segment_records(session: Session, dataset: str, segment: str) -> domain.SegmentRecords:
    """The records of a segment, ordered alike on every database: by their sort, then by their key."""
    here = select(_table).where(_table.c.dataset == dataset, _table.c.segment == segment)
    found = session.execute(here).mappings().all()
    shown = sorted((row for row in found if not row["gone"]), key=lambda row: (row["sort"], row["key"]))
    return domain.SegmentRecords([row["content"] for row in shown], max((row["at"] for row in found), default=None))


def records(session: Session, dataset: str, network: domain.Network) -> Iterator[domain.Record]:
    """The records of a dataset in the order of its documents, a segment after the other."""
    made = domain.DATASETS[dataset].record
    for name, segment in sorted(recorded_segments(session)):
        if name == dataset:
            for content in segment_records(session, dataset, segment).contents:
                yield made(content, network)


def recorded_segments(session: Session) -> list[tuple[str, str]]:
    """The dataset and the name of every segment that has records."""
    found = select(_table.c.dataset, _table.c.segment).distinct()
    return [(dataset, segment) for dataset, segment in session.execute(found)]


def _one(session: Session, found: Select[Any]) -> dict[str, Any] | None:
    row = session.execute(found).mappings().one_or_none()
    return None if row is None else dict(row)
