"""What somebody looks for, and whether an outing is it. Never does IO.

`fits` is the rule; the database looks by the same one, and the tests hold them side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.opendata.domain.outings.outing import Outing
from services.opendata.domain.outings.windows import Window
from services.opendata.domain.points import Point, metres

MOST = 100  # outings a page
USUAL = 50
LONGEST_DAYS = 92
AROUND_METRES = 2000
FARTHEST_METRES = 50_000
THERE_METRES = 150  # who asks what is on at a place means its door, too
_DECIMALS = 3  # of a degree: about a hundred metres; nobody's house


@dataclass(frozen=True)
class Around:
    """What is within so many metres of a point."""

    point: Point
    metres: int


@dataclass(frozen=True)
class Among:
    """What a city has: what is in its commune; of what nobody says in which it is, what the city announces.

    Attributes:
        code: of the city in the network.
    """

    code: str
    insee: str


@dataclass(frozen=True)
class After:
    """The last outing that somebody has seen; they go on behind it."""

    off: bool
    starts_at: datetime
    id: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for. What is None does not matter.

    Attributes:
        theme, public: folded.
        max_price_cents: some price is at most so much; what says no price does not fit.
        accessibility: codes, all of which count.
        limit: the most outings a page, 1 to `MOST`.
    """

    window: Window
    around: Around | None = None
    city: Among | None = None
    theme: str | None = None
    public: str | None = None
    free: bool | None = None
    max_price_cents: int | None = None
    accessibility: tuple[str, ...] = ()
    limit: int = USUAL
    after: After | None = None


def rounded(point: Point) -> Point:
    """A point as we take it from somebody: so much of it as is needed, and no more."""
    return Point(round(point.latitude, _DECIMALS), round(point.longitude, _DECIMALS))


def order(outing: Outing) -> tuple[bool, datetime, str]:
    """What is off comes last, for who had wanted to go there; the rest as it begins."""
    return outing.off, outing.starts_at, outing.id


def distance(point: Point | None, latitude: float | None, longitude: float | None) -> int | None:
    """How far it is from a point, in metres; None when one of them is not known."""
    if point is None or latitude is None or longitude is None:
        return None
    return round(metres(point, Point(latitude, longitude)))


def fits(outing: Outing, wanted: Wanted) -> bool:
    """Whether an outing is what is looked for."""
    return (
        outing.starts_at < wanted.window.ends_at
        and outing.over_at > wanted.window.starts_at
        and (wanted.around is None or is_within(outing.latitude, outing.longitude, wanted.around))
        and (wanted.city is None or _is_of(outing, wanted.city))
        and wanted.theme in (None, outing.theme)
        and (wanted.public is None or f"|{wanted.public}|" in outing.publics)
        and wanted.free in (None, outing.is_free)
        and (wanted.max_price_cents is None or _costs_at_most(outing, wanted.max_price_cents))
        and all(f"|{code}|" in outing.accessibility for code in wanted.accessibility)
        and (wanted.after is None or order(outing) > (wanted.after.off, wanted.after.starts_at, wanted.after.id))
    )


def is_within(latitude: float | None, longitude: float | None, around: Around) -> bool:
    """Whether a point is near enough; one that nobody knows is not."""
    found = distance(around.point, latitude, longitude)
    return found is not None and found <= around.metres


def _is_of(outing: Outing, city: Among) -> bool:
    if outing.insee is not None:
        return outing.insee == city.insee
    return outing.city == city.code


def _costs_at_most(outing: Outing, cents: int) -> bool:
    return outing.least_cents is not None and outing.least_cents <= cents
