"""Periods with buffers, and what is true of two of them whatever anybody computes: the oracle of several tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.bookings import domain
from tests.bookings.world import MONDAY, ROOM

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Held:
    """A period of a unit with what is to be kept free around it."""

    starts_at: datetime
    ends_at: datetime
    before: timedelta
    after: timedelta

    def fits_beside(self, other: Held) -> bool:
        """Whether the gap between the two is as long as the larger of the buffers in it."""
        first, second = sorted((self, other), key=lambda held: held.starts_at)
        gap = second.starts_at - first.ends_at
        return gap >= timedelta() and gap >= first.after and gap >= second.before

    @property
    def period(self) -> domain.Period:
        return domain.Period(self.starts_at, self.ends_at)

    @property
    def space(self) -> domain.Space:
        """The room, with these buffers."""
        before, after = (buffer // timedelta(minutes=1) for buffer in (self.before, self.after))
        return replace(ROOM, rules=domain.Rules(buffer_before_minutes=before, buffer_after_minutes=after))

    @property
    def row(self) -> dict[str, Any]:
        """The times of its claim."""
        return {
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "held_from": self.starts_at - self.before,
            "held_until": self.ends_at + self.after,
        }


def of(start: int, length: int, before: int, after: int) -> Held:
    """In quarters of an hour since Monday."""
    starts_at = MONDAY + start * QUARTER
    return Held(starts_at, starts_at + length * QUARTER, before * QUARTER, after * QUARTER)


HELD = st.builds(of, st.integers(0, 24), st.integers(1, 6), st.integers(0, 4), st.integers(0, 4))
