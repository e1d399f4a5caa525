"""Which timetables there are, and what was found at their sources."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from services.opendata.domain import transit
from services.opendata.tables import transit_sources, transit_timetables


def source(session: Session, code: str) -> RowMapping:
    """A source as it was looked at last."""
    found = select(transit_sources).where(transit_sources.c.code == code)
    return session.execute(found).mappings().one()


def lock_source(session: Session, code: str) -> None:
    """Hold a source until the end of the transaction: of those who begin to write one comes after the other."""
    session.execute(select(transit_sources.c.code).where(transit_sources.c.code == code).with_for_update())


def sources(session: Session) -> list[RowMapping]:
    """The sources as they were looked at last, by code."""
    return list(session.execute(select(transit_sources).order_by(transit_sources.c.code)).mappings())


def timetables(session: Session) -> list[RowMapping]:
    """Every timetable, the unfinished ones too, by code, the newest first."""
    ordered = select(transit_timetables).order_by(transit_timetables.c.code, transit_timetables.c.id.desc())
    return list(session.execute(ordered).mappings())


def kept(session: Session, code: str | None = None) -> list[transit.Kept]:
    """The timetables of a source, or all of them, as the rules of keeping see them."""
    names = ("id", "code", "digest", "written_at", "loaded_at", "valid_from", "valid_until", "kept_until")
    columns: Any = [transit_timetables.c[name] for name in names]
    found = select(*columns)
    if code is not None:
        found = found.where(transit_timetables.c.code == code)
    return [transit.Kept(**row) for row in session.execute(found).mappings()]
