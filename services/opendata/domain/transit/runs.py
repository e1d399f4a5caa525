"""The times of all trips that call at the same stops on the same days, close together. Never does IO."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

LARGEST_BYTES = 1 << 24  # of the times of a run: some 70,000 trips of 30 calls
_SECONDS = "i"  # four bytes each


@dataclass(frozen=True)
class Run:
    """The trips of a pattern on the days of a calendar.

    Attributes:
        trips: how many.
        departures, arrivals: seconds of the day of service: those of all trips at the first call, then at the second, …
    """

    trips: int
    departures: array[int]
    arrivals: array[int]

    def departures_at(self, position: int) -> array[int]:
        """When each trip leaves its call at a position."""
        return self.departures[position * self.trips : (position + 1) * self.trips]

    def arrivals_at(self, position: int) -> array[int]:
        """When each trip arrives at its call at a position."""
        return self.arrivals[position * self.trips : (position + 1) * self.trips]


def pack(departures: Sequence[Sequence[int]], arrivals: Sequence[Sequence[int]]) -> bytes:
    """The times of trips as they are kept.

    Args:
        departures: of each trip its times, one for each call.
        arrivals: likewise.
    """
    leaving = array(_SECONDS, chain.from_iterable(zip(*departures, strict=True)))
    arriving = array(_SECONDS, chain.from_iterable(zip(*arrivals, strict=True)))
    return zlib.compress(_little(leaving) + (b"" if arriving == leaving else _little(arriving)))


def unpack(packed: bytes, trips: int, calls: int) -> Run:
    """What `pack` made.

    Args:
        packed: as kept.
        trips: how many are in it.
        calls: how many each has.

    Raises:
        ValueError: it is something else.
    """
    opener = zlib.decompressobj()
    times = _native(opener.decompress(packed, LARGEST_BYTES))
    size = trips * calls
    if not opener.eof or len(times) not in (size, 2 * size):
        raise ValueError("these are not the times of so many trips")
    return Run(trips, times[:size], times[size:] or times[:size])


def _little(times: array[int]) -> bytes:
    if sys.byteorder == "big":
        times = times[:]
        times.byteswap()
    return times.tobytes()


def _native(content: bytes) -> array[int]:
    times = array(_SECONDS)
    times.frombytes(content)
    if sys.byteorder == "big":
        times.byteswap()
    return times
