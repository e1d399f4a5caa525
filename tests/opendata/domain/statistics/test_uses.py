"""A booking counts as it does in the accounts, and is attended from when somebody came to when they left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.opendata.domain import statistics
from services.opendata.domain.statistics import uses
from services.opendata.domain.statistics.uses import Use

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
USE = Use("u", "space", "place", "roubaix", "Europe/Paris", "confirmed", NINE, NINE + timedelta(hours=2))


def minutes(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("came", "left", "attended"),
    [
        (None, None, 0),
        (0, None, 120),
        (-10, None, 120),
        (30, None, 90),
        (30, 90, 60),
        (30, 150, 90),
        (None, 60, 60),
        (-30, -10, 0),
        (150, None, 0),
    ],
)
def test_what_is_attended_lies_within_what_was_booked(came: int | None, left: int | None, attended: int) -> None:
    came_at, left_at = (None if each is None else minutes(each) for each in (came, left))
    assert replace(USE, came_at=came_at, left_at=left_at).attended == timedelta(minutes=attended)


def test_nobody_attends_what_was_missed() -> None:
    assert replace(USE, status="missed", came_at=NINE).attended == timedelta(0)


def test_a_booking_counts_in_the_month_in_which_it_starts_where_its_place_is() -> None:
    last_evening = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)  # 23:30 in Paris
    late = replace(USE, starts_at=last_evening, ends_at=last_evening + timedelta(hours=3))
    assert statistics.of_month([late], "2026-11") == [late]
    assert statistics.of_month([late], "2026-12") == []
    assert statistics.of_month([replace(late, zone="Indian/Reunion")], "2026-12") != []


@pytest.mark.parametrize("status", ["none", "held", "cancelled"])
def test_what_came_to_nothing_counts_nowhere(status: str) -> None:
    assert statistics.of_month([replace(USE, status=status)], "2026-11") == []


@pytest.mark.parametrize(
    ("kind", "facts", "status"),
    [
        ("booking.confirmed", {}, "confirmed"),
        ("booking.checked_in", {}, "confirmed"),
        ("booking.checked_out", {}, "confirmed"),
        ("booking.missed", {}, "missed"),
        ("booking.moved", {"status": "confirmed"}, "confirmed"),
        ("booking.moved", {"status": "held"}, "none"),
        ("booking.held", {}, "none"),
        ("booking.cancelled", {}, "none"),
        ("booking.lapsed", {}, "none"),
    ],
)
def test_what_a_booking_is_after_an_event(kind: str, facts: dict[str, str], status: str) -> None:
    assert statistics.status_after(kind, facts) == status


def test_hours_are_told_to_a_hundredth() -> None:
    assert uses.hours(timedelta(minutes=100)) == 1.67
