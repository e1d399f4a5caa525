"""Points on earth: how far one is from another, and what is around one. Never does IO.

As the crow flies, on a sphere: half a percent beside the ellipsoid at most.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_EARTH_RADIUS_METRES = 6_371_009  # the mean one of WGS 84
_METRES_PER_DEGREE = math.pi * _EARTH_RADIUS_METRES / 180
_NARROWEST = 0.01  # of a parallel, against the equator: nobody goes out at a pole


@dataclass(frozen=True)
class Point:
    """A point on earth, WGS 84, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Box:
    """Between two parallels and two meridians, in degrees; it never spans the 180th meridian."""

    south: float
    north: float
    west: float
    east: float


def metres(one: Point, other: Point) -> float:
    """The distance between two points (haversine)."""
    south, north = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_METRES * math.asin(math.sqrt(min(1.0, half)))


def box(centre: Point, within: float) -> Box:
    """What holds every point within so many metres of one, and some more in its corners."""
    north = within / _METRES_PER_DEGREE
    farthest = min(90.0, abs(centre.latitude) + north)  # where a degree of longitude is shortest
    east = within / (_METRES_PER_DEGREE * max(_NARROWEST, math.cos(math.radians(farthest))))
    return Box(
        centre.latitude - north, centre.latitude + north, centre.longitude - east, centre.longitude + east
    )  # fmt: skip
