"""On which days trips run: calendar.txt, calendar_dates.txt, and what feed_info.txt says of the whole. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.opendata.transit.archive import Archive
from services.opendata.transit.refusals import Broken

KEPT_BEFORE = timedelta(days=7)
KEPT_AFTER = timedelta(days=400)

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALENDAR, _DATES, _INFO = "calendar.txt", "calendar_dates.txt", "feed_info.txt"
_ADDED, _REMOVED = "1", "2"


@dataclass(frozen=True)
class Calendars:
    """The days of an archive.

    Attributes:
        numbers: of the calendars, by their ids in the archive; those that run on none of `days`, too.
        days: the numbers of those that run, by day; only days on which some do.
        running: the numbers of those that run on some day.
    """

    numbers: Mapping[str, int]
    days: Mapping[date, list[int]]
    valid_from: date
    valid_until: date
    kept_until: date
    publisher: str
    version: str

    @property
    def running(self) -> frozenset[int]:
        """The numbers of the calendars that run on some day."""
        return frozenset(number for numbers in self.days.values() for number in numbers)


def read_calendars(archive: Archive, today: date) -> Calendars:
    """The days on which trips run, of those from a week before `today` to four hundred days after.

    Raises:
        Broken: neither file is there, or they are about no day, or all of it is over.
    """
    if not archive.has(_CALENDAR) and not archive.has(_DATES):
        raise Broken(f"neither {_CALENDAR} nor {_DATES} is there")
    kept_from, kept_until = today - KEPT_BEFORE, today + KEPT_AFTER
    days = _Days(kept_from, kept_until)
    if archive.has(_CALENDAR):
        _read_weeks(archive, days)
    if archive.has(_DATES):
        _read_dates(archive, days)
    if days.first is None or days.last is None:
        raise Broken("its calendars are about no day")
    publisher, version, begins, ends = _read_info(archive)
    valid_from, valid_until = max(days.first, begins or days.first), min(days.last, ends or days.last)
    if valid_until < valid_from:
        raise Broken(f"{_INFO} and its calendars have no day in common")
    if valid_until < today:
        raise Broken(f"it ended on {valid_until}")
    found = {
        day: sorted(numbers)
        for day, numbers in sorted(days.running.items())
        if numbers and valid_from <= day <= valid_until
    }
    return Calendars(days.numbers, found, valid_from, valid_until, min(valid_until, kept_until), publisher, version)


class _Days:
    """Days as they are found; those outside the kept ones count for the validity only."""

    def __init__(self, kept_from: date, kept_until: date) -> None:
        self._kept_from, self._kept_until = kept_from, kept_until
        self.numbers: dict[str, int] = {}
        self.running: dict[date, set[int]] = {}
        self.first: date | None = None
        self.last: date | None = None

    def number(self, calendar_id: str) -> int:
        return self.numbers.setdefault(calendar_id, len(self.numbers))

    def add_weeks(self, number: int, week: list[bool], begins: date, ends: date) -> None:
        self._reach(begins)
        self._reach(ends)
        day = max(begins, self._kept_from)
        while day <= min(ends, self._kept_until):
            if week[day.weekday()]:
                self.running.setdefault(day, set()).add(number)
            day += timedelta(days=1)

    def add(self, number: int, day: date) -> None:
        self._reach(day)
        if self._kept_from <= day <= self._kept_until:
            self.running.setdefault(day, set()).add(number)

    def remove(self, number: int, day: date) -> None:
        self.running.get(day, set()).discard(number)

    def _reach(self, day: date) -> None:
        self.first = min(day, self.first or day)
        self.last = max(day, self.last or day)


def _read_weeks(archive: Archive, days: _Days) -> None:
    for line, row in archive.rows(_CALENDAR, ("service_id", *_WEEK, "start_date", "end_date")):
        week = [value.strip() for value in row[1:8]]
        begins, ends = day_of(row[8]), day_of(row[9])
        if not row[0].strip() or not set(week) <= {"0", "1"}:
            archive.refusals.add(_CALENDAR, "no id, or days of the week other than 0 and 1", line)
        elif begins is None or ends is None or ends < begins:
            archive.refusals.add(_CALENDAR, "no date, or an end before its beginning", line)
        elif row[0].strip() in days.numbers:
            archive.refusals.add(_CALENDAR, "an id that was there before", line)
        else:
            days.add_weeks(days.number(row[0].strip()), [value == "1" for value in week], begins, ends)


def _read_dates(archive: Archive, days: _Days) -> None:
    removed = []
    for line, (calendar_id, written, kind) in archive.rows(_DATES, ("service_id", "date", "exception_type")):
        day = day_of(written)
        if not calendar_id.strip() or day is None:
            archive.refusals.add(_DATES, "no id, or no date", line)
        elif kind.strip() == _ADDED:
            days.add(days.number(calendar_id.strip()), day)
        elif kind.strip() == _REMOVED:
            removed.append((days.number(calendar_id.strip()), day))
        else:
            archive.refusals.add(_DATES, "an exception other than 1 and 2", line)
    for number, day in removed:
        days.remove(number, day)


def _read_info(archive: Archive) -> tuple[str, str, date | None, date | None]:
    columns = ("feed_publisher_name", "feed_version", "feed_start_date", "feed_end_date")
    if archive.has(_INFO):
        for _, (publisher, version, begins, ends) in archive.rows(_INFO, (), columns):
            return publisher.strip()[:200], version.strip()[:100], day_of(begins), day_of(ends)
    return "", "", None, None


def day_of(written: str) -> date | None:
    """A date as GTFS writes it, `20261123`, or None."""
    written = written.strip()
    if len(written) != 8 or not (written.isascii() and written.isdigit()):
        return None
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None
