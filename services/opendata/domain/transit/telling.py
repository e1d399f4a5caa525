"""A way as JSON, for who shows it. Never does IO.

    {"stops": [{"name", "latitude", "longitude", "metres", "minutes", "lines": [LINE]}],
     "departures": null | [{"line": LINE, "towards", "stop", "metres", "minutes", "next_at", "last_at", "goes_on"}],
     "there": null | [RIDE], "back": null | [RIDE],
     "on_foot": null | {"metres", "minutes"}, "knows_end": bool, "night_ends_at",
     "links": {"there": null | url, "back": null | url},
     "walking": {"metres_per_minute", "detour", "within_metres"},
     "sources": [{"name", "licence", "page", "updated_on", "valid_until"}]}

    LINE = {"name", "title", "kind", "colour", "text_colour"}
    RIDE = {"line": LINE, "towards", "sets_off_at", "walk_before", "boards_at", "leaves_at",
            "arrives_at", "alights_at", "walk_after", "is_there_at"}

Instants are RFC 3339 in UTC, days ISO 8601, distances metres along the streets as assumed in `walking`. `departures`,
`there` and `back` are null when nothing is known, and empty when it is known that nothing runs.
"""

from __future__ import annotations

from typing import Any

from services.opendata.domain.entry import told
from services.opendata.domain.transit.departures import Departure
from services.opendata.domain.transit.network import Line
from services.opendata.domain.transit.rides import Ride
from services.opendata.domain.transit.walking import DETOUR, METRES_PER_MINUTE, WITHIN_METRES, Walk
from services.opendata.domain.transit.way import NearStop, Source, Way

Json = dict[str, Any]


def as_json(way: Way) -> Json:
    """A way as JSON values."""
    return {
        "stops": [_stop(stop) for stop in way.stops],
        "departures": None if way.departures is None else [_departure(one) for one in way.departures],
        "there": None if way.there is None else [_ride(ride) for ride in way.there],
        "back": None if way.back is None else [_ride(ride) for ride in way.back],
        "on_foot": None if way.on_foot is None else _walk(way.on_foot),
        "knows_end": way.knows_end,
        "night_ends_at": told(way.night.ends_at),
        "links": {"there": way.link_there, "back": way.link_back},
        "walking": {
            "metres_per_minute": METRES_PER_MINUTE,
            "detour": DETOUR,
            "within_metres": WITHIN_METRES,
        },
        "sources": [_source(source) for source in way.sources],
    }


def _stop(stop: NearStop) -> Json:
    point = {"latitude": stop.point.latitude, "longitude": stop.point.longitude}
    return {"name": stop.name, **point, **_walk(stop.walk), "lines": [_line(line) for line in stop.lines]}


def _departure(one: Departure) -> Json:
    return {
        "line": _line(one.line),
        "towards": one.towards,
        "stop": one.stop,
        **_walk(one.walk),
        "next_at": told(one.next_at),
        "last_at": told(one.last_at),
        "goes_on": one.goes_on,
    }


def _ride(ride: Ride) -> Json:
    return {
        "line": _line(ride.line),
        "towards": ride.towards,
        "sets_off_at": told(ride.sets_off_at),
        "walk_before": _walk(ride.walk_before),
        "boards_at": ride.boards_at,
        "leaves_at": told(ride.leaves_at),
        "arrives_at": told(ride.arrives_at),
        "alights_at": ride.alights_at,
        "walk_after": _walk(ride.walk_after),
        "is_there_at": told(ride.is_there_at),
    }


def _line(line: Line) -> Json:
    colours = {"colour": line.colour, "text_colour": line.text_colour}
    return {"name": line.name, "title": line.title, "kind": line.kind, **colours}


def _source(source: Source) -> Json:
    days = {"updated_on": source.updated_on.isoformat(), "valid_until": source.valid_until.isoformat()}
    return {"name": source.name, "licence": source.licence, "page": source.page, **days}


def _walk(walk: Walk) -> Json:
    return {"metres": walk.metres, "minutes": walk.minutes}
