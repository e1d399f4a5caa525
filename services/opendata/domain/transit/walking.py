"""How far it is on foot, and what is assumed when nobody knows the streets. Never does IO."""

from __future__ import annotations

import math
from dataclasses import dataclass

from services.opendata.domain.points import Point, metres

WITHIN_METRES = 800  # as the crow flies: a quarter of an hour on foot
METRES_PER_MINUTE = 75  # 4.5 km/h: with a child, in the dark
DETOUR = 1.3  # streets go round what the crow flies over


@dataclass(frozen=True)
class Walk:
    """A way on foot.

    Attributes:
        metres: along the streets, as assumed.
        minutes: rounded up.
    """

    metres: int
    minutes: int

    @property
    def seconds(self) -> int:
        """How long it takes, as it counts for catching something."""
        return self.minutes * 60


def walk(one: Point, other: Point) -> Walk:
    """The way on foot between two points, with `DETOUR` at `METRES_PER_MINUTE`."""
    long = metres(one, other) * DETOUR
    return Walk(round(long), math.ceil(long / METRES_PER_MINUTE))
