"""How far it is on foot."""

from __future__ import annotations

from services.opendata.domain.points import Point
from services.opendata.domain.transit import walk

PLACE = Point(50.7053, 3.1625)


def test_a_walk_goes_round_houses_and_its_minutes_are_rounded_up() -> None:
    way = walk(PLACE, Point(50.7053 + 500 / 111_195, 3.1625))
    assert (way.metres, way.minutes, way.seconds) == (650, 9, 540)
    assert walk(PLACE, PLACE).minutes == 0
