"""An archive from its beginning to what is kept of it. Never writes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import BinaryIO

from services.opendata.domain import transit
from services.opendata.transit.archive import Archive
from services.opendata.transit.calendars import Calendars, read_calendars
from services.opendata.transit.contents import Contents, KeptLine, KeptPattern, KeptRun, KeptStop
from services.opendata.transit.refusals import Broken, Refusals
from services.opendata.transit.stop_times import Timed, read_times
from services.opendata.transit.stops import read_lines, read_stops, read_zone
from services.opendata.transit.trips import Trip, Trips, read_headways, read_trips

MOST_CALLS = 12_000_000  # of all trips, each time a trip of a headway goes counted

_Way = tuple[int, int | None, str, bytes]
_Times = list["array[int]"]


def read(file: BinaryIO, today: date, pause: Callable[[], None]) -> tuple[Contents, Refusals]:
    """What is kept of a GTFS archive, and which of its rows were refused.

    Args:
        file: the archive; stays open.
        today: the days around it are read.
        pause: called every few milliseconds, so that others may work meanwhile.

    Raises:
        Broken: it cannot be used at all, and why.
    """
    refusals = Refusals()
    archive = Archive(file, refusals, pause)
    zone, calendars = read_zone(archive), read_calendars(archive, today)
    stops, lines = read_stops(archive), read_lines(archive)
    trips = read_trips(archive, lines, calendars)
    gathered = _Gathered(trips, read_headways(archive, trips))
    for timed in read_times(archive, trips, stops, pause):
        gathered.add(timed)
    if not gathered.groups:
        raise Broken("no trip calls at two stops")
    names = {stop.number: stop.name for stop in stops.values()}
    patterns = tuple(gathered.patterns(names))
    runs = tuple(gathered.runs(pause))
    return _contents(zone, calendars, stops, lines, patterns, runs), refusals


class _Gathered:
    """Trips that call at the same stops together, and of those the ones on the same days."""

    def __init__(self, trips: Trips, headways: Mapping[str, list[range]]) -> None:
        self._trips, self._headways = trips, headways
        self._numbers: dict[_Way, int] = {}
        self.groups: dict[tuple[int, int], tuple[_Times, _Times]] = {}
        self._calls = 0

    def add(self, timed: Timed) -> None:
        """A trip, or all those that go as it does every so many minutes."""
        trip: Trip = self._trips.running[timed.trip_id]
        way = (trip.line, trip.direction, trip.towards, timed.calls.tobytes())
        number = self._numbers.setdefault(way, len(self._numbers))
        departures, arrivals = self.groups.setdefault((number, trip.calendar), ([], []))
        for shift in self._shifts(timed):
            self._calls += len(timed.calls)
            if self._calls > MOST_CALLS:
                raise Broken(f"its trips call more than {MOST_CALLS} times, more than we keep")
            departures.append(_later(timed.departures, shift))
            arrivals.append(_later(timed.arrivals, shift))

    def _shifts(self, timed: Timed) -> Iterator[int]:
        if timed.trip_id not in self._headways:
            yield 0
        for starts in self._headways.get(timed.trip_id, ()):
            for start in starts:
                if start + timed.arrivals[-1] - timed.departures[0] < transit.LONGEST_SECONDS:
                    yield start - timed.departures[0]

    def patterns(self, names: Mapping[int, str]) -> Iterator[KeptPattern]:
        """The patterns by their numbers; one without a headsign goes towards its last stop."""
        for (line, direction, towards, written), number in self._numbers.items():
            calls = [(call >> 2, bool(call & 2), bool(call & 1)) for call in array("i", written)]
            yield KeptPattern(number, line, direction, towards or names[calls[-1][0]], calls)

    def runs(self, pause: Callable[[], None]) -> Iterator[KeptRun]:
        """The runs; what they were made of is given up on the way."""
        for pattern, calendar in list(self.groups):
            departures, arrivals = self.groups.pop((pattern, calendar))
            if not departures:
                continue
            if 8 * sum(map(len, departures)) > transit.LARGEST_BYTES:
                raise Broken("a line has more trips than we keep")
            yield KeptRun(pattern, calendar, len(departures), transit.pack(departures, arrivals))
            pause()


def _later(times: array[int], shift: int) -> array[int]:
    return array("i", [time + shift for time in times]) if shift else times


def _contents(
    zone: str,
    calendars: Calendars,
    stops: Mapping[str, KeptStop],
    lines: Mapping[str, KeptLine],
    patterns: Sequence[KeptPattern],
    runs: Sequence[KeptRun],
) -> Contents:
    called = {stop for pattern in patterns for stop, _, _ in pattern.calls}
    used = {pattern.line for pattern in patterns}
    return Contents(
        publisher=calendars.publisher,
        version=calendars.version,
        zone=zone,
        valid_from=calendars.valid_from,
        valid_until=calendars.valid_until,
        kept_until=calendars.kept_until,
        days=calendars.days,
        stops=[stop for stop in stops.values() if stop.number in called],
        lines=[line for line in lines.values() if line.number in used],
        patterns=patterns,
        runs=runs,
    )
