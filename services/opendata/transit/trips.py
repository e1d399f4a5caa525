"""Which trips there are, of which line, on which days: trips.txt, frequencies.txt. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.opendata.domain import transit
from services.opendata.transit.archive import Archive
from services.opendata.transit.calendars import Calendars
from services.opendata.transit.contents import KeptLine
from services.opendata.transit.refusals import Broken
from services.opendata.transit.stops import LONGEST_NAME

SHORTEST_HEADWAY_SECONDS = 30

_TRIPS, _FREQUENCIES = "trips.txt", "frequencies.txt"


@dataclass(frozen=True)
class Trip:
    """A trip without its times.

    Attributes:
        line, calendar: their numbers.
        direction: 0, 1, or None.
        towards: its headsign; may be empty.
    """

    line: int
    calendar: int
    direction: int | None
    towards: str


@dataclass(frozen=True)
class Trips:
    """The trips by their ids.

    Attributes:
        running: those that run on some day that is kept.
        idle: the ids of those that do not.
    """

    running: Mapping[str, Trip]
    idle: frozenset[str]


def read_trips(archive: Archive, lines: Mapping[str, KeptLine], calendars: Calendars) -> Trips:
    """The trips of lines and calendars that are there.

    Raises:
        Broken: none runs.
    """
    running: dict[str, Trip] = {}
    idle: set[str] = set()
    runs = calendars.running
    for line, row in archive.rows(_TRIPS, ("route_id", "service_id", "trip_id"), ("trip_headsign", "direction_id")):
        line_id, calendar_id, trip_id, towards, direction = (value.strip() for value in row)
        calendar = calendars.numbers.get(calendar_id)
        if not trip_id or trip_id in running or trip_id in idle:
            archive.refusals.add(_TRIPS, "no id, or one that was there before", line)
        elif line_id not in lines:
            archive.refusals.add(_TRIPS, "a line that is not there", line)
        elif calendar is None:
            archive.refusals.add(_TRIPS, "a calendar that is not there", line)
        elif calendar not in runs:
            idle.add(trip_id)
        else:
            way = int(direction) if direction in ("0", "1") else None
            running[trip_id] = Trip(lines[line_id].number, calendar, way, towards[:LONGEST_NAME])
    archive.refusals.judge(_TRIPS)
    if not running:
        raise Broken("no trip runs on any day from now on")
    return Trips(running, frozenset(idle))


def read_headways(archive: Archive, trips: Trips) -> Mapping[str, list[range]]:
    """When trips that go every so many minutes set off, in seconds of the day, by their ids."""
    found: dict[str, list[range]] = {}
    if not archive.has(_FREQUENCIES):
        return found
    for line, row in archive.rows(_FREQUENCIES, ("trip_id", "start_time", "end_time", "headway_secs")):
        trip_id, headway = row[0].strip(), row[3].strip()
        begins, ends = seconds_of(row[1]), seconds_of(row[2])
        if trip_id not in trips.running:
            if trip_id not in trips.idle:
                archive.refusals.add(_FREQUENCIES, "a trip that is not there", line)
        elif begins is None or ends is None or not begins < ends:
            archive.refusals.add(_FREQUENCIES, "no time, or an end before its beginning", line)
        elif not (
            headway.isascii() and headway.isdigit() and len(headway) < 6 and int(headway) >= SHORTEST_HEADWAY_SECONDS
        ):
            archive.refusals.add(_FREQUENCIES, f"no headway of {SHORTEST_HEADWAY_SECONDS} seconds or more", line)
        else:
            found.setdefault(trip_id, []).append(range(begins, ends, int(headway)))
    archive.refusals.judge(_FREQUENCIES)
    return found


def seconds_of(written: str) -> int | None:
    """A time of a day of service, `25:35:00`, in seconds; None when it is none, or of the third day."""
    hours, _, rest = written.strip().partition(":")
    minutes, _, seconds = rest.partition(":")
    if not (len(hours) in (1, 2) and len(minutes) == len(seconds) == 2):
        return None
    if not (hours + minutes + seconds).isascii() or not (hours + minutes + seconds).isdigit():
        return None
    found = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return found if int(minutes) < 60 and int(seconds) < 60 and found < transit.LONGEST_SECONDS else None
