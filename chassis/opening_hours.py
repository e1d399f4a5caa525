"""Regular hours: what a text in OpenStreetMap's syntax says of a local month, as instants. Never asks the time.

A clock time that a night does not have (spring) is the instant the clocks jump; one that a night has twice (autumn)
is the second. Public holidays (`PH`) are those of the country in which the site lies, school holidays (`SH`) those of
its zone in France. Hours that are "unknown" are not open; nor are those that name the school holidays on a day of which
nobody has told yet whether it is one.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State

from chassis import holidays
from chassis.errors import Invalid
from chassis.periods import Period, clip, subtract

LONGEST_HOURS = 255  # characters: what OpenStreetMap keeps of a tag
_ANY_MONTH = date(2026, 1, 1)


@dataclass(frozen=True)
class Site:
    """What the same text means something else at: the zones of its clocks and its schools, and where it lies."""

    zone: str
    school_zone: str | None
    latitude: float
    longitude: float

    def midnight(self, day: date) -> datetime:
        """The instant at which a local day begins."""
        return datetime.combine(day, time.min, ZoneInfo(self.zone))


def check(hours: str, site: Site) -> None:
    """Refuse hours that cannot be read, or not at this site.

    Raises:
        Invalid: `opening_hours_invalid`, `school_zone_missing`.
    """
    if len(hours) > LONGEST_HOURS:
        raise Invalid("opening_hours_invalid", f"Opening hours have at most {LONGEST_HOURS} characters.")
    _month(hours, site, _ANY_MONTH)
    if site.school_zone is None and holidays.are_named(hours):
        raise Invalid("school_zone_missing", "Hours that name the school holidays (SH) need the zone A, B or C.")


def openings(hours: str, site: Site, within: Period) -> list[Period]:
    """When they are open within a period. A month is computed once for all who ask.

    Raises:
        Invalid: `opening_hours_invalid`.
    """
    first, last = (instant.astimezone(ZoneInfo(site.zone)).date() for instant in (within.starts_at, within.ends_at))
    found: list[Period] = []
    month = first.replace(day=1)
    while month <= last:
        found += _month(hours, site, month)
        month = _next(month)
    return clip(found, within)


@lru_cache(maxsize=2048)
def _month(hours: str, site: Site, month: date) -> tuple[Period, ...]:
    eve, end = month - timedelta(days=1), _next(month)  # what opens late in the evening closes in the next morning
    days = [eve + timedelta(days=number) for number in range((end - eve).days)]

    def matching(selector: str) -> set[date]:
        matched = _open(f"{selector} 00:00-24:00", site, eve, end)
        return {day for day in days if any(found.starts_at <= site.midnight(day) < found.ends_at for found in matched)}

    school = holidays.of_schools(site.school_zone) if site.school_zone else frozenset()
    found = _open(hours, site, month, end)  # as it stands it must be read too
    dated = holidays.dated(hours, days, school, matching)
    if dated != hours:
        found = _open(dated, site, month, end)
    if holidays.are_named(hours):
        unknown = [day for day in days if site.school_zone is None or not holidays.are_known(day)]
        found = subtract(found, [Period(site.midnight(day), site.midnight(day + timedelta(days=1))) for day in unknown])
    return tuple(found)


def _open(hours: str, site: Site, first: date, end: date) -> list[Period]:
    """When they are open from a local day up to another."""
    return [
        Period(starts_at, ends_at)
        for starts_at, ends_at, state, _comment in _parse(hours, site).intervals(
            site.midnight(first), site.midnight(end)
        )
        if state == State.OPEN and starts_at != ends_at
    ]


def _parse(hours: str, site: Site) -> OpeningHours:
    try:
        return OpeningHours(
            hours,
            timezone=ZoneInfo(site.zone),
            coords=(site.latitude, site.longitude),
            auto_country=True,
            auto_timezone=False,
        )
    except ParserError as exc:
        raise Invalid("opening_hours_invalid", f"Not OpenStreetMap's syntax: {exc}") from None


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
