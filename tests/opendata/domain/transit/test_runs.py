"""Times are kept close together, and come back as they were."""

from __future__ import annotations

import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.opendata.domain.transit import runs
from services.opendata.domain.transit.runs import pack, unpack

seconds = st.integers(0, 172_799)
trips = st.integers(2, 6).flatmap(
    lambda calls: st.lists(st.lists(seconds, min_size=calls, max_size=calls), min_size=1, max_size=8)
)


@given(trips, st.integers(0, 60), st.sampled_from(["little", "big"]))
def test_what_is_packed_comes_back_by_its_calls(departures: list[list[int]], waits: int, order: str) -> None:
    arrivals = [[time - waits for time in trip] for trip in departures]
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(sys, "byteorder", order)
        found = unpack(pack(departures, arrivals), len(departures), len(departures[0]))
    for position in range(len(departures[0])):
        assert list(found.departures_at(position)) == [trip[position] for trip in departures]
        assert list(found.arrivals_at(position)) == [trip[position] for trip in arrivals]


def test_times_that_are_not_of_so_many_trips_are_refused() -> None:
    packed = pack([[1, 2], [3, 4]], [[1, 2], [3, 4]])
    for trips, calls in ((2, 3), (3, 2), (3, 4)):
        with pytest.raises(ValueError, match="not the times"):
            unpack(packed, trips, calls)
    with pytest.raises(ValueError, match="not the times"):
        unpack(packed[:-3], 2, 2)


def test_no_more_is_unpacked_than_a_run_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LARGEST_BYTES", 400)
    with pytest.raises(ValueError, match="not the times"):
        unpack(zlib.compress(bytes(4000)), 10, 100)
