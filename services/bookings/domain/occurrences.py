"""Occurrences: what a rule makes of wall times, and wall times of instants. Never asks the time.

A series is told in wall times and a zone, and each occurrence becomes instants by itself, so that no change of the
clocks ever shifts the later ones. A wall time that a night does not have (spring) is taken with the offset from before
the clocks jump: 02:30 becomes 03:30. One that a night has twice (autumn) is the first. Where that makes the end come
before the start, the occurrence has no period.

Source: RFC 5545, 3.3.5 (the two nights) and 3.3.10 (the rule).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from chassis.errors import Invalid
from chassis.periods import Period
from chassis.recurrence import Rule, days, read_rule, rule_invalid

MOST_OCCURRENCES = 200
LONGEST_YEARS = 2
EARLIEST, LATEST = 1970, 2990  # years


@dataclass(frozen=True, order=True)
class Occurrence:
    """One of a series.

    Attributes:
        key: the wall time of its start, `2026-11-23T09:00:00`; never changes, even when the occurrence is moved.
        period: None when the wall times make none in a night in which the clocks change.
    """

    key: str
    period: Period | None


def of_rule(rule: str, starts_local: datetime, ends_local: datetime, zone: str) -> list[Occurrence]:
    """What a rule makes of wall times, in order. A start that the rule does not name is no occurrence.

    Args:
        starts_local, ends_local: without offset; the end may be on a later day.
        zone: IANA name.

    Raises:
        Invalid: `rule_invalid`, also when the rule never comes true; `series_too_long` beyond 200 occurrences or 24
            months from the start; `period_invalid`.
    """
    _check(starts_local, ends_local)
    read, length = read_rule(rule), ends_local - starts_local
    last = _years_later(starts_local.date(), LONGEST_YEARS)
    starts = list(islice(_starts(read, starts_local, last, zone), MOST_OCCURRENCES + 1))
    if not starts:
        raise rule_invalid("The rule never comes true.")
    if len(starts) > MOST_OCCURRENCES or len(starts) < (read.count or 0) or _ends_after(read, last, zone):
        raise too_long()
    return [occurrence(start, start + length, zone) for start in starts]


def occurrence(starts_local: datetime, ends_local: datetime, zone: str) -> Occurrence:
    """The occurrence from one wall time to another.

    Raises:
        Invalid: `period_invalid` when the end does not come after the start.
    """
    _check(starts_local, ends_local)
    starts_at, ends_at = instant(starts_local, zone), instant(ends_local, zone)
    period = Period(starts_at, ends_at) if starts_at < ends_at else None
    return Occurrence(starts_local.isoformat(timespec="seconds"), period)


def span(periods: Iterable[Period | None]) -> Period:
    """From the first start to the last end.

    Raises:
        Invalid: `period_invalid` when there is none.
    """
    found = [period for period in periods if period]
    if not found:
        raise Invalid("period_invalid", "The clocks change that night: the end would come before the start.")
    return Period(min(found).starts_at, max(period.ends_at for period in found))


def instant(local: datetime, zone: str) -> datetime:
    """The instant of a wall time, as the head of this module says."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def wall_time(at: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at an instant, without offset."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def moved_alike(
    period: Period, like: Period, starts_at: datetime | None, ends_at: datetime | None, zone: str
) -> Period | None:
    """What becomes of a period when another of its series is moved: the same wall times, as many days away.

    Args:
        like: the other one as it was; `starts_at`, `ends_at` as it shall be, None for as it was.

    Returns:
        None when the wall times make no period.

    Raises:
        Invalid: `period_invalid` outside the years 1970 to 2990.
    """
    check_years(*(at for at in (starts_at, ends_at) if at is not None))
    start = _shifted(period.starts_at, like.starts_at, starts_at, zone)
    end = _shifted(period.ends_at, like.ends_at, ends_at, zone)
    return Period(start, end) if start < end else None


def check_years(*times: datetime) -> None:
    """Refuse what lies where calendars overflow, before anything is counted from it.

    Raises:
        Invalid: `period_invalid` outside the years 1970 to 2990.
    """
    if not all(EARLIEST <= one.year <= LATEST for one in times):
        raise Invalid("period_invalid", f"A series lies in the years {EARLIEST} to {LATEST}.")


def too_long() -> Invalid:
    """The refusal of a series that has too many occurrences, or goes on for too long."""
    return Invalid(
        "series_too_long",
        f"A series has at most {MOST_OCCURRENCES} occurrences, within {LONGEST_YEARS * 12} months.",
        {"most_occurrences": MOST_OCCURRENCES, "most_months": LONGEST_YEARS * 12},
    )


def _starts(rule: Rule, first: datetime, last: date, zone: str) -> Iterator[datetime]:
    for number, day in enumerate(days(rule, first.date(), last), 1):
        start = datetime.combine(day, first.time())
        if rule.until is not None and start > rule.until:
            return
        if rule.until_at is not None and instant(start, zone) > rule.until_at:
            return
        yield start
        if number == rule.count:
            return


def _shifted(at: datetime, was: datetime, becomes: datetime | None, zone: str) -> datetime:
    if becomes is None or becomes == was:
        return at
    before, after = wall_time(was, zone), wall_time(becomes, zone)
    day = wall_time(at, zone).date() + (after.date() - before.date())
    return instant(datetime.combine(day, after.time()), zone)


def _ends_after(rule: Rule, last: date, zone: str) -> bool:
    end = datetime.combine(last, time.max)
    return (rule.until is not None and rule.until > end) or (
        rule.until_at is not None and rule.until_at > instant(end, zone)
    )


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; the 28th of February for a 29th that it does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _check(starts_local: datetime, ends_local: datetime) -> None:
    if starts_local.tzinfo or ends_local.tzinfo or not starts_local < ends_local:
        raise Invalid("period_invalid", "A wall time has no offset, and a period ends after it starts.")
    check_years(starts_local, ends_local)
