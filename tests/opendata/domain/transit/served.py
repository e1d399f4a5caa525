"""Patterns as they call near somebody, with their trips, written by their times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.opendata.domain.points import Point
from services.opendata.domain.transit import (
    Call,
    Line,
    Pattern,
    Run,
    Served,
    Stop,
    Timetable,
    Walk,
    pack,
    unpack,
)

PARIS = ZoneInfo("Europe/Paris")
SATURDAY = date(2026, 11, 28)
EVERY_DAY, THAT_DAY = 0, 1  # calendars
M1 = Line(1, 1, "M1", "Gare - Hauts-Champs", "metro", "#ffcc00", "#000000")
BUS = Line(1, 2, "7", "", "bus")


def timetable(**changed: object) -> Timetable:
    """One that runs from the 1st of November to the end of March."""
    begins, ends = date(2026, 11, 1), date(2027, 3, 31)
    days = [begins + timedelta(days=shift) for shift in range((ends - begins).days + 1)]
    running = {day: frozenset({EVERY_DAY, THAT_DAY} if day == SATURDAY else {EVERY_DAY}) for day in days}
    values: dict[str, object] = {"id": 1, "code": "valmont", "zone": PARIS, "valid_from": begins, "valid_until": ends}
    return Timetable(**{**values, "days": running, **changed})  # type: ignore[arg-type]


def stop(name: str, number: int = 0) -> Stop:
    return Stop(1, number, name, Point(50.7, 3.15))


def call(name: str, position: int, minutes: int, *, boards: bool = True, alights: bool = True) -> Call:
    """A call at a stop so many minutes away on foot."""
    return Call(stop(name), position, boards, alights, Walk(minutes * 75, minutes))


def served(
    trips: Sequence[Sequence[str]],
    near: Sequence[Call],
    home: Sequence[Call] = (),
    line: Line = M1,
    direction: int | None = 0,
    towards: str = "Hauts-Champs",
    calendar: int = EVERY_DAY,
    number: int = 1,
) -> Served:
    """A pattern whose trips leave each stop at `23:10`, `24:30`, …"""
    pattern = Pattern(1, number, line.number, direction, towards, len(trips[0]))
    return Served(pattern, line, tuple(near), tuple(home), {calendar: run(trips)})


def run(trips: Sequence[Sequence[str]]) -> Run:
    """Trips that leave each stop at `23:10`, `24:30`, …"""
    seconds = [[int(time[:2]) * 3600 + int(time[3:]) * 60 for time in trip] for trip in trips]
    return unpack(pack(seconds, seconds), len(trips), len(trips[0]))


def local(text: str, zone: ZoneInfo = PARIS) -> datetime:
    """An instant by the clocks of Paris: `2026-11-28 23:10`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def clock(at: datetime) -> str:
    """The same the other way round."""
    return at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")


BY_ID: Mapping[int, Timetable] = {1: timetable()}
