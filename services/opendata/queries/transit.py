"""What is known of timetables: how to get to a place and back, in six statements however large the network is.

    timetables ─▶ their days ─▶ stops in two boxes ─▶ calls, patterns, lines ─▶ runs ─▶ domain.transit.way

Nobody else is asked, and nothing of who asks is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, and_, false, or_, select
from sqlalchemy.orm import Session

from services.opendata.domain import points, transit
from services.opendata.domain.points import Point
from services.opendata.tables import (
    transit_calls,
    transit_days,
    transit_lines,
    transit_patterns,
    transit_runs,
    transit_sources,
    transit_stops,
    transit_timetables,
)

STOPS_AT_MOST = 100  # platforms near a point, the nearest first
_LONGEST_SEARCH = 60
_WORDS_AT_MOST = 6

_Key = tuple[int, int]  # of a timetable, and a number in it
_Near = Mapping[_Key, tuple[transit.Stop, transit.Walk]]


def way(
    session: Session,
    place: Point,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    home: Point | None = None,
    planner: str = "",
) -> transit.Way | None:
    """How to get to a place and back; None when nothing is known of it.

    Args:
        session: to read with.
        place: where somebody goes.
        starts_at: of what they go to, UTC.
        ends_at: likewise; the same as `starts_at` when nobody said when it ends.
        zone: the IANA zone of the place, by whose clocks a night is a night.
        home: where they live, or come from; is not kept.
        planner: the template of links to a journey planner; empty: there is none.
    """
    asked = transit.Question(place, starts_at, ends_at, ZoneInfo(zone), home)
    days = sorted({*asked.before.days, *asked.after.days})
    found = _timetables(session, days)
    speaking = transit.speaking(found, asked.before.day) | transit.speaking(found, asked.after.day)
    found = [timetable for timetable in found if timetable.id in speaking]
    if not found:
        return None
    near, at_home = _stops(session, speaking, place, home)
    if not near:
        return None
    served = _served(session, found, days, near, at_home)
    return transit.way(asked, found, [stop for stop, _ in near.values()], served, planner, _sources(session, found))


def stops_named(session: Session, text: str, day: date, limit: int = 10) -> list[transit.Stop]:
    """The stops of whose names words of a text are a part, one a name, the shortest names first.

    Args:
        session: to read with.
        text: as somebody typed it; accents and capitals do not count.
        day: by timetables that speak of it.
        limit: how many at most.
    """
    words = transit.fold(text[:_LONGEST_SEARCH]).split()[:_WORDS_AT_MOST]
    speaking = transit.speaking(_timetables(session, [day]), day)
    if not words or not speaking:
        return []
    stops: Any = transit_stops
    wanted = [stops.c.folded.contains(word, autoescape=True) for word in words]
    rows = session.execute(
        select(stops).where(stops.c.timetable.in_(sorted(speaking)), *wanted).order_by(stops.c.folded).limit(500)
    ).mappings()
    names: dict[tuple[int, str], transit.Stop] = {}
    for row in rows:
        names.setdefault((row["timetable"], row["name"]), _stop(row))
    return sorted(names.values(), key=lambda stop: (len(stop.name), stop.name))[:limit]


def _timetables(session: Session, days: Sequence[date]) -> list[transit.Timetable]:
    """Those that speak of one of some days, with what runs on these."""
    table, calendars = transit_timetables, transit_days
    rows = session.execute(
        select(table).where(
            table.c.loaded_at.is_not(None),
            table.c.valid_from <= days[-1],
            table.c.valid_until >= days[0],
            table.c.code.in_(select(transit_sources.c.code)),
        )
    ).mappings().all()  # fmt: skip
    ids = [row["id"] for row in rows]
    running: dict[int, dict[date, frozenset[int]]] = defaultdict(dict)
    for row in session.execute(select(calendars).where(calendars.c.timetable.in_(ids), calendars.c.day.in_(days))):
        running[row.timetable][row.day] = frozenset(row.calendars)
    return [
        transit.Timetable(
            row["id"],
            row["code"],
            ZoneInfo(row["zone"]),
            row["valid_from"],
            min(row["valid_until"], row["kept_until"]),
            running[row["id"]],
        )
        for row in rows
    ]


def _stops(session: Session, speaking: Collection[int], place: Point, home: Point | None) -> tuple[_Near, _Near]:
    """The stops within walking distance of two points."""
    stops, boxes = transit_stops, [_around(point) for point in (place, home) if point]
    rows = session.execute(select(stops).where(stops.c.timetable.in_(sorted(speaking)), or_(*boxes))).mappings()
    found = [_stop(row) for row in rows]
    return _nearest(found, place), _nearest(found, home) if home else {}


def _nearest(stops: Iterable[transit.Stop], point: Point) -> _Near:
    far = {stop: points.metres(point, stop.point) for stop in stops}
    near = [stop for stop, metres in far.items() if metres <= transit.WITHIN_METRES]
    near = sorted(near, key=lambda stop: (far[stop], stop.name, stop.number))[:STOPS_AT_MOST]
    return {(stop.timetable, stop.number): (stop, transit.walk(point, stop.point)) for stop in near}


def _served(
    session: Session,
    found: Sequence[transit.Timetable],
    days: Sequence[date],
    near: _Near,
    home: _Near,
) -> list[transit.Served]:
    """The patterns that call near the place, with those of their trips that run on some days."""
    calls, patterns, lines = transit_calls, transit_patterns, transit_lines
    rows = session.execute(
        select(
            calls,
            patterns.c.line,
            patterns.c.direction,
            patterns.c.towards,
            patterns.c.calls,
            lines.c.name,
            lines.c.title,
            lines.c.kind,
            lines.c.colour,
            lines.c.text_colour,
        )
        .join(patterns, and_(patterns.c.timetable == calls.c.timetable, patterns.c.number == calls.c.pattern))
        .join(lines, and_(lines.c.timetable == calls.c.timetable, lines.c.number == patterns.c.line))
        .where(_any_of(calls.c.timetable, calls.c.stop, {*near, *home}))
    ).mappings()
    by_pattern: dict[_Key, list[RowMapping]] = defaultdict(list)
    for row in rows:
        by_pattern[row["timetable"], row["pattern"]].append(row)
    useful = {key: rows for key, rows in by_pattern.items() if any((key[0], row["stop"]) in near for row in rows)}
    runs = _runs(session, found, days, {key: rows[0]["calls"] for key, rows in useful.items()})
    return [
        transit.Served(_pattern(rows[0]), _line(rows[0]), _calls(rows, near), _calls(rows, home), runs[key])
        for key, rows in useful.items()
        if runs[key]
    ]


def _runs(
    session: Session, found: Sequence[transit.Timetable], days: Sequence[date], calls: Mapping[_Key, int]
) -> Mapping[_Key, Mapping[int, transit.Run]]:
    """The runs of patterns on some days, by pattern and calendar."""
    runs, wanted = transit_runs, []
    for timetable in found:
        calendars = {calendar for day in days for calendar in timetable.runs_on(day)}
        numbers = [number for own, number in calls if own == timetable.id]
        wanted.append(
            and_(runs.c.timetable == timetable.id, runs.c.pattern.in_(numbers), runs.c.calendar.in_(sorted(calendars)))
        )
    kept: dict[_Key, dict[int, transit.Run]] = defaultdict(dict)
    for row in session.execute(select(runs).where(or_(*wanted))):
        key = (row.timetable, row.pattern)
        kept[key][row.calendar] = transit.unpack(bytes(row.times), row.trips, calls[key])
    return kept


def _sources(session: Session, found: Sequence[transit.Timetable]) -> tuple[transit.Source, ...]:
    table, source = transit_timetables, transit_sources
    rows = session.execute(
        select(source, table.c.loaded_at, table.c.valid_until)
        .join(table, table.c.code == source.c.code)
        .where(table.c.id.in_([timetable.id for timetable in found]))
        .order_by(source.c.name, table.c.id)
    )
    return tuple(transit.Source(row.name, row.licence, row.page, row.loaded_at.date(), row.valid_until) for row in rows)


def _any_of(timetable: Any, number: Any, keys: Collection[_Key]) -> ColumnElement[bool]:
    by_timetable: dict[int, list[int]] = defaultdict(list)
    for of, own in sorted(keys):
        by_timetable[of].append(own)
    return or_(false(), *(and_(timetable == of, number.in_(own)) for of, own in by_timetable.items()))


def _around(point: Point) -> ColumnElement[bool]:
    stops, box = transit_stops, points.box(point, transit.WITHIN_METRES)
    return and_(stops.c.latitude.between(box.south, box.north), stops.c.longitude.between(box.west, box.east))


def _stop(row: RowMapping) -> transit.Stop:
    return transit.Stop(
        row["timetable"], row["number"], row["name"], Point(row["latitude"], row["longitude"])
    )  # fmt: skip


def _pattern(row: RowMapping) -> transit.Pattern:
    return transit.Pattern(
        row["timetable"], row["pattern"], row["line"], row["direction"], row["towards"], row["calls"]
    )  # fmt: skip


def _line(row: RowMapping) -> transit.Line:
    return transit.Line(
        row["timetable"], row["line"], row["name"], row["title"], row["kind"], row["colour"], row["text_colour"]
    )


def _calls(rows: Iterable[RowMapping], near: _Near) -> tuple[transit.Call, ...]:
    found = [
        transit.Call(known[0], row["position"], row["boards"], row["alights"], known[1])
        for row in rows
        if (known := near.get((row["timetable"], row["stop"])))
    ]
    return tuple(sorted(found, key=lambda call: (call.walk.metres, call.position)))
