"""When each trip calls where: stop_times.txt, streamed, then trip by trip. Never writes.

Of each row four numbers are kept until all are read, since nothing says that the rows of a trip stand together: some
twenty megabytes for a million rows.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from services.opendata.transit.archive import Archive
from services.opendata.transit.contents import KeptStop
from services.opendata.transit.trips import Trips, seconds_of

_FILE = "stop_times.txt"
_NEEDED = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")
_UNKNOWN = -1  # a time that stands at another stop only
_NO, _BY_TELEPHONE = "1", "2"  # one does not get on or off there, or only by arrangement
_WIDTH = 4  # sequence, call, arrival, departure
_NONE: dict[str, int | None] = {"": _UNKNOWN}


@dataclass(frozen=True)
class Timed:
    """A trip and its calls in order.

    Attributes:
        calls: the stop's number times four, plus 2 where one gets on, plus 1 where one gets off.
        arrivals, departures: seconds of the day of service.
    """

    trip_id: str
    calls: array[int]
    arrivals: array[int]
    departures: array[int]


def read_times(
    archive: Archive, trips: Trips, stops: Mapping[str, KeptStop], pause: Callable[[], None]
) -> Iterator[Timed]:
    """Each trip that calls at two stops or more, at times that never go back."""
    kept = _collect(archive, trips, stops)
    bad: dict[str, int] = {}
    for number, trip_id in enumerate(list(kept)):
        line, rows = kept.pop(trip_id)
        timed = _timed(trip_id, rows)
        if timed is None:
            bad[trip_id] = line
        elif len(timed.calls) > 1:
            yield timed
        if number % 200 == 0:
            pause()
    for line in bad.values():
        archive.refusals.add(_FILE, "the first row of a trip whose times go back or are not there", line)
    archive.refusals.judge(_FILE)


def _collect(archive: Archive, trips: Trips, stops: Mapping[str, KeptStop]) -> dict[str, tuple[int, array[int]]]:
    """The line of the first row of each trip, and `_WIDTH` numbers a row."""
    kept: dict[str, tuple[int, array[int]]] = {}
    times: dict[str, int | None] = dict(_NONE)
    running, idle, refuse = trips.running, trips.idle, archive.refusals.add
    for line, row in archive.rows(_FILE, _NEEDED, ("pickup_type", "drop_off_type")):
        trip_id, arrives, departs, stop_id, sequence, pickup, drop_off = row
        if trip_id not in running:
            if trip_id not in idle:
                refuse(_FILE, "a trip that is not there", line)
            continue
        stop = stops.get(stop_id)
        arrival, departure = _time(arrives, times), _time(departs, times)
        if stop is None:
            refuse(_FILE, "a stop that is not there", line)
        elif arrival is None or departure is None:
            refuse(_FILE, "no time", line)
        elif not (sequence.isascii() and sequence.isdigit() and len(sequence) < 9):
            refuse(_FILE, "no place in the trip", line)
        else:
            call = stop.number * 4 + 2 * (pickup not in (_NO, _BY_TELEPHONE)) + (drop_off not in (_NO, _BY_TELEPHONE))
            if trip_id not in kept:
                kept[trip_id] = (line, array("i"))
            kept[trip_id][1].extend((int(sequence), call, arrival, departure))
    return kept


def _time(written: str, times: dict[str, int | None]) -> int | None:
    """The seconds of a time, remembered: the same ones come again and again; `_UNKNOWN` when nothing is written."""
    found = times.get(written, _NONE)
    if isinstance(found, dict):
        found = seconds_of(written) if written.strip() else _UNKNOWN
        if found is not None:
            times[written] = found
    return found


def _timed(trip_id: str, rows: array[int]) -> Timed | None:
    sequence, calls = rows[0::_WIDTH], rows[1::_WIDTH]
    arrivals, departures = rows[2::_WIDTH], rows[3::_WIDTH]
    order = sorted(range(len(sequence)), key=sequence.__getitem__)
    if len(set(sequence)) < len(sequence):
        return None
    if order != list(range(len(order))):
        calls, arrivals, departures = _column(calls, order), _column(arrivals, order), _column(departures, order)
    if _UNKNOWN in arrivals or _UNKNOWN in departures:
        either = [max(pair) for pair in zip(arrivals, departures, strict=True)]  # the one that is known
        for column in (arrivals, departures):
            column[:] = array(
                "i", [other if time == _UNKNOWN else time for time, other in zip(column, either, strict=True)]
            )
        if not _fill(arrivals, departures):
            return None
    both = array("i", bytes(len(arrivals) * 2 * arrivals.itemsize))
    both[0::2], both[1::2] = arrivals, departures
    return Timed(trip_id, calls, arrivals, departures) if list(both) == sorted(both) else None


def _column(values: array[int], order: list[int]) -> array[int]:
    return array("i", [values[place] for place in order])


def _fill(arrivals: array[int], departures: array[int]) -> bool:
    """Spread the times between two that are known evenly over the calls between; False when the ends are not known."""
    known = [place for place, arrival in enumerate(arrivals) if arrival != _UNKNOWN]
    if not known or known[0] != 0 or known[-1] != len(arrivals) - 1:
        return False
    for before, after in pairwise(known):
        for place in range(before + 1, after):
            share = (arrivals[after] - departures[before]) * (place - before) // (after - before)
            arrivals[place] = departures[place] = departures[before] + share
    return True
