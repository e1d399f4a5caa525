"""Every SELECT of the publisher. Never writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

from services.opendata import domain
from services.opendata.tables import datasets, occupancy, places, spaces

_PAGE = 500

_PUBLISHED: dict[str, Select[Any]] = {
    "places": select(places).order_by(places.c.id),
    "spaces": (
        select(spaces, places.c.latitude, places.c.longitude)
        .outerjoin(places, places.c.id == spaces.c.place_id)
        .order_by(spaces.c.id)
    ),
    "occupancy": select(occupancy).where(occupancy.c.held).order_by(occupancy.c.starts_at, occupancy.c.id),
}


def snapshot(session: Session) -> Session:
    """The same session, all of whose reads see one state of the database. To be called before the first."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite's transactions are so by themselves
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session


def editions(session: Session) -> dict[str, domain.Edition]:
    """The state of every dataset by name; one that nothing was ever heard for is at version 0."""
    found = {row["name"]: domain.Edition(**row) for row in session.execute(select(datasets)).mappings()}
    return {name: found.get(name, domain.Edition(name)) for name in domain.DATASETS}


def records(session: Session, name: str, sirens: Mapping[str, str]) -> Iterator[domain.Record]:
    """The records of a dataset in a stable order, read as they are asked for: never all in memory.

    Args:
        name: of the dataset.
        sirens: the SIREN of each city of the network by its code.
    """
    record = domain.DATASETS[name].record
    found = session.execute(_PUBLISHED[name], execution_options={"yield_per": _PAGE})
    for row in found.mappings():
        yield record({**row, "siren": sirens.get(row["city"], "")})


def occupied_period(session: Session) -> tuple[datetime, datetime] | None:
    """From the first start to the last end of the published occupancy; None when there is none."""
    first, last = session.execute(
        select(func.min(occupancy.c.starts_at), func.max(occupancy.c.ends_at)).where(occupancy.c.held)
    ).one()
    return (first, last) if first else None


def lock_edition(session: Session, name: str) -> domain.Edition:
    """The state of a dataset, held until the end of the transaction: its changes come one after the other."""
    row = session.execute(select(datasets).where(datasets.c.name == name).with_for_update()).mappings().one()
    return domain.Edition(**row)


def has_spaces(session: Session, place_id: str) -> bool:
    """Whether we know of a space in the place."""
    found = session.execute(select(spaces.c.id).where(spaces.c.place_id == place_id).limit(1))
    return found.first() is not None


def known(session: Session, table: Table, subject: str) -> dict[str, Any] | None:
    """The row that earlier events about a subject left in a projection, or None."""
    row = session.execute(select(table).where(table.c.id == subject)).mappings().one_or_none()
    return None if row is None else dict(row)
