"""Months, as statistics count them: a text like `2026-11`, in the local time of each place. Never asks the time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from chassis.periods import Period

CLOSES_AFTER = timedelta(days=3)
"""How long after a month's end its figures are counted: what was done without a network has come in."""
WAITS_UNTIL = timedelta(days=10)
"""How long after it they are counted though nothing was heard since."""
_FURTHEST = timedelta(days=1)  # no zone is further than this from UTC


def month_of(instant: datetime, zone: str) -> str:
    """The month in which an instant lies where the clocks show `zone`."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m")


def span(month: str, zone: str) -> Period:
    """From the first midnight of a month to that of the next, as instants."""
    return Period(*(datetime.strptime(each, "%Y-%m").replace(tzinfo=ZoneInfo(zone)) for each in (month, after(month))))


def around(month: str) -> Period:
    """Instants between which a month lies in every zone."""
    inside = span(month, "UTC")
    return Period(inside.starts_at - _FURTHEST, inside.ends_at + _FURTHEST)


def after(month: str) -> str:
    """The next month."""
    return _moved(month, 1)


def before(month: str) -> str:
    """The month before."""
    return _moved(month, -1)


def _moved(month: str, by: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04}-{number + 1:02}"


def quarter(month: str) -> tuple[str, ...]:
    """The three months of the calendar quarter that ends with this one; none when none does."""
    if int(month[5:]) % 3:
        return ()
    return (before(before(month)), before(month), month)


def end(month: str, zones: Collection[str]) -> datetime:
    """When a month is over in all of some zones; in UTC when there are none."""
    return max((span(month, zone).ends_at for zone in zones), default=span(month, "UTC").ends_at)


def is_due(month: str, zones: Collection[str], heard_at: datetime | None, now: datetime) -> bool:
    """Whether a month is to be closed.

    Args:
        zones: of the places of the network.
        heard_at: when what was heard last of bookings had happened. Messages come in order: when it lies behind the
            end, what happened in the month has been heard.
    """
    over_at = end(month, zones)
    if now < over_at + CLOSES_AFTER:
        return False
    return now >= over_at + WAITS_UNTIL or (heard_at is not None and heard_at.astimezone(UTC) >= over_at)
