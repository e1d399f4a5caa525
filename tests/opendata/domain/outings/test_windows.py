from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.opendata.domain.outings import windows

PARIS = ZoneInfo("Europe/Paris")


def test_now_is_the_next_five_hours_also_in_a_night_in_which_the_clocks_change() -> None:
    for at in (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)):
        assert windows.now(at) == windows.Window(at, at + timedelta(hours=5))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 12, 1), 24)])
def test_a_day_is_as_long_as_the_clocks_of_its_zone_make_it(day: date, hours: int) -> None:
    window = windows.days(day, day, PARIS)
    assert window.ends_at - window.starts_at == timedelta(hours=hours)
    assert window.starts_at.astimezone(PARIS).date() == day
    assert (window.starts_at - timedelta(seconds=1)).astimezone(PARIS).date() == day - timedelta(days=1)


def test_a_day_begins_at_local_midnight_and_not_at_that_of_greenwich() -> None:
    assert windows.days(date(2026, 7, 14), date(2026, 7, 15), PARIS) == windows.Window(
        datetime(2026, 7, 13, 22, tzinfo=UTC), datetime(2026, 7, 15, 22, tzinfo=UTC)
    )


def test_seven_days_are_today_and_the_six_that_follow_from_now_on() -> None:
    late = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)  # the second of December in Paris
    assert windows.seven_days(late, PARIS) == windows.Window(late, datetime(2026, 12, 8, 23, tzinfo=UTC))


def test_a_day_ends_at_its_own_midnight() -> None:
    assert windows.midnight_after(datetime(2026, 12, 1, 22, 59, tzinfo=UTC), PARIS) == datetime(
        2026, 12, 1, 23, tzinfo=UTC
    )
