"""Reads what a network publishes of its timetables, a GTFS archive, into what is kept of it. Never writes.

    archive ─▶ calendars, stops, lines, trips ─▶ stop times ─▶ Contents
    (bounds)                                     (streamed)    (compact, ready to be kept)

Source: GTFS Schedule Reference (https://gtfs.org/documentation/schedule/reference/).
"""

from __future__ import annotations

from services.opendata.transit.archive import Archive
from services.opendata.transit.contents import Contents, KeptLine, KeptPattern, KeptRun, KeptStop
from services.opendata.transit.reading import read
from services.opendata.transit.refusals import Broken, Refusals

__all__ = [
    "Archive",
    "Broken",
    "Contents",
    "KeptLine",
    "KeptPattern",
    "KeptRun",
    "KeptStop",
    "Refusals",
    "read",
]
