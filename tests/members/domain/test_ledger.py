from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.domain import HeardBooking, Row, around, ledger

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)


def heard(starts_at: datetime = NINE, hours: float = 2, **changes: Any) -> HeardBooking:
    facts: dict[str, Any] = {"booking_id": "b-1", "member_id": "m-1", "host_city": "tourcoing", "space_id": "s-1"}
    facts |= {"sequence": 0, "zone": "Europe/Paris", "status": "confirmed", "price_cents": 500}
    return HeardBooking(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **facts | changes)


def test_a_row_adds_up_what_was_used_in_a_city() -> None:
    used = [heard(), heard(hours=0.5, price_cents=125), heard(host_city="marcq", price_cents=0)]
    assert ledger(used, "2026-11") == [Row("marcq", 1, 120, 0), Row("tourcoing", 2, 150, 625)]


@pytest.mark.parametrize(
    ("status", "counts"),
    [("confirmed", 1), ("missed", 1), ("cancelled", 0), ("denied", 0), ("lapsed", 0), ("held", 0), ("requested", 0)],
)
def test_what_was_kept_for_a_member_counts_whether_or_not_they_came(status: str, counts: int) -> None:
    assert sum(row.bookings for row in ledger([heard(status=status)], "2026-11")) == counts


@pytest.mark.parametrize(
    ("starts_at", "zone", "month"),
    [
        (datetime(2026, 10, 31, 23, tzinfo=UTC), "Europe/Paris", "2026-11"),
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), "Europe/Paris", "2026-10"),
        (datetime(2026, 11, 30, 23, tzinfo=UTC), "Europe/Paris", "2026-12"),
        (datetime(2026, 10, 31, 10, tzinfo=UTC), "Pacific/Kiritimati", "2026-11"),
        (datetime(2026, 12, 1, 10, tzinfo=UTC), "Pacific/Pago_Pago", "2026-11"),
    ],
)
def test_a_booking_counts_in_the_month_in_which_it_starts_where_the_place_is(
    starts_at: datetime, zone: str, month: str
) -> None:
    used = [heard(starts_at, hours=48, zone=zone)]
    assert [found for found in ("2026-10", "2026-11", "2026-12") if ledger(used, found)] == [month]


def test_the_hour_that_a_night_has_twice_counts_twice() -> None:
    night = heard(datetime(2026, 10, 24, 22, tzinfo=UTC), hours=6)  # from midnight to five o'clock
    assert ledger([night], "2026-10")[0].minutes == 360


@given(
    minutes=st.integers(0, 500_000_000),  # to the year 2921
    zone=st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris", "UTC"]),
)
def test_what_counts_in_a_month_is_looked_for_around_it(minutes: int, zone: str) -> None:
    starts_at = datetime(1971, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    months = {(starts_at + timedelta(days=days)).strftime("%Y-%m") for days in (-1, 0, 1)}
    [counted] = [month for month in months if ledger([heard(starts_at, zone=zone)], month)]
    since, until = around(counted)
    assert since <= starts_at < until
