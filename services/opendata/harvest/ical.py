"""A calendar (iCalendar) as happenings: one a UID, with a timing for each of its dates. Never asks the time.

A rule is followed from the beginning of last month to the end of the same month next year, so that what is told
changes once a month and not every day. What ended before that is left out. A time without a zone, or of a zone that
floats, is one of the source's. An entry that ends when it begins has no known end; a whole day that does so is a day.
Entries that are said to be private are refused. What a calendar says of time zones itself (VTIMEZONE) is not read.

Source: RFC 5545, 3.6.1, 3.8.2, 3.8.4.4 and 3.8.5.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from icalendar import Event

from chassis.config import Source
from chassis.errors import Invalid
from chassis.recurrence import days, read_rule
from services.opendata.domain.happenings import Happening, Timing
from services.opendata.domain.turns import Page
from services.opendata.harvest import saying_when, wording
from services.opendata.harvest.decoding import plain
from services.opendata.harvest.failures import Failed
from services.opendata.harvest.gathering import Gathering

MOST_ENTRIES = 20_000
MOST_DAYS_SOUGHT = 400_000  # by all rules of a calendar together: a second or two

_DAY = timedelta(days=1)
_FOLD = re.compile(r"\r?\n[ \t]")
_WHEN = frozenset({"DTSTART", "DTEND", "DURATION", "RDATE", "EXDATE", "RECURRENCE-ID"})
_STATUSES = {"CANCELLED": "cancelled"}


@dataclass
class _Sought:
    """How far rules are followed, and how much of that was done."""

    first: datetime
    last: date
    days: int = 0

    def spend(self, since: date) -> None:
        self.days += max((self.last - since).days, 0)
        if self.days > MOST_DAYS_SOUGHT:
            raise Invalid("rule_too_old", "its rule began too long ago, or there are too many")


def read(text: str, source: Source, now: datetime) -> Page:
    """What a calendar announces.

    Raises:
        Failed: `content_unreadable`, `truncated`, `too_many`.
    """
    gathering, sought = Gathering(), _window(now)
    entries: dict[str, list[Any]] = defaultdict(list)
    for lines in _blocks(text):
        _parse(lines, entries, gathering)
    for uid, events in entries.items():
        gathering.take(uid, partial(_happening, uid, events, source, sought))
    return gathering.page(is_last_of_all=True)


def _window(now: datetime) -> _Sought:
    first = (now.astimezone(UTC).replace(day=1) - _DAY).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = (now.replace(day=1) + 400 * _DAY).replace(day=1).date()
    return _Sought(first, last)


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each entry, unfolded; what stands elsewhere says nothing of when and where."""
    lines = [line.strip("\r") for line in _FOLD.sub("", text).split("\n")]
    words = [line.strip().upper() for line in lines]
    if "BEGIN:VCALENDAR" not in words[:20]:
        raise Failed("content_unreadable")
    if "END:VCALENDAR" not in words[-20:]:
        raise Failed("truncated")
    if words.count("BEGIN:VEVENT") > MOST_ENTRIES:
        raise Failed("too_many")
    block: list[str] | None = None
    for line, word in zip(lines, words, strict=True):
        if word == "BEGIN:VEVENT":
            block = []
        if block is not None and word:
            block.append(line)
        if word == "END:VEVENT" and block is not None:
            yield block
            block = None


def _parse(lines: list[str], entries: dict[str, list[Any]], gathering: Gathering) -> None:
    """Put an entry to those of its UID; one that cannot be read is refused by itself."""
    uid = next((line.partition(":")[2].strip() for line in lines if line.upper().startswith("UID:")), "")
    try:
        event = Event.from_ical("\r\n".join([*lines, ""]))
        broken = {name for name, _ in event.errors}
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError):
        gathering.refuse(uid, "malformed")
        return
    if not uid:
        gathering.refuse(uid, "external_id_missing")
    elif broken & _WHEN or "DTSTART" not in event:
        gathering.refuse(uid, "date_unreadable" if broken & _WHEN else "timing_missing")
    elif "RRULE" in broken:
        gathering.refuse(uid, "rule_invalid")
    elif str(event.get("CLASS", "PUBLIC")).upper() != "PUBLIC":
        gathering.refuse(uid, "private")
    else:
        entries[uid].append(event)


def _happening(uid: str, events: list[Any], source: Source, sought: _Sought) -> Happening | None:
    """What the entries of a UID say together: its own, and those that stand for one of its dates.

    None when all of it was over before what is told.
    """
    instead = [event for event in events if "RECURRENCE-ID" in event]
    own = [event for event in events if "RECURRENCE-ID" not in event]
    told = own[-1] if own else instead[0]
    timings: dict[datetime, Timing] = {}
    for event in own:
        timings.update((timing.starts_at, timing) for timing in _timings(event, source, sought))
    for event in instead:
        timings.pop(_at(event["RECURRENCE-ID"], source), None)
        if _status(event) != "cancelled" or not own:
            timings.update((timing.starts_at, timing) for timing in _timings(event, source, sought))
    kept = tuple(timing for timing in timings.values() if timing.ends_at >= sought.first)
    if timings and not kept:
        return None
    return replace(_described(uid, told, source), timings=kept)


def _described(uid: str, event: Any, source: Source) -> Happening:
    categories = [str(each) for one in wording.several(event.get("CATEGORIES")) for each in getattr(one, "cats", [])]
    geo = event.get("GEO")
    point = (geo.latitude, geo.longitude) if geo is not None and hasattr(geo, "latitude") else (None, None)
    changed = event.get("LAST-MODIFIED")
    return Happening(
        source=source.code,
        external_id=uid,
        title=str(event.get("SUMMARY", "")),
        description=plain(str(event.get("DESCRIPTION", ""))),
        url=str(event.get("URL", "")),
        theme=wording.theme(categories, source.themes),
        status=_status(event),
        where=wording.where(plain(str(event.get("LOCATION", ""))), *point),
        timings=(),
        zone=source.zone,
        updated_at=changed.dt if isinstance(getattr(changed, "dt", None), datetime) and changed.dt.tzinfo else None,
    )


def _status(event: Any) -> str:
    return _STATUSES.get(str(event.get("STATUS", "")).upper(), "scheduled")


def _timings(event: Any, source: Source, sought: _Sought) -> Iterator[Timing]:
    """The dates of an entry, those of a rule as far as it is followed."""
    first, length = _value(event["DTSTART"]), _length(event)
    excluded = {
        each.dt if _is_day(each.dt) else saying_when.at(each.dt, source.zone) for each in _listed(event, "EXDATE")
    }
    starts = _starts(event, first, source, sought) if "RRULE" in event else iter([first])
    for start in [*starts, *(each.dt for each in _listed(event, "RDATE"))]:
        starts_at = saying_when.at(start, source.zone)
        if starts_at not in excluded and (start if _is_day(start) else start.date()) not in excluded:
            # a length in hours is one of the clock that never jumps, an end is one of the wall's
            exact = "DTEND" not in event and not _is_day(start)
            ends_at = starts_at + length if exact else saying_when.at(start + length, source.zone)
            yield Timing(starts_at, max(ends_at, starts_at))


def _starts(event: Any, first: date, source: Source, sought: _Sought) -> Iterator[date]:
    """The starts that a rule names, as days or as wall times of its own zone."""
    rules = wording.several(event["RRULE"])
    if len(rules) != 1:
        raise Invalid("rule_invalid", "more than one rule")
    said = rules[0].to_ical().decode()
    rule = read_rule(said if re.search("COUNT|UNTIL", said) else f"{said};UNTIL={sought.last:%Y%m%d}")
    day = first.date() if isinstance(first, datetime) else first
    since = sought.first.date() if rule.count is None else day
    sought.spend(max(day, since))
    for number, named in enumerate(days(rule, day, sought.last, since), 1):
        start = datetime.combine(named, first.timetz()) if isinstance(first, datetime) else named
        local = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(named, time.min)
        if rule.until is not None and local > rule.until:
            return
        if rule.until_at is not None and saying_when.at(start, source.zone) > rule.until_at:
            return
        yield start
        if number == rule.count:
            return


def _length(event: Any) -> timedelta:
    """How long an entry lasts, in wall time; whole days last a day at least."""
    first, length = _value(event["DTSTART"]), timedelta()
    if "DTEND" in event:
        end = _value(event["DTEND"])
        if isinstance(end, datetime) != isinstance(first, datetime):
            raise Invalid("date_unreadable", "it begins on a day and ends at a time, or the other way round")
        if isinstance(end, datetime) and isinstance(first, datetime) and end.tzinfo and first.tzinfo:
            end = end.astimezone(first.tzinfo)
        length = end - first
    elif "DURATION" in event:
        length = event["DURATION"].dt
    if not isinstance(first, datetime):
        return max(length, _DAY)
    if length < timedelta():
        raise Invalid("ends_before_start")
    return length


def _listed(event: Any, name: str) -> list[Any]:
    """The values of a property that may be given more than once, each time with several values."""
    return [each for one in wording.several(event.get(name)) for each in one.dts]


def _at(value: Any, source: Source) -> datetime:
    return saying_when.at(_value(value), source.zone)


def _is_day(value: date) -> bool:
    return not isinstance(value, datetime)


def _value(value: Any) -> date:
    """The date, or the date and time, of a property."""
    found = value.dt
    if not isinstance(found, date):
        raise Invalid("date_unreadable", "neither a day nor a time of a day")
    if isinstance(found, datetime) and found.tzinfo is None and "TZID" in value.params:
        raise Invalid("zone_unknown")
    return found
