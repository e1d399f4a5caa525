"""The time for which somebody looks for something to do: now, seven days, a day, some days. Never does IO.

Days are those of a zone: in the nights in which its clocks change they have 23 and 25 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SOON = timedelta(hours=5)  # as in the application of 2018
WEEK = 7  # days, today among them


@dataclass(frozen=True)
class Window:
    """`[starts_at, ends_at)`, UTC."""

    starts_at: datetime
    ends_at: datetime


def now(at: datetime) -> Window:
    """What runs at an instant, or begins within `SOON`."""
    return Window(at, at + SOON)


def seven_days(at: datetime, zone: ZoneInfo) -> Window:
    """From an instant to the end of the sixth day after; what is over is not shown."""
    return Window(at, _midnight(at.astimezone(zone).date() + timedelta(days=WEEK), zone))


def days(first: date, last: date, zone: ZoneInfo) -> Window:
    """From the beginning of a day to the end of another, or of the same."""
    return Window(_midnight(first, zone), _midnight(last + timedelta(days=1), zone))


def midnight_after(at: datetime, zone: ZoneInfo) -> datetime:
    """The end of the day in which an instant is (UTC)."""
    return _midnight(at.astimezone(zone).date() + timedelta(days=1), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
