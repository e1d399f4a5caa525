"""The state of the datasets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.opendata import domain
from services.opendata.tables import datasets, occupancy


def editions(session: Session) -> dict[str, domain.Edition]:
    """The state of every dataset by name; one that nothing was ever published of is at version 0."""
    found = {row["name"]: domain.Edition(**row) for row in session.execute(select(datasets)).mappings()}
    return {name: found.get(name, domain.Edition(name)) for name in domain.DATASETS}


def edition(session: Session, name: str) -> domain.Edition:
    """The state of a dataset."""
    row = session.execute(select(datasets).where(datasets.c.name == name)).mappings().one_or_none()
    return domain.Edition(name) if row is None else domain.Edition(**row)


def occupied_period(session: Session) -> tuple[datetime, datetime] | None:
    """From the first start to the last end of the published occupancy; None when there is none."""
    first, last = session.execute(
        select(func.min(occupancy.c.starts_at), func.max(occupancy.c.ends_at)).where(occupancy.c.held)
    ).one()
    return (first, last) if first else None
