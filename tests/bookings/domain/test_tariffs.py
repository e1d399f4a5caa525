from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.bookings.domain.periods import Period
from services.bookings.domain.tariffs import Price, price
from tests.bookings.world import MONDAY, ROOM, hours

CENTS = st.integers(0, 100_000)
LENGTHS = st.timedeltas(timedelta(seconds=1), timedelta(hours=12))


def cost(hourly_price_cents: int, length: timedelta) -> Price:
    return price(replace(ROOM, hourly_price_cents=hourly_price_cents), Period(MONDAY, MONDAY + length))


def test_an_hour_costs_the_hourly_price() -> None:
    assert price(ROOM, hours(9, 10)) == Price(1250, "started_quarters", "EUR")


def test_a_started_quarter_counts_whole() -> None:
    assert cost(1000, timedelta(minutes=15)).cents == 250
    assert cost(1000, timedelta(minutes=15, seconds=1)).cents == 500


def test_half_a_cent_is_rounded_up_once_on_the_sum() -> None:
    assert cost(1250, timedelta(minutes=15)).cents == 313
    assert cost(1250, timedelta(minutes=30)).cents == 625


@given(LENGTHS)
def test_what_is_free_costs_nothing_however_long(length: timedelta) -> None:
    assert cost(0, length) == Price(0, "free", "EUR")


@given(CENTS, LENGTHS, LENGTHS)
def test_longer_is_never_cheaper(hourly: int, one: timedelta, other: timedelta) -> None:
    assert cost(hourly, min(one, other)).cents <= cost(hourly, max(one, other)).cents


@given(CENTS, st.integers(1, 12))
def test_whole_hours_cost_whole_hourly_prices(hourly: int, count: int) -> None:
    assert cost(hourly, timedelta(hours=count)).cents == count * hourly


@given(CENTS, st.integers(1, 47), st.integers(1, 47))
def test_splitting_a_booking_changes_its_price_by_a_cent_at_most(hourly: int, one: int, other: int) -> None:
    quarter = timedelta(minutes=15)
    parts = cost(hourly, one * quarter).cents + cost(hourly, other * quarter).cents
    assert abs(parts - cost(hourly, (one + other) * quarter).cents) <= 1
