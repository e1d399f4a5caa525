from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.bookings import domain
from services.bookings.domain.accounts import account_line, around_month, month_in
from services.bookings.domain.places import units_of
from tests.bookings.world import NOW, ROOM, hours, wish

MONTHS = st.builds("{:04}-{:02}".format, st.integers(1970, 2999), st.integers(1, 12))
ZONES = st.sampled_from(["Europe/Paris", "Pacific/Kiritimati", "Pacific/Niue", "UTC", "America/Asuncion"])
PRICE = domain.Price(1250, "started_quarters")


@pytest.mark.parametrize(
    ("month", "begins", "ends"),
    [
        ("2026-10", datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)),
        ("2026-03", datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 31, 22, tzinfo=UTC)),
        ("2026-12", datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_month_begins_and_ends_at_midnight_where_the_place_is(month: str, begins: datetime, ends: datetime) -> None:
    assert month_in(month, "Europe/Paris") == (begins, ends)


@given(MONTHS, ZONES)
def test_a_month_lies_around_itself_in_every_zone(month: str, zone: str) -> None:
    since, until = around_month(month)
    first, following = month_in(month, zone)
    assert since <= first < following <= until
    assert first.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d") == f"{month}-01"
    assert timedelta(days=27) < following.astimezone(UTC) - first.astimezone(UTC) < timedelta(days=32)


def test_a_booking_is_in_the_accounts_under_its_local_day_and_for_the_time_that_passes() -> None:
    night = hours(23.5, 25.25)  # half past midnight in Paris
    booking = domain.grant(wish(night), "b", units_of(ROOM)[0], PRICE, NOW)
    assert (account_line(booking).day, account_line(booking).minutes) == ("2026-11-24", 105)
    longer = replace(booking, ends_at=booking.ends_at + timedelta(seconds=59))
    assert account_line(longer).minutes == 105
