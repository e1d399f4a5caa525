from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.periods import Period, clip, subtract, union

START = datetime(2026, 3, 28, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = START + draw(st.integers(0, 120)) * MINUTE
    return Period(start, start + draw(st.integers(1, 30)) * MINUTE)


def instants(found: list[Period]) -> set[int]:
    """The minutes in some periods, which is what the algebra is about."""
    return {
        minute
        for period in found
        for minute in range((period.starts_at - START) // MINUTE, (period.ends_at - START) // MINUTE)
    }


@given(periods(), periods())
def test_two_periods_overlap_when_they_share_an_instant(one: Period, other: Period) -> None:
    assert one.overlaps(other) == bool(instants([one]) & instants([other]))
    assert one.overlaps(other) == other.overlaps(one)


@given(periods(), st.integers(1, 30))
def test_periods_that_touch_do_not_overlap(one: Period, minutes: int) -> None:
    after = Period(one.ends_at, one.ends_at + minutes * MINUTE)
    assert one.touches(after)
    assert after.touches(one)
    assert not one.overlaps(after)


@given(periods(), periods())
def test_a_period_contains_another_when_it_holds_all_its_instants(one: Period, other: Period) -> None:
    assert one.contains(other) == (instants([other]) <= instants([one]))


@given(st.lists(periods()))
def test_a_union_holds_the_same_instants_in_periods_apart_from_each_other(some: list[Period]) -> None:
    merged = union(some)
    assert instants(merged) == instants(some)
    assert all(one.ends_at < other.starts_at for one, other in pairwise(merged))


@given(st.lists(periods()), st.lists(periods()))
def test_subtracting_leaves_the_instants_that_are_not_taken(some: list[Period], taken: list[Period]) -> None:
    left = subtract(some, taken)
    assert instants(left) == instants(some) - instants(taken)
    assert left == union(left)


@given(st.lists(periods()), periods())
def test_clipping_keeps_the_instants_within(some: list[Period], within: Period) -> None:
    assert instants(clip(some, within)) == instants(some) & instants([within])


def test_an_hour_that_the_clocks_repeat_is_two_hours() -> None:
    paris = ZoneInfo("Europe/Paris")
    night = Period(
        datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=0), datetime(2026, 10, 25, 2, 30, tzinfo=paris, fold=1)
    )
    assert night.length == timedelta(hours=1)


def test_a_period_is_the_same_in_whatever_zone_it_is_told() -> None:
    paris = timezone(timedelta(hours=1))
    assert Period(START.astimezone(paris), (START + MINUTE).astimezone(paris)) == Period(START, START + MINUTE)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (START, START),
        (START + MINUTE, START),
        (START.replace(tzinfo=None), START),
        (START, START.replace(tzinfo=None) + MINUTE),
        (START.replace(year=1), START),
        (START, START.replace(year=9999)),
    ],
)
def test_what_is_no_period_is_refused(starts_at: datetime, ends_at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        Period(starts_at, ends_at)
    assert refused.value.code == "period_invalid"
