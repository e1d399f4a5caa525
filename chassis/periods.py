"""Periods: half-open spans of time, and their algebra. Never asks the time, never knows a zone.

A period holds its start and not its end, so that one may begin at the instant another ends. Everything here
is in UTC: two wall clocks of one zone compare wrongly in the night the clocks go back, two instants never do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from chassis.errors import Invalid


@dataclass(frozen=True, order=True)
class Period:
    """The instants from `starts_at` up to, not including, `ends_at`; kept in UTC whatever zone they came in.

    Raises:
        Invalid: `period_invalid` when an instant has no offset, the end is not after the start, or either lies outside
            the years 1970 to 2999, beyond which calendars overflow.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise Invalid("period_invalid", "An instant without offset is no instant.")
        if not self.starts_at.tzinfo is self.ends_at.tzinfo is UTC:  # asked first: thousands are made in UTC
            object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
            object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))
        if self.ends_at <= self.starts_at:
            raise Invalid("period_invalid", "A period ends after it starts.")
        if self.starts_at.year < 1970 or self.ends_at.year > 2999:
            raise Invalid("period_invalid", "A period lies in the years 1970 to 2999.")

    @property
    def length(self) -> timedelta:
        """The time that really passes, which in two nights of the year is not what the clocks show."""
        return self.ends_at - self.starts_at

    def overlaps(self, other: Period) -> bool:
        """Is there an instant in both?"""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def touches(self, other: Period) -> bool:
        """Does one begin at the very instant the other ends?"""
        return self.ends_at == other.starts_at or other.ends_at == self.starts_at

    def contains(self, other: Period) -> bool:
        """Is every instant of the other in this one?"""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def from_now_on(now: datetime) -> Period:
    """What is still to come."""
    return Period(now, datetime(2999, 1, 1, tzinfo=UTC))


def union(periods: Iterable[Period]) -> list[Period]:
    """The same instants in the fewest periods: sorted, apart from each other."""
    merged: list[Period] = []
    for period in sorted(periods, key=attrgetter("starts_at")):
        if not merged or period.starts_at > merged[-1].ends_at:
            merged.append(period)
        elif period.ends_at > merged[-1].ends_at:
            merged[-1] = Period(merged[-1].starts_at, period.ends_at)
    return merged


def subtract(periods: Iterable[Period], taken: Iterable[Period]) -> list[Period]:
    """The instants of `periods` that are in none of `taken`, as a union. Both are looked at once, in order of time."""
    holes = union(taken)
    left: list[Period] = []
    at = 0
    for period in union(periods):
        free_from = period.starts_at
        while at < len(holes) and holes[at].starts_at < period.ends_at:
            if free_from < holes[at].starts_at:
                left.append(Period(free_from, holes[at].starts_at))
            free_from = max(free_from, holes[at].ends_at)
            if holes[at].ends_at > period.ends_at:
                break  # it may reach into the next one too
            at += 1
        if free_from < period.ends_at:
            left.append(Period(free_from, period.ends_at))
    return left


def clip(periods: Iterable[Period], within: Period) -> list[Period]:
    """The instants of `periods` that are in `within`, as a union."""
    return union(
        period
        if within.contains(period)
        else Period(max(period.starts_at, within.starts_at), min(period.ends_at, within.ends_at))
        for period in periods
        if period.overlaps(within)
    )


def intersect(periods: Iterable[Period], others: Iterable[Period]) -> list[Period]:
    """The instants that are in both, as a union."""
    others = union(others)
    return union(found for period in union(periods) for found in clip(others, period))
