"""Series: bookings that come again by a rule, always at the same wall time of their place. Never asks the time.

A series is told in wall times and a zone, and each occurrence becomes instants by itself, so that no change of the
clocks ever shifts the later ones. A wall time that a night does not have (spring) is taken with the offset from before
the clocks jump: 02:30 becomes 03:30. One that a night has twice (autumn) is the first. Where that makes the end come
before the start, the occurrence has no period.

Source: RFC 5545, 3.3.5 (the two nights) and 3.3.10 (the rule).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from chassis.errors import Invalid
from services.bookings.domain.periods import Period
from services.bookings.domain.recurrence import Rule, days, read_rule, rule_invalid

MOST_OCCURRENCES = 200
LONGEST_YEARS = 2
EARLIEST, LATEST = 1970, 2990  # years


@dataclass(frozen=True)
class Series:
    """What was asked for again and again.

    Attributes:
        rule: RFC 5545, as it was asked for.
        starts_local, ends_local: the first wall times that were asked for, without offset; the rule counts from there.
        zone: IANA name, of the place.
        space_id: where what was refused is tried again.
        past: the refusal codes that whoever booked it asked to go past.
        sequence: 0, then one more with each change.
    """

    series_id: str
    space_id: str
    member_id: str
    home_city: str
    organisation_id: str | None
    booked_by_id: str
    booked_by_city: str
    rule: str
    starts_local: str
    ends_local: str
    zone: str
    persons: int
    past: tuple[str, ...]
    booked_at: datetime
    sequence: int = 0


@dataclass(frozen=True, order=True)
class Occurrence:
    """One of a series.

    Attributes:
        key: the wall time of its start, `2026-11-23T09:00:00`; never changes, even when the occurrence is moved.
        period: None when the wall times make none in a night in which the clocks change.
    """

    key: str
    period: Period | None


def occurrences(rule: str, starts_local: datetime, ends_local: datetime, zone: str) -> list[Occurrence]:
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
        raise Invalid(
            "series_too_long",
            f"A series has at most {MOST_OCCURRENCES} occurrences, within {LONGEST_YEARS * 12} months.",
            {"occurrences": MOST_OCCURRENCES, "months": LONGEST_YEARS * 12},
        )
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


def instant(local: datetime, zone: str) -> datetime:
    """The instant of a wall time, as the head of this module says."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def wall_time(at: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at an instant, without offset."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


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
    if not EARLIEST <= starts_local.year <= ends_local.year <= LATEST:
        raise Invalid("period_invalid", "A series lies in the years 1970 to 2990.")
