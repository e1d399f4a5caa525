from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.bookings import domain
from services.bookings.domain.conditions import TIERS
from services.bookings.domain.publishing import check_conditions
from services.bookings.domain.tariffs import Line, Price, price
from tests.bookings.world import ACTOR, MONDAY, ROOM, hours, members_word, wish

QUARTER = timedelta(minutes=15)
CENTS = st.integers(0, 100_000)
LENGTHS = st.timedeltas(timedelta(seconds=1), timedelta(hours=12))
FULL = domain.Tariff("full", hour_cents=1000, half_day_cents=3000, day_cents=5000, month_cents=60_000)


@st.composite
def tariffs(draw: st.DrawFn) -> domain.Tariff:
    """Any that may be published: with at least one tier, none dearer than the shorter ones that fill it."""
    kept = sorted(draw(st.sets(st.sampled_from(range(len(TIERS))), min_size=1)), reverse=True)
    cents = draw(st.integers(0, 5_000))
    made: dict[str, int] = {TIERS[kept[0]].field: cents}
    for shorter, longer in pairwise(kept):
        cents = draw(st.integers(0, cents * (TIERS[longer].span // TIERS[shorter].span)))
        made[TIERS[longer].field] = cents
    tariff = domain.Tariff.of({"name": "any", **made})
    check_conditions(replace(ROOM, tariffs=(tariff,)))
    return tariff


LONG = st.timedeltas(timedelta(seconds=1), timedelta(days=62))


def cost(length: timedelta, *tariffs: domain.Tariff, hourly: int = 1250, **changes: Any) -> Price:
    space = replace(ROOM, hourly_price_cents=hourly, tariffs=tariffs)
    return price(wish(domain.Period(MONDAY, MONDAY + length), space=space, **changes))


def cents(hours: float, *tariffs: domain.Tariff) -> int:
    return cost(timedelta(hours=hours), *(tariffs or (FULL,))).cents


def test_an_hour_costs_the_hourly_price() -> None:
    lines = (Line("quarter", 4, 1250),)
    assert price(wish(hours(9, 10))) == Price(1250, "started_quarters", "EUR", None, lines)


def test_a_started_quarter_counts_whole() -> None:
    assert cost(QUARTER, hourly=1000).cents == 250
    assert cost(QUARTER + timedelta(seconds=1), hourly=1000).cents == 500


def test_half_a_cent_is_rounded_up_once_on_the_sum() -> None:
    assert cost(QUARTER, hourly=1250).cents == 313
    assert cost(2 * QUARTER, hourly=1250).cents == 625
    half_cents = domain.Tariff("half", hour_cents=1250, half_day_cents=4999)
    assert cost(timedelta(hours=4) + QUARTER, half_cents).cents == 4999 + 313


def test_the_longest_tier_that_fits_comes_first() -> None:
    told = cost(timedelta(hours=13, minutes=10), FULL)
    lines = (Line("day", 1, 5000), Line("half_day", 1, 3000), Line("quarter", 5, 1250))
    assert told == Price(9250, "tiers", "EUR", "full", lines)


@pytest.mark.parametrize(
    ("length", "expected"),
    [(1, 1000), (3, 3000), (4, 3000), (5, 4000), (8, 5000), (12, 8000), (16, 10_000), (720, 60_000), (728, 65_000)],
)
def test_a_length_costs_what_its_tiers_cost(length: float, expected: int) -> None:
    assert cents(length) == expected


def test_what_is_left_never_costs_more_than_one_more_of_the_next_tier() -> None:
    assert cents(3.75) == 3000  # not 3750 by the hour
    assert cents(6.5) == 5000  # a day, not a half day and 2500 by the hour
    assert cost(timedelta(hours=6.5), FULL).lines == (Line("day", 1, 5000),)
    assert cents(15.75) == 10_000
    assert cents(95.75) == 60_000  # a month, not eleven days and a half and more


def test_of_the_shortest_tier_what_has_started_counts_whole() -> None:
    days = domain.Tariff("days", day_cents=5000)
    assert [cents(length, days) for length in (0.25, 8, 8.25)] == [5000, 5000, 10_000]


def test_the_first_tariff_that_fits_counts() -> None:
    partners = domain.Tariff("partners", categories=("partner",), hour_cents=1)
    startups = domain.Tariff("startups", organisation_kinds=("startup",), hour_cents=2)
    marcq = domain.Tariff("marcq", cities=("marcq",), hour_cents=3)
    ours = domain.Tariff("ours", categories=("resident",), cities=("tourcoing", "roubaix"), hour_cents=4)
    anybody = domain.Tariff("anybody", hour_cents=5)
    assert cost(timedelta(hours=1), partners, startups, marcq, ours, anybody).tariff == "ours"
    assert cost(timedelta(hours=1), anybody, ours).tariff == "anybody"


def test_where_no_tariff_fits_the_hourly_price_counts() -> None:
    told = cost(timedelta(hours=8), domain.Tariff("marcq", cities=("marcq",), day_cents=1))
    assert (told.cents, told.rule, told.tariff) == (10_000, "started_quarters", None)


def test_a_tariff_is_that_of_whom_it_is_for_and_not_of_who_asks() -> None:
    residents = domain.Tariff("residents", categories=("resident",), hour_cents=1)
    startup = domain.Tariff("startup", organisation_kinds=("startup",), hour_cents=2)
    member = replace(members_word(), category="guest", organisations=(domain.Organisation("o-1", "startup"),))
    holder = domain.Holder("member-9", "marcq")
    asked: dict[str, Any] = {"actor": ACTOR, "holder": holder, "member": member}
    assert cost(timedelta(hours=1), residents, startup, **asked).tariff is None
    asked["holder"] = replace(holder, organisation_id="o-1")
    assert cost(timedelta(hours=1), residents, startup, **asked).tariff == "startup"


def test_a_reduced_tariff_is_for_whom_the_city_attests_it_at_the_start_of_the_period() -> None:
    reduced = domain.Tariff("reduced", attestation="reduced_rate", hour_cents=100)

    def told(*attestations: domain.Attestation) -> Price:
        return cost(timedelta(hours=1), reduced, member=replace(members_word(), attestations=attestations))

    assert told().tariff is None
    assert told(domain.Attestation("a", "reduced_rate")).tariff == "reduced"
    assert told(domain.Attestation("a", "laser_training")).tariff is None
    assert told(domain.Attestation("a", "reduced_rate", MONDAY)).tariff is None
    assert told(domain.Attestation("a", "reduced_rate", MONDAY + timedelta(seconds=1))).tariff == "reduced"


def test_a_visitor_gets_the_tariff_without_conditions() -> None:
    residents = domain.Tariff("residents", categories=("resident",), hour_cents=1)
    attested = domain.Tariff("attested", attestation="reduced_rate", hour_cents=2)
    anybody = domain.Tariff("anybody", hour_cents=3)
    assert cost(timedelta(hours=1), residents, attested, anybody, actor=None).tariff == "anybody"
    assert cost(timedelta(hours=1), residents, attested, actor=None).tariff is None


@given(LENGTHS)
def test_what_is_free_costs_nothing_however_long(length: timedelta) -> None:
    assert cost(length, hourly=0) == Price(0, "free", "EUR")
    assert cost(length, domain.Tariff("gift", hour_cents=0)) == Price(0, "free", "EUR", "gift")


@given(CENTS, LENGTHS, LENGTHS)
def test_longer_is_never_cheaper(hourly: int, one: timedelta, other: timedelta) -> None:
    assert cost(min(one, other), hourly=hourly).cents <= cost(max(one, other), hourly=hourly).cents


@given(tariffs(), LONG, LONG)
def test_longer_is_never_cheaper_by_any_tariff(tariff: domain.Tariff, one: timedelta, other: timedelta) -> None:
    assert 0 <= cost(min(one, other), tariff).cents <= cost(max(one, other), tariff).cents


@given(tariffs(), LONG)
def test_the_tiers_never_cost_more_than_any_one_of_them_alone(tariff: domain.Tariff, length: timedelta) -> None:
    told = cost(length, tariff).cents
    for tier in TIERS:
        if (each := getattr(tariff, tier.field)) is not None:
            alone = domain.Tariff("alone", **{tier.field: each})
            assert told <= cost(length, alone).cents


@given(tariffs(), LONG)
def test_the_lines_make_the_sum_and_cover_the_period(tariff: domain.Tariff, length: timedelta) -> None:
    told = cost(length, tariff)
    spans = {tier.name: tier.span for tier in TIERS} | {"quarter": QUARTER}
    assert sum(line.cents for line in told.lines) == told.cents
    covered = sum((spans[line.tier] * line.count for line in told.lines), timedelta())
    assert covered >= length or told.rule == "free"


@given(CENTS, st.integers(1, 12))
def test_whole_hours_cost_whole_hourly_prices(hourly: int, count: int) -> None:
    assert cost(timedelta(hours=count), hourly=hourly).cents == count * hourly


@given(CENTS, st.integers(1, 47), st.integers(1, 47))
def test_splitting_a_booking_changes_its_hourly_price_by_a_cent_at_most(hourly: int, one: int, other: int) -> None:
    parts = cost(one * QUARTER, hourly=hourly).cents + cost(other * QUARTER, hourly=hourly).cents
    assert abs(parts - cost((one + other) * QUARTER, hourly=hourly).cents) <= 1
