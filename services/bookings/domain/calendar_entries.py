"""The entries of somebody's calendar (iCalendar), as the closures that they announce. Never asks the time.

Every entry closes, whatever its text and transparency. A whole day is one from midnight to midnight at the place, and
so is one that ends before it has begun, as in the State's calendar of public holidays. A time without a zone is the
place's. A rule is followed for two years; what is over is left out.

What a calendar says of time zones itself (VTIMEZONE) is not read: its rules may have no end. A zone is known by its
IANA name, or by Windows's.

Source: RFC 5545, 3.6.1, 3.8.2 and 3.8.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from chassis.errors import Invalid, ServiceError
from chassis.periods import Period
from chassis.recurrence import days, read_rule

MOST_CHARACTERS = 262_144
MOST_COMPONENTS = 500
MOST_ENTRIES = 1000
MOST_DAYS_SOUGHT = 100_000  # by all rules together: a third of a second
FOLLOWED_FOR = timedelta(days=731)
LONGEST_UID, LONGEST_REASON = 255, 200

# OSError: a zone is looked for among the files, and its name may be too long for one.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
_FOLD = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True)
class Entry:
    """When a calendar says that a place is closed, and why. `uid` and the start tell it from every other."""

    uid: str
    period: Period
    reason: str


@dataclass(frozen=True)
class Told:
    """What a calendar tells: its entries to come, and the uids of all that it speaks of."""

    uids: frozenset[str]
    entries: tuple[Entry, ...]


def read(text: str, zone: str, now: datetime) -> Told:
    """What a calendar tells of closures that are not over.

    Args:
        zone: IANA name, of the place.

    Raises:
        Invalid: `calendar_invalid`, with what is wrong and where.
    """
    found: dict[tuple[str, datetime], Entry] = {}
    uids: set[str] = set()
    sought = 0
    # what takes the place of one occurrence comes after the rule that made it
    for event in sorted(_events(text), key=lambda event: "RECURRENCE-ID" in event):
        uid = _uid(event)
        uids.add(uid)
        try:
            sought += _days_sought(event, zone, now)
            if sought > MOST_DAYS_SOUGHT:
                raise Invalid("calendar_invalid", "Too many rules, or rules that began too long ago.")
            _apply(event, uid, zone, now, found)
        except ServiceError as exc:
            raise _invalid(exc.message, uid) from None
        except _UNREADABLE as exc:
            raise _invalid(f"It cannot be read: {str(exc)[:200]}.", uid) from None
        if len(found) > MOST_ENTRIES:
            raise _invalid(f"More than {MOST_ENTRIES} entries to come.", uid)
    return Told(frozenset(uids), tuple(sorted(found.values(), key=lambda entry: entry.period)))


def _events(text: str) -> list[Any]:
    if len(text) > MOST_CHARACTERS:
        raise _invalid(f"More than {MOST_CHARACTERS} characters.")
    lines = _lines(text)
    if sum(line.upper().startswith("BEGIN:") for line in lines) > MOST_COMPONENTS:
        raise _invalid(f"More than {MOST_COMPONENTS} components.")
    try:
        calendar = Calendar.from_ical("\r\n".join(lines))
    except _UNREADABLE as exc:
        raise _invalid(str(exc)[:200]) from None
    if calendar.walk("VTIMEZONE"):
        raise _invalid("A VTIMEZONE stands where none can.")
    return list(calendar.walk("VEVENT"))


def _lines(text: str) -> list[str]:
    """The lines of a calendar, unfolded, without those of its time zones."""
    kept, in_zone = [], False
    for line in _FOLD.sub("", text).split("\n"):
        word = line.strip().upper()
        in_zone = in_zone or word == "BEGIN:VTIMEZONE"
        if word and not in_zone:
            kept.append(line.rstrip("\r"))
        in_zone = in_zone and word != "END:VTIMEZONE"
    return kept


def _uid(event: Any) -> str:
    uid = event.get("UID")
    if not isinstance(uid, str) or not 1 <= len(uid) <= LONGEST_UID or not uid.isprintable():
        raise _invalid(f"An entry has no UID of 1 to {LONGEST_UID} characters: {str(event.get('SUMMARY', ''))[:50]!r}.")
    return str(uid)


def _apply(event: Any, uid: str, zone: str, now: datetime, found: dict[tuple[str, datetime], Entry]) -> None:
    """Add what an entry says to what was found, or take away what it takes back."""
    if event.errors:
        raise Invalid("calendar_invalid", f"{event.errors[0][0]}: {event.errors[0][1]}"[:200])
    if "DTSTART" not in event:
        raise Invalid("calendar_invalid", "DTSTART is missing.")
    if "RECURRENCE-ID" in event:
        found.pop((uid, _instant(event["RECURRENCE-ID"], zone)), None)
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    reason = _readable(str(event.get("SUMMARY", "")))
    for period in _periods(event, zone, now):
        found[uid, period.starts_at] = Entry(uid, period, reason)


def _readable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_REASON]


def _periods(event: Any, zone: str, now: datetime) -> Iterator[Period]:
    first = _value(event["DTSTART"])
    length = _length(event, first)
    excluded = {_instant(each, zone) for each in _listed(event, "EXDATE")}
    for start in [*_starts(event, first, zone, now), *(_value(each) for each in _listed(event, "RDATE"))]:
        starts_at, ends_at = _at(start, zone), _at(start + length, zone)
        if max(starts_at, now) < ends_at and starts_at not in excluded:  # one night has not every wall time
            yield Period(starts_at, ends_at)


def _starts(event: Any, first: date, zone: str, now: datetime) -> Iterator[date]:
    """The starts that a rule names, as wall times of its own zone, or the only one."""
    if "RRULE" not in event:
        yield first
        return
    last = (now + FOLLOWED_FOR).date()
    text = event["RRULE"].to_ical().decode()
    rule = read_rule(text if re.search("COUNT|UNTIL", text) else f"{text};UNTIL={last:%Y%m%d}")
    day = first.date() if isinstance(first, datetime) else first
    for number, named in enumerate(days(rule, day, last), 1):
        start = datetime.combine(named, first.timetz()) if isinstance(first, datetime) else named
        local = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(named, time.min)
        if rule.until is not None and local > rule.until:
            return
        if rule.until_at is not None and _at(start, zone) > rule.until_at:
            return
        yield start
        if number == rule.count:
            return


def _days_sought(event: Any, zone: str, now: datetime) -> int:
    """How many days are looked at to follow a rule."""
    if "RRULE" not in event or "DTSTART" not in event:
        return 0
    return max((now + FOLLOWED_FOR - _instant(event["DTSTART"], zone)).days, 0)


def _length(event: Any, first: date) -> timedelta:
    day, length = timedelta(days=1), timedelta()
    if "DTEND" in event:
        length = _value(event["DTEND"]) - first
    elif "DURATION" in event:
        length = event["DURATION"].dt
    if not isinstance(first, datetime):
        return max(length, day)
    if length <= timedelta():
        raise Invalid("calendar_invalid", "It takes no time.")
    return length


def _listed(event: Any, name: str) -> list[Any]:
    """The values of a property that may be given more than once, each time with several values."""
    given = event.get(name, [])
    return [each for one in (given if isinstance(given, list) else [given]) for each in one.dts]


def _instant(value: Any, zone: str) -> datetime:
    return _at(_value(value), zone)


def _value(value: Any) -> date:
    """The date, or the date and time, of a property."""
    found = value.dt
    if not isinstance(found, date):
        raise Invalid("calendar_invalid", "Neither a day nor a time of a day.")
    if isinstance(found, datetime) and found.tzinfo is None and "TZID" in value.params:
        raise Invalid("calendar_invalid", f"No zone is called {str(value.params['TZID'])[:50]!r}.")
    return found


def _at(value: date, zone: str) -> datetime:
    """The instant of a wall time; of a day, its midnight at the place."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _invalid(why: str, uid: str = "") -> Invalid:
    where = f"Entry {uid}: {why}" if uid else why
    return Invalid("calendar_invalid", where, {"errors": [{"pointer": "/calendar", "detail": where}]})
