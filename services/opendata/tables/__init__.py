"""The tables of the publisher. Know no rule, and no person."""

from services.opendata.tables.published import (
    bodies,
    datasets,
    head,
    log,
    metadata,
    occupancy,
    outings,
    records,
    segments,
    stale,
    subjects,
    versions,
)
from services.opendata.tables.transit import (
    transit_calls,
    transit_days,
    transit_lines,
    transit_patterns,
    transit_runs,
    transit_sources,
    transit_stops,
    transit_timetables,
)

__all__ = [
    "bodies",
    "datasets",
    "head",
    "log",
    "metadata",
    "occupancy",
    "outings",
    "records",
    "segments",
    "stale",
    "subjects",
    "transit_calls",
    "transit_days",
    "transit_lines",
    "transit_patterns",
    "transit_runs",
    "transit_sources",
    "transit_stops",
    "transit_timetables",
    "versions",
]
