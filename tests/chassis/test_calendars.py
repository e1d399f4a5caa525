from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from chassis.calendars import DESCRIBED, description, local


@pytest.mark.parametrize("zone", DESCRIBED)
def test_a_zone_is_described_in_short_and_rightly(zone: str) -> None:
    described = description(zone)
    assert isinstance(described, Timezone)
    assert (described["TZID"], len(described.to_ical()) < 400) == (zone, True)
    instant, there = datetime(2026, 1, 1, 0, 30, tzinfo=UTC), described.to_tz()
    while instant.year < 2028:
        assert instant.astimezone(there).utcoffset() == instant.astimezone(ZoneInfo(zone)).utcoffset(), instant
        instant += timedelta(hours=5)


def test_a_zone_with_other_rules_is_told_in_utc() -> None:
    instant = datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert description("Europe/Lisbon") is None
    assert local(instant, "Europe/Lisbon").isoformat() == "2026-07-01T09:00:00+00:00"
    assert local(instant, "Europe/Paris").isoformat() == "2026-07-01T11:00:00+02:00"


def test_the_hour_that_comes_twice_is_told_in_utc_both_times() -> None:
    first, second = (local(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), "Europe/Paris") for hour in (0, 1))
    assert (first.isoformat(), second.isoformat()) == ("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00")
