from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.opendata.domain.points import Point, box, metres

ROUBAIX, TOURCOING, PARIS = Point(50.6927, 3.1780), Point(50.7239, 3.1612), Point(48.8566, 2.3522)
POINTS = st.builds(Point, st.floats(-85, 85), st.floats(-179, 179))


@pytest.mark.parametrize(
    ("one", "other", "long"),
    [(ROUBAIX, TOURCOING, 3_668), (ROUBAIX, PARIS, 212_750), (ROUBAIX, ROUBAIX, 0)],
)
def test_a_distance_is_that_of_the_atlas(one: Point, other: Point, long: int) -> None:
    assert metres(one, other) == pytest.approx(long, rel=0.005)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert metres(Point(0, 0), Point(1, 0)) == pytest.approx(111_195, abs=5)


@given(POINTS, POINTS)
def test_it_is_as_far_there_as_back(one: Point, other: Point) -> None:
    assert metres(one, other) == pytest.approx(metres(other, one))


@given(POINTS, st.floats(-0.4, 0.4), st.floats(-0.4, 0.4), st.integers(1, 50_000))
def test_what_is_within_a_distance_is_in_the_box_around(centre: Point, north: float, east: float, within: int) -> None:
    other = Point(centre.latitude + north, centre.longitude + east)
    around = box(centre, within)
    inside = around.south <= other.latitude <= around.north and around.west <= other.longitude <= around.east
    assert inside or metres(centre, other) > within
