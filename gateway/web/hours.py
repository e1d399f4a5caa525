"""Opening hours, day by day: OpenStreetMap's `Mo-Fr 09:00-19:00` as people read it. Pure.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError


def today(now: datetime, zone: str) -> date:
    """The day that it is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def week(expression: str, first: date) -> list[tuple[date, list[str]]] | None:
    """The seven days from `first`, each with its open spans in wall time; None when the hours are not understood."""
    try:
        hours = OpeningHours(expression)
    except ParserError:
        return None
    found = []
    for day in (first + timedelta(days=n) for n in range(7)):
        begin = datetime.combine(day, time())
        spans = hours.intervals(begin, begin + timedelta(days=1))
        found.append((day, [f"{start:%H:%M} – {end:%H:%M}" for start, end, state, _ in spans if str(state) == "open"]))
    return found
