"""Where trips call and what they are called: stops.txt, routes.txt, agency.txt. Never writes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, available_timezones

from services.opendata.domain import transit
from services.opendata.domain.points import Point
from services.opendata.transit.archive import Archive
from services.opendata.transit.contents import KeptLine, KeptStop
from services.opendata.transit.refusals import Broken

LONGEST_NAME = 200

_AGENCY, _STOPS, _ROUTES = "agency.txt", "stops.txt", "routes.txt"
_PLATFORM, _STATION = "0", "1"
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")


def read_zone(archive: Archive) -> str:
    """The zone of all times in the archive.

    Raises:
        Broken: there is none.
    """
    for _, (zone, _name) in archive.rows(_AGENCY, ("agency_timezone",), ("agency_name",)):
        if zone.strip() in available_timezones():
            return ZoneInfo(zone.strip()).key
    raise Broken(f"{_AGENCY} names no time zone")


@dataclass(frozen=True)
class _Row:
    line: int
    id: str
    name: str
    point: Point | None
    kind: str
    parent: str


def read_stops(archive: Archive) -> Mapping[str, KeptStop]:
    """The platforms by their ids; one without a point or a name has those of its station."""
    rows: dict[str, _Row] = {}
    columns = ("stop_lat", "stop_lon", "location_type", "parent_station")
    for line, row in archive.rows(_STOPS, ("stop_id",), ("stop_name", *columns)):
        stop_id, name, latitude, longitude, kind, parent = (value.strip() for value in row)
        if not stop_id or len(stop_id) > LONGEST_NAME:
            archive.refusals.add(_STOPS, "no id, or one that is too long", line)
        elif stop_id in rows:
            archive.refusals.add(_STOPS, "an id that was there before", line)
        else:
            point = _point(latitude, longitude)
            rows[stop_id] = _Row(line, stop_id, name[:LONGEST_NAME], point, kind or _PLATFORM, parent)
    found: dict[str, KeptStop] = {}
    for platform in (row for row in rows.values() if row.kind == _PLATFORM):
        station = rows.get(platform.parent)
        station = station if station and station.kind == _STATION else None
        point = platform.point or (station.point if station else None)
        name = (station.name if station else "") or platform.name
        if point is None:
            archive.refusals.add(_STOPS, "no coordinates", platform.line)
        elif not name:
            archive.refusals.add(_STOPS, "no name", platform.line)
        else:
            found[platform.id] = KeptStop(len(found), platform.id, name, point.latitude, point.longitude)
    archive.refusals.judge(_STOPS)
    return found


def read_lines(archive: Archive) -> Mapping[str, KeptLine]:
    """The lines by their ids."""
    found: dict[str, KeptLine] = {}
    optional = ("route_short_name", "route_long_name", "route_color", "route_text_color")
    for line, row in archive.rows(_ROUTES, ("route_id", "route_type"), optional):
        line_id, kind, short, long, colour, text_colour = (value.strip() for value in row)
        name = short or long
        if not line_id or not name or not (kind.isascii() and kind.isdigit() and len(kind) <= 4):
            archive.refusals.add(_ROUTES, "no id, no name, or no type", line)
        elif line_id in found:
            archive.refusals.add(_ROUTES, "an id that was there before", line)
        else:
            found[line_id] = KeptLine(
                len(found),
                name[:LONGEST_NAME],
                long[:LONGEST_NAME],
                transit.kind_of(int(kind)),
                _colour(colour),
                _colour(text_colour),
            )
    archive.refusals.judge(_ROUTES)
    return found


def _point(latitude: str, longitude: str) -> Point | None:
    """A point, or None; 0°N 0°E is where nobody knew better."""
    try:
        found = Point(float(latitude), float(longitude))
    except ValueError:
        return None
    if not (math.isfinite(found.latitude) and math.isfinite(found.longitude)):
        return None
    if abs(found.latitude) > 90 or abs(found.longitude) > 180 or (abs(found.latitude) + abs(found.longitude)) < 0.01:
        return None
    return found


def _colour(written: str) -> str | None:
    return f"#{written.lower()}" if _COLOUR.fullmatch(written) else None
