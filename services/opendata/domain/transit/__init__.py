"""How to get somewhere and back by what networks publish of their timetables. Never does IO."""

from __future__ import annotations

from services.opendata.domain.transit.departures import Departure
from services.opendata.domain.transit.keeping import Kept, Looked, is_done_by_another, is_due, worn_out
from services.opendata.domain.transit.naming import fold
from services.opendata.domain.transit.network import (
    KINDS,
    Call,
    Line,
    Pattern,
    Served,
    Stop,
    Timetable,
    kind_of,
)
from services.opendata.domain.transit.nights import LONGEST_SECONDS, Window
from services.opendata.domain.transit.planner import link
from services.opendata.domain.transit.rides import Ride
from services.opendata.domain.transit.runs import LARGEST_BYTES, Run, pack, unpack
from services.opendata.domain.transit.telling import as_json
from services.opendata.domain.transit.walking import DETOUR, METRES_PER_MINUTE, WITHIN_METRES, Walk, walk
from services.opendata.domain.transit.way import NearStop, Question, Source, Way, speaking, way

__all__ = [
    "DETOUR",
    "KINDS",
    "LARGEST_BYTES",
    "LONGEST_SECONDS",
    "METRES_PER_MINUTE",
    "WITHIN_METRES",
    "Call",
    "Departure",
    "Kept",
    "Line",
    "Looked",
    "NearStop",
    "Pattern",
    "Question",
    "Ride",
    "Run",
    "Served",
    "Source",
    "Stop",
    "Timetable",
    "Walk",
    "Way",
    "Window",
    "as_json",
    "fold",
    "is_done_by_another",
    "is_due",
    "kind_of",
    "link",
    "pack",
    "speaking",
    "unpack",
    "walk",
    "way",
    "worn_out",
]
