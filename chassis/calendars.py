"""Wall times in a calendar file, with the description of their zone that every calendar program understands. Pure.

A VTIMEZONE is written in its short form, two rules; so only zones are described whose rules are those. An instant in
another zone is told in UTC, which is never wrong.

Source: RFC 5545, 3.6.5; directive 2000/84/EC for the rule of the European Union.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Component

# These keep the rule of the European Union under the names CET and CEST.
DESCRIBED = ("Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Luxembourg", "Europe/Berlin")
_RULES = """\
BEGIN:VTIMEZONE
TZID:{}
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def local(instant: datetime, zone: str) -> datetime:
    """The wall time of a zone that is described, when it comes once that day; else the instant in UTC.

    Of a time that comes twice in autumn a calendar should take the first, and some take the second.
    """
    there = instant.astimezone(ZoneInfo(zone) if zone in DESCRIBED else UTC)
    comes_twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
    return there.astimezone(UTC) if comes_twice else there


def description(zone: str) -> Component | None:
    """The VTIMEZONE of a zone; None of one whose times are told in UTC."""
    return Component.from_ical(_RULES.format(zone)) if zone in DESCRIBED else None
