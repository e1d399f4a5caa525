"""Dates and times as sources write them, as instants. Never asks the time: what cannot be read is refused.

A time without an offset is one of the source's zone. A wall time that a night does not have (spring) is taken with
the offset from before the clocks jump, one that it has twice (autumn) is the first. A day without a time is all of
that day, midnight to midnight there.

Source: ISO 8601 as Python reads it; RFC 5322, 3.3; RFC 5545, 3.3.5 for the two nights.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from chassis.errors import Invalid
from services.opendata.domain.happenings import Timing

_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(?:à )?(\d{1,2})[:hH](\d{2})?(?::(\d{2}))?)?")
_DAY = timedelta(days=1)
_LONGEST_TEXT = 100


def read(text: str) -> datetime | date:
    """The day, or the wall time or instant, that a text says.

    Understands ISO 8601 (`2026-12-04`, `2026-12-04T20:00`, `2026-12-04T20:00:00+01:00`), what mail and RSS write
    (`Fri, 04 Dec 2026 20:00:00 +0100`), and `04/12/2026`, `04/12/2026 20:00`, `04/12/2026 20h`.

    Raises:
        Invalid: `date_unreadable`.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_TEXT:
        raise _unreadable()
    try:
        if found := _FRENCH.fullmatch(text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
            if found[4] is None:
                return day
            return datetime.combine(day, time(int(found[4]), int(found[5] or 0), int(found[6] or 0)))
        if text[0].isdigit():
            return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise _unreadable() from None


def at(moment: datetime | date, zone: str) -> datetime:
    """The instant (UTC) of what was read; of a day its midnight there.

    Raises:
        Invalid: `date_out_of_range` for the first and the last day that there are.
    """
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone), fold=0)).astimezone(UTC)
    except OverflowError:
        raise Invalid("date_out_of_range") from None


def timing(start: str, end: str | None, zone: str) -> Timing:
    """From one text to another. A last day is meant whole; without an end a day is one day, and a time has none.

    Raises:
        Invalid: `date_unreadable`, `date_out_of_range`, `ends_before_start`.
    """
    first = read(start)
    last = read(end) if end and end.strip() else (first if not isinstance(first, datetime) else None)
    starts_at = at(first, zone)
    if last is None:
        return Timing(starts_at, starts_at)
    is_time = isinstance(last, datetime)
    ends_at = at(last, zone) if is_time else _after(last, zone)
    if ends_at < starts_at or (ends_at == starts_at and not is_time):
        raise Invalid("ends_before_start")
    return Timing(starts_at, ends_at)


def instant(text: object, zone: str) -> datetime | None:
    """The instant of when something was changed; None when that cannot be read, which changes nothing for anybody."""
    try:
        return at(read(text), zone) if isinstance(text, str) else None
    except Invalid:
        return None


def _after(day: date, zone: str) -> datetime:
    try:
        return at(day + _DAY, zone)
    except OverflowError:
        raise Invalid("date_out_of_range") from None


def _unreadable() -> Invalid:
    return Invalid("date_unreadable", "no date that we can read")
