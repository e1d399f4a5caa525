"""Every change of what is kept of timetables: begun, written in portions, shown, thrown away. Never commits.

A timetable that is being written is seen by nobody. One process writes one of a source; when it dies in the middle,
what it wrote is thrown away by the next one (`domain.transit.keeping`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, update
from sqlalchemy.orm import Session

from chassis.database import insert_ignoring
from services.opendata import queries, tables
from services.opendata.domain import transit
from services.opendata.transit import Contents, Refusals

PORTION_ROWS = 1000
PORTION_BYTES = 1 << 20

PARTS = (
    tables.transit_days,
    tables.transit_stops,
    tables.transit_lines,
    tables.transit_patterns,
    tables.transit_calls,
    tables.transit_runs,
)


@dataclass(frozen=True)
class Portion:
    """Some rows of a table, to be written at once."""

    table: Table
    rows: Sequence[Mapping[str, Any]]


def name_source(session: Session, code: str, name: str, licence: str, page: str | None, now: datetime) -> None:
    """Put down what the configuration says of a source; it is looked at."""
    said = {"name": name, "licence": licence, "page": page, "looked_at": now}
    insert_ignoring(session, tables.transit_sources, {"code": code, "seen": {}, **said})
    session.execute(update(tables.transit_sources).where(tables.transit_sources.c.code == code).values(said))


def note_look(session: Session, code: str, seen: Mapping[str, Any], digest: str | None, refused: str | None) -> None:
    """Put down what was found at a source.

    Args:
        session: to write with.
        code: of the source.
        seen: by what one tells that it is still the same.
        digest: of the archive; None when there was none.
        refused: why it was not taken; None: it was.
    """
    source = tables.transit_sources
    session.execute(update(source).where(source.c.code == code).values(seen=dict(seen), digest=digest, refused=refused))


def look_again(session: Session) -> None:
    """Read every archive again the next time, also one that was refused or is known."""
    session.execute(update(tables.transit_sources).values(seen={}, digest=None, refused=None))


def forget_sources(session: Session, still: Sequence[str]) -> None:
    """Forget the sources that the configuration names no more; their timetables are shown no more."""
    session.execute(delete(tables.transit_sources).where(tables.transit_sources.c.code.not_in(still)))


def begin(
    session: Session, code: str, digest: str, contents: Contents, refusals: Refusals, now: datetime
) -> int | None:
    """Begin to write a timetable; gives its id, or None when somebody else does, or did."""
    queries.timetables.lock_source(session, code)
    if transit.is_done_by_another(queries.timetables.kept(session, code), digest, contents.kept_until, now):
        return None
    kept = session.execute(
        insert(tables.transit_timetables)
        .values(
            code=code,
            digest=digest,
            written_at=now,
            publisher=contents.publisher,
            version=contents.version,
            zone=contents.zone,
            valid_from=contents.valid_from,
            valid_until=contents.valid_until,
            kept_until=contents.kept_until,
            counts={"stops": len(contents.stops), "lines": len(contents.lines), "trips": contents.trips},
            refusals=refusals.as_json(),
        )
        .returning(tables.transit_timetables.c.id)
    )
    return int(kept.scalar_one())


def portions(timetable: int, contents: Contents) -> Iterator[Portion]:
    """All rows of a timetable, some at a time."""
    for table, rows in (
        (tables.transit_days, _days(contents)),
        (tables.transit_stops, _stops(contents)),
        (tables.transit_lines, (vars(line) for line in contents.lines)),
        (tables.transit_patterns, _patterns(contents)),
        (tables.transit_calls, _calls(contents)),
        (tables.transit_runs, (vars(run) for run in contents.runs)),
    ):
        portion: list[Mapping[str, Any]] = []
        size = 0
        for row in rows:
            portion.append({"timetable": timetable, **row})
            size += len(row.get("times", b""))
            if len(portion) >= PORTION_ROWS or size >= PORTION_BYTES:
                yield Portion(table, portion)
                portion, size = [], 0
        if portion:
            yield Portion(table, portion)


def write(session: Session, timetable: int, portion: Portion, now: datetime) -> bool:
    """Write a portion; False when the timetable is not there any more, and nothing was written."""
    table = tables.transit_timetables
    if not session.execute(update(table).where(table.c.id == timetable).values(written_at=now)).rowcount:  # type: ignore[attr-defined]
        return False
    session.execute(insert(portion.table), list(portion.rows))
    return True


def show(session: Session, timetable: int, now: datetime) -> bool:
    """It is whole: from now on it is what is known; False when it is not there any more."""
    table = tables.transit_timetables
    return bool(session.execute(update(table).where(table.c.id == timetable).values(loaded_at=now)).rowcount)  # type: ignore[attr-defined]


def throw_away(session: Session, timetable: int, table: Table | None = None) -> None:
    """Delete the rows of a timetable in one table; in the end, without a table, itself."""
    if table is None:
        session.execute(delete(tables.transit_timetables).where(tables.transit_timetables.c.id == timetable))
    else:
        session.execute(delete(table).where(table.c.timetable == timetable))


def _days(contents: Contents) -> Iterator[Mapping[str, Any]]:
    for day, calendars in contents.days.items():
        yield {"day": day, "calendars": list(calendars)}


def _stops(contents: Contents) -> Iterator[Mapping[str, Any]]:
    for stop in contents.stops:
        yield {**vars(stop), "folded": transit.fold(stop.name)[:200]}


def _patterns(contents: Contents) -> Iterator[Mapping[str, Any]]:
    for pattern in contents.patterns:
        yield {**vars(pattern), "calls": len(pattern.calls)}


def _calls(contents: Contents) -> Iterator[Mapping[str, Any]]:
    for pattern in contents.patterns:
        for position, (stop, boards, alights) in enumerate(pattern.calls):
            yield {
                "stop": stop,
                "pattern": pattern.number,
                "position": position,
                "boards": boards,
                "alights": alights,
            }
