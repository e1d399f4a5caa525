"""Opening hours: when a space is open, as instants. Never asks the time.

The hours of a place are written once, in OpenStreetMap's syntax and in local time (`chassis.opening_hours`), and serve
rules and open data alike; a space may have narrower ones. Special hours (a closure, an extra evening) go before both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chassis import opening_hours
from chassis.periods import Period, clip, intersect, subtract
from services.bookings.domain.places import Place, Space

_EARLIEST, _LATEST = date(1970, 1, 2), date(2999, 12, 30)  # as far as periods go


@dataclass(frozen=True)
class SpecialHours:
    """A period in which a place, or one of its spaces with its parts, is closed or open whatever its hours say.

    Attributes:
        space_id: None for the whole place.
        is_open: an extra opening; else a closure, which goes before an opening.
        reason: for people to read; names nobody.
        uid: of the calendar entry that it was imported from; None for what was typed in.
    """

    special_id: str
    place_id: str
    space_id: str | None
    starts_at: datetime
    ends_at: datetime
    is_open: bool
    reason: str
    uid: str | None = None

    @property
    def period(self) -> Period:
        """From start to end."""
        return Period(self.starts_at, self.ends_at)


def open_periods(place: Place, space: Space, special: Iterable[SpecialHours], within: Period) -> list[Period]:
    """The periods in which a space is open, cut to `within`. Hours that are "unknown" are not open.

    Args:
        special: those of the place and of the spaces that contain this one, and no other's.

    Raises:
        Invalid: `opening_hours_invalid`.
    """
    special, site = list(special), _site(place)
    opening = opening_hours.openings(place.opening_hours, site, within)
    if space.opening_hours is not None:
        opening = intersect(opening, opening_hours.openings(space.opening_hours, site, within))
    extra = clip((found.period for found in special if found.is_open), within)
    closed = [found.period for found in special if not found.is_open]
    for thing in (place, space):
        closed += outside(thing, place, within)
    return subtract([*opening, *extra], closed)


def check(place: Place, hours: str) -> None:
    """Refuse hours that cannot be read, or not at this place.

    Raises:
        Invalid: `opening_hours_invalid`, `school_zone_missing`.
    """
    opening_hours.check(hours, _site(place))


def outside(thing: Place | Space, place: Place, within: Period) -> list[Period]:
    """When, within a period, a place or a space of it is not there yet, or any more."""
    site, found = _site(place), []
    if thing.valid_from is not None and within.starts_at < (first := site.midnight(max(thing.valid_from, _EARLIEST))):
        found.append(Period(within.starts_at, first))
    if thing.valid_until is not None:
        end = site.midnight(min(thing.valid_until, _LATEST) + timedelta(days=1))
        if end < within.ends_at:
            found.append(Period(max(end, within.starts_at), within.ends_at))
    return found


def _site(place: Place) -> opening_hours.Site:
    return opening_hours.Site(place.zone, place.school_zone, place.latitude, place.longitude)
