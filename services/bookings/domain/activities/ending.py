"""The end of an occurrence: how many were registered, came, did not come, walked in. Counts, and names nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.bookings.domain.activities.minimum import DATED
from services.bookings.domain.activities.occurrence import Occurrence
from services.bookings.domain.activities.registration import Registration


@dataclass(frozen=True)
class Attendance:
    """How many there were.

    Attributes:
        registered: seats that were confirmed; `came` and `absent` of those.
        absent: 0 where nobody was noted at the door: then nobody knows.
        walked_in: persons who had not registered.
        bands: persons by age band, as the door counted them.
        missed: the registrations of which nobody came.
    """

    registered: int
    came: int
    absent: int
    walked_in: int
    bands: Mapping[str, int]
    missed: tuple[Registration, ...]


def is_to_end(occurrence: Occurrence, now: datetime) -> bool:
    """Whether it is over, and nobody noted it yet. What was cancelled or postponed has not taken place."""
    return occurrence.ended_at is None and occurrence.ends_at <= now and occurrence.status in DATED


def attended(confirmed: Iterable[Registration], walked_in: int, bands: Mapping[str, int]) -> Attendance:
    """What is known of who came, from confirmed registrations and what the door counted."""
    theirs = list(confirmed)
    registered, came = sum(one.seats for one in theirs), sum(one.checked_in_seats for one in theirs)
    was_kept = any(one.checked_in_at is not None for one in theirs)
    absent = sum(max(0, one.seats - one.checked_in_seats) for one in theirs) if was_kept else 0
    missed = tuple(one for one in theirs if was_kept and one.checked_in_at is None)
    return Attendance(registered, came, absent, walked_in, dict(sorted(bands.items())), missed)
