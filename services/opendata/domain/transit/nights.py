"""Which day of service an instant belongs to, and when a night is over. Never does IO.

A timetable counts its seconds from noon minus twelve hours of a day of service, beyond 24 hours when a trip goes past
midnight; on most days that is midnight, in a night in which the clocks change it is an hour beside.

Source: GTFS Schedule Reference, field type Time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT_ENDS = time(4)  # after the last metro of a Saturday, before the first of a Sunday
LONGEST_SECONDS = 48 * 3600  # of a trip's times: then two days of service may still run at an instant


@dataclass(frozen=True)
class Window:
    """`[starts_at, ends_at]`, UTC, and the day of service it is in by the clocks of a zone."""

    starts_at: datetime
    ends_at: datetime
    day: date

    @property
    def days(self) -> tuple[date, ...]:
        """The days of service whose trips may run in it; some networks count 00:30 to one day, some to the other."""
        return tuple(self.day + timedelta(days=shift) for shift in (-1, 0, 1))


def service_day(at: datetime, zone: ZoneInfo) -> date:
    """The day that an instant belongs to for who is out: until the night is over, the day before."""
    local = at.astimezone(zone)
    return local.date() if local.time() >= NIGHT_ENDS else local.date() - timedelta(days=1)


def night_after(at: datetime, zone: ZoneInfo) -> Window:
    """From an instant until the night that follows it is over: the next time the clocks say `NIGHT_ENDS`."""
    day = service_day(at, zone)
    over = datetime.combine(day + timedelta(days=1), NIGHT_ENDS, zone)
    return Window(at.astimezone(UTC), over.astimezone(UTC), day)


def time_before(at: datetime, span: timedelta, zone: ZoneInfo) -> Window:
    """The time that leads up to an instant."""
    return Window(at.astimezone(UTC) - span, at.astimezone(UTC), service_day(at, zone))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """From where the times of a day of service are counted: noon minus twelve hours, UTC."""
    return datetime.combine(day, time(12), zone).astimezone(UTC) - timedelta(hours=12)


def instant(day: date, seconds: int, zone: ZoneInfo) -> datetime:
    """The instant of a time of a day of service, UTC."""
    return midnight(day, zone) + timedelta(seconds=seconds)
