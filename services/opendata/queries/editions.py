"""The state of the datasets."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.opendata import domain
from services.opendata.tables import datasets, segments, subjects


def editions(session: Session) -> dict[str, domain.Edition]:
    """The state of every dataset by name; one that nothing was ever published of is at version 0."""
    found = {row["name"]: domain.Edition(**row) for row in session.execute(select(datasets)).mappings()}
    return {name: found.get(name, domain.Edition(name)) for name in domain.DATASETS}


def edition(session: Session, name: str) -> domain.Edition:
    """The state of a dataset."""
    row = session.execute(select(datasets).where(datasets.c.name == name)).mappings().one_or_none()
    return domain.Edition(name) if row is None else domain.Edition(**row)


def inventory(session: Session) -> domain.Inventory:
    """What a catalogue tells of the datasets."""
    ends = select(segments.c.dataset, func.min(segments.c.segment), func.max(segments.c.segment))
    days = {name: domain.covered(*both) for name, *both in session.execute(ends.group_by(segments.c.dataset))}
    begun = select(subjects.c.id, subjects.c.facts).where(subjects.c.kind == "dataset")
    return domain.Inventory(
        editions(session),
        {name: period for name, period in days.items() if period},
        {name: domain.instant(facts["since"]) for name, facts in session.execute(begun)},
    )
