"""Holidays in opening hours: what the library that reads them leaves out. Never asks the time.

It knows the public holidays (`PH`) of a country, and of school holidays (`SH`) the word alone; and it takes `SH Mo-Fr`,
the weekdays of the holidays, for `SH,Mo-Fr`, either. So a rule that says such a thing is written anew before it is
evaluated, with the days themselves in place of their names.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification (`weekday_selector`); the French ministry of
education's calendar of the zones A, B and C, a year or two ahead, by the library vacances-scolaires-france.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from functools import cache

from vacances_scolaires_france import SchoolHolidayDates

from chassis.errors import Invalid

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEVER = "1900 Jan 01-1900 Jan 01"

_COMMENT = re.compile(r'"[^"]*"')
_RULE = re.compile(r"(?:(?!, )[^;|])+")
_WEEKDAY = r"(?i:mo|tu|we|th|fr|sa|su)(?![A-Za-z])"
_WEEKDAYS = rf"{_WEEKDAY}(?:-{_WEEKDAY}|\[[-0-9,]+\](?: [+-]\d+ days?)?)?"
_HOLIDAY = r"(?:PH(?: [+-]\d+ days?)?|SH)"
_DAYS = re.compile(
    rf"(?P<wide>.*?)(?:(?P<before>{_WEEKDAYS}(?:,{_WEEKDAYS})*)(?P<with>[, ]))?"
    rf"(?P<holidays>{_HOLIDAY}(?:,{_HOLIDAY})*)"
    rf"(?:(?P<and>[, ])(?P<after>{_WEEKDAYS}(?:,{_WEEKDAYS})*))?(?P<rest>.*)",
    re.DOTALL,
)

Matching = Callable[[str], Collection[date]]


def are_named(hours: str) -> bool:
    """Whether hours ask for the school holidays."""
    return "SH" in _without_comments(hours)


@cache
def of_schools(zone: str) -> frozenset[date]:
    """Every day of the school holidays that is known of a zone, `A`, `B` or `C`."""
    return frozenset(day for day in _calendar().data if _calendar().is_holiday_for_zone(day, zone))


def are_known(day: date) -> bool:
    """Whether it can be told of a day if it is one of the school holidays: until the last summer that is published."""
    first, last = _known()
    return first <= day <= last


def dated(hours: str, days: Sequence[date], school: Collection[date], matching: Matching) -> str:
    """The same hours as far as some days go, without what the library does not read as the specification has it.

    Args:
        days: in order, without a gap.
        school: the days of the school holidays.
        matching: the days, among `days`, that a selector without school holidays matches.

    Raises:
        Invalid: `opening_hours_invalid` where the holidays stand in a place that is not theirs.
    """
    masked = _without_comments(hours)
    written, at = [], 0
    for rule in _RULE.finditer(masked):
        found = _DAYS.fullmatch(rule.group())
        if found is None or not ("SH" in found["holidays"] or " " in (found["with"], found["and"])):
            continue
        begins = rule.start() + len(rule.group()) - len(rule.group().lstrip())
        rest = hours[rule.start() + found.start("rest") : rule.end()].lstrip()
        written.append(f"{hours[at:begins]}{_ranges(_matched(found, days, school, matching))} {rest}")
        at = rule.end()
    dated_hours = "".join([*written, hours[at:]])
    if are_named(dated_hours):
        raise Invalid("opening_hours_invalid", "The school holidays (SH) stand where no holidays can.")
    return dated_hours


@cache
def _known() -> tuple[date, date]:
    return min(_calendar().data), max(_calendar().data)


@cache
def _calendar() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def _without_comments(hours: str) -> str:
    """The hours with nothing in their comments, every character where it was."""
    return _COMMENT.sub(lambda found: '"' + "." * (len(found.group()) - 2) + '"', hours)


def _matched(found: re.Match[str], days: Sequence[date], school: Collection[date], matching: Matching) -> set[date]:
    """The days that the selectors of a rule match together."""
    wide, named = found["wide"].lstrip(), found["holidays"].split(",")
    holidays = {day for day in days if day in school} if "SH" in named else set()
    if public := ",".join(name for name in named if name != "SH"):
        holidays.update(matching(public))
    weekdays, between = (found["before"], found["with"]) if found["before"] else (found["after"], found["and"])
    if weekdays and between == " ":
        holidays.intersection_update(matching(weekdays))
    elif weekdays:
        holidays.update(matching(weekdays))
    return holidays.intersection(matching(f"{wide}Mo-Su"))


def _ranges(days: set[date]) -> str:
    """Days as a selector of dates."""
    firsts = [day for day in sorted(days) if day - timedelta(days=1) not in days]
    lasts = [day for day in sorted(days) if day + timedelta(days=1) not in days]
    ranges = [f"{_written(first)}-{_written(last)}" for first, last in zip(firsts, lasts, strict=True)]
    return ",".join(ranges) or _NEVER


def _written(day: date) -> str:
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"
