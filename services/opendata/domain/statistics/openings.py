"""When spaces are open, as bookings has it: hours, narrower hours, special hours, validity. Never does IO.

Hours that cannot be read count as closed: a text that a new version of the library refuses must not stop a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from chassis import opening_hours
from chassis.errors import Invalid
from chassis.opening_hours import Site
from chassis.periods import Period, clip, intersect, subtract
from services.opendata.domain.entry import instant

Facts = Mapping[str, Any]
_EARLIEST, _LATEST = date(1970, 1, 2), date(2999, 12, 30)  # as far as periods go


def present(place: Facts, space: Facts, within: Period) -> list[Period]:
    """When, within a period, a space is there at all."""
    site, gone = _site(place), []
    for thing in (place, space):
        if (first := _day(thing, "valid_from")) and within.starts_at < (since := site.midnight(max(first, _EARLIEST))):
            gone.append(Period(within.starts_at, since))
        if last := _day(thing, "valid_until"):
            until = site.midnight(min(last, _LATEST) + timedelta(days=1))
            if until < within.ends_at:
                gone.append(Period(max(until, within.starts_at), within.ends_at))
    return subtract([within], gone)


def opened(place: Facts, space: Facts, special: Iterable[Facts], within: Period) -> list[Period]:
    """When, within a period, a space is open.

    Args:
        place, space: the facts of both, as they were published.
        special: closures and extra openings of the place and of the spaces that contain this one, and no other's.
    """
    texts = [text for text in (place["opening_hours"], space["opening_hours"]) if text]
    opening = [within] if texts else []
    for text in texts:
        opening = intersect(opening, _regular(place, text, within))
    announced = [(each["is_open"], Period(instant(each["starts_at"]), instant(each["ends_at"]))) for each in special]
    extra = clip((period for is_open, period in announced if is_open), within)
    closed = [period for is_open, period in announced if not is_open]
    return intersect(subtract([*opening, *extra], closed), present(place, space, within))


def special_of(space: Facts, spaces: Mapping[str, Facts], special: Iterable[Facts]) -> list[Facts]:
    """Of the special hours of a place those that concern a space: the place's, its own, those of what it is in.

    Args:
        spaces: all of the place by id.
        special: as announced; those that were withdrawn have a `withdrawn_at`.
    """
    above: list[str | None] = [None]
    at: str | None = space["id"]
    while at is not None and at not in above:
        above.append(at)
        at = spaces[at].get("parent_id") if at in spaces else None
    return [each for each in special if not each.get("withdrawn_at") and each["space_id"] in above]


def _regular(place: Facts, hours: str, within: Period) -> list[Period]:
    try:
        return opening_hours.openings(hours, _site(place), within)
    except Invalid:
        return []


def _site(place: Facts) -> Site:
    return Site(place["zone"], place.get("school_zone"), place["latitude"], place["longitude"])


def _day(thing: Facts, name: str) -> date | None:
    value = thing.get(name)
    return date.fromisoformat(value) if value else None


def length(periods: Iterable[Period]) -> timedelta:
    """How long periods last together."""
    return sum((period.length for period in periods), timedelta(0))
