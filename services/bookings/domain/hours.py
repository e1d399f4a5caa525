"""Opening hours: when a place is open, as instants. Never asks the time.

The hours are written once, in OpenStreetMap's syntax and in local time, and serve rules and open data alike.
A clock time that a night does not have (spring) is the instant the clocks jump; one that a night has twice (autumn)
is the second. Public holidays (`PH`) are those of the country in which the place's coordinates lie.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State

from chassis.errors import Invalid
from services.bookings.domain.periods import Period, clip
from services.bookings.domain.places import Place


def open_periods(place: Place, within: Period) -> list[Period]:
    """The periods in which a place is open, cut to `within`. Hours that are "unknown" are not open.

    Raises:
        Invalid: `opening_hours_invalid`.
    """
    zone = ZoneInfo(place.zone)
    first = within.starts_at.astimezone(zone).date()
    last = within.ends_at.astimezone(zone).date() + timedelta(days=1)
    midnights = (datetime.combine(day, time.min, tzinfo=zone) for day in (first, last))
    return clip(
        (
            Period(starts_at.astimezone(UTC), ends_at.astimezone(UTC))
            for starts_at, ends_at, state, _comment in _parse(place).intervals(*midnights)
            if state == State.OPEN and starts_at != ends_at
        ),
        within,
    )


def check(place: Place) -> None:
    """Refuse a place whose hours cannot be read.

    Raises:
        Invalid: `opening_hours_invalid`.
    """
    _parse(place)


@lru_cache(maxsize=1000)
def _parse(place: Place) -> OpeningHours:
    try:
        return OpeningHours(
            place.opening_hours,
            timezone=ZoneInfo(place.zone),
            coords=(place.latitude, place.longitude),
            auto_country=True,
            auto_timezone=False,
        )
    except ParserError as exc:
        raise Invalid("opening_hours_invalid", f"Not OpenStreetMap's syntax: {exc}") from None
