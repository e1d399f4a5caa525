"""To which day an instant belongs, and when a night is over; also in the nights in which the clocks change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.opendata.domain.transit.nights import instant, night_after, service_day, time_before
from tests.opendata.domain.transit.served import PARIS, clock, local


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-28 22:30", date(2026, 11, 28)),
        ("2026-11-29 00:30", date(2026, 11, 28)),
        ("2026-11-29 03:59", date(2026, 11, 28)),
        ("2026-11-29 04:00", date(2026, 11, 29)),
    ],
)
def test_after_midnight_belongs_to_the_day_before_until_the_night_is_over(at: str, day: date) -> None:
    assert service_day(local(at), PARIS) == day


@pytest.mark.parametrize(
    ("end", "over", "hours"),
    [
        ("2026-11-28 22:00", "2026-11-29 04:00", 6),
        ("2026-11-29 02:00", "2026-11-29 04:00", 2),
        ("2026-11-28 10:00", "2026-11-29 04:00", 18),
        ("2026-10-24 22:00", "2026-10-25 04:00", 7),
        ("2027-03-27 22:00", "2027-03-28 04:00", 5),
    ],
)
def test_a_night_is_over_when_the_clocks_say_so(end: str, over: str, hours: int) -> None:
    night = night_after(local(end), PARIS)
    assert clock(night.ends_at) == over and night.ends_at - night.starts_at == timedelta(hours=hours)


def test_times_of_a_day_are_counted_from_noon_so_that_no_trip_is_an_hour_off_when_the_clocks_change() -> None:
    assert clock(instant(date(2026, 11, 28), 25 * 3600, PARIS)) == "2026-11-29 01:00"
    assert clock(instant(date(2026, 10, 25), 20 * 3600, PARIS)) == "2026-10-25 20:00"
    assert clock(instant(date(2027, 3, 28), 20 * 3600, PARIS)) == "2027-03-28 20:00"
    before_the_change = instant(date(2026, 10, 24), 26 * 3600 + 1800, PARIS)  # 02:30, the first of two
    assert before_the_change.isoformat() == "2026-10-25T00:30:00+00:00"


def test_the_days_around_a_window_may_run_in_it() -> None:
    window = time_before(local("2026-11-29 00:30"), timedelta(hours=3), PARIS)
    assert window.days == (date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29))
    assert clock(window.starts_at) == "2026-11-28 21:30"
