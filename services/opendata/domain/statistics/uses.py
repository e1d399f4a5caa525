"""What statistics count: bookings without their members, who came to occurrences as numbers. Never does IO.

A booking counts as in the accounts: confirmed or missed, in the month in which it starts where its place is, for as
long as it was booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.opendata.domain.months import month_of

CONFIRMED, MISSED = "confirmed", "missed"
COUNTED = (CONFIRMED, MISSED)
_STATUS = {
    "booking.confirmed": CONFIRMED,
    "booking.checked_in": CONFIRMED,
    "booking.checked_out": CONFIRMED,
    "booking.missed": MISSED,
}
_NONE = "none"  # it takes nothing, yet or any more


@dataclass(frozen=True)
class Use:
    """A booking, as it was in the end.

    Attributes:
        id: not the booking's own.
        status: one of `COUNTED`, or another.
        zone: IANA, of its place.
        starts_at, ends_at: for which it was booked.
        came_at, left_at: when its member checked in and out, where that is noted.
        person: who held it, as a pseudonym; None: nobody any more, or nobody knows.
        home_city: of that person; None: it is no member's.
    """

    id: str
    space_id: str
    place_id: str
    city: str
    zone: str
    status: str
    starts_at: datetime
    ends_at: datetime
    came_at: datetime | None = None
    left_at: datetime | None = None
    person: str | None = None
    home_city: str | None = None

    @property
    def booked(self) -> timedelta:
        """How long it was booked for; the time that really passes."""
        return self.ends_at - self.starts_at

    @property
    def attended(self) -> timedelta:
        """From when somebody came to when they left, within what was booked; none where nobody noted that they came."""
        if self.status != CONFIRMED or (self.came_at is None and self.left_at is None):
            return timedelta(0)
        since = max(self.came_at or self.starts_at, self.starts_at)
        until = min(self.left_at or self.ends_at, self.ends_at)
        return max(until - since, timedelta(0))


@dataclass(frozen=True)
class Attendance:
    """Who came to an occurrence, as numbers.

    Attributes:
        came: persons, registered or not.
        bands: persons by age band, as the door counted them; not always all.
    """

    place_id: str | None
    zone: str
    starts_at: datetime
    came: int
    bands: Mapping[str, int]


def status_after(kind: str, facts: Mapping[str, Any]) -> str:
    """What a booking is after an event of it."""
    if kind == "booking.moved":
        return CONFIRMED if facts["status"] == CONFIRMED else _NONE
    return _STATUS.get(kind, _NONE)


def of_month(uses: Iterable[Use], month: str) -> list[Use]:
    """The bookings that count in a month."""
    return [use for use in uses if use.status in COUNTED and month_of(use.starts_at, use.zone) == month]


def hours(length: timedelta) -> float:
    """A length as hours, to a hundredth."""
    return round(length.total_seconds() / 3600, 2)
