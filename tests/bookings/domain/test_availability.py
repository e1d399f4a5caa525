from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.bookings.domain import (
    Diary,
    Period,
    Rules,
    Unit,
    Wish,
    availability,
    check_span,
    free_periods,
    free_units,
    judge,
    next_bookable,
    next_free,
)
from services.bookings.domain.places import units_of
from tests.bookings.world import DESKS, MONDAY, NOW, PLACE, ROOM, hours

ONE, TWO, THREE = units_of(DESKS)
QUARTER = timedelta(minutes=15)
OPENING = [hours(8, 12), hours(13, 18)]


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """Three units, each held for some quarters of the day, never twice."""
    found: dict[Unit, list[Period]] = {}
    for unit in (ONE, TWO, THREE):
        edges = sorted(draw(st.sets(st.integers(28, 76), max_size=8)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        found[unit] = [Period(MONDAY + start * QUARTER, MONDAY + end * QUARTER) for start, end in pairs]
    return found


def quarters(period: Period) -> list[Period]:
    count = period.length // QUARTER
    return [Period(period.starts_at + n * QUARTER, period.starts_at + (n + 1) * QUARTER) for n in range(count)]


@given(diaries())
def test_free_tells_for_each_quarter_how_many_units_are_not_held(diary: Diary) -> None:
    told = {quarter: free.units for free in free_periods(OPENING, diary) for quarter in quarters(free.period)}
    for quarter in (quarter for opening in OPENING for quarter in quarters(opening)):
        assert told.pop(quarter, 0) == len(free_units(diary, quarter, "any"))
    assert told == {}  # nothing is free while the place is closed


@given(diaries())
def test_any_part_of_a_free_period_can_be_booked(diary: Diary) -> None:
    for free in free_periods(OPENING, diary):
        assert len(free_units(diary, free.period, "any")) == free.units > 0


@given(diaries())
def test_what_begins_in_a_free_period_can_be_booked_until_then_and_no_longer(diary: Diary) -> None:
    for free in free_periods(OPENING, diary):
        for quarter in quarters(free.period):
            longest = Period(quarter.starts_at, free.until)
            assert free_units(diary, longest)
            assert any(opening.contains(longest) for opening in OPENING)
            beyond = Period(quarter.starts_at, free.until + QUARTER)
            open_then = any(opening.contains(beyond) for opening in OPENING)
            assert not (open_then and free_units(diary, beyond))


@given(diaries(), st.integers(1, 16), st.integers(28, 76))
def test_what_is_proposed_can_be_booked_and_nothing_earlier_could(diary: Diary, length: int, after: int) -> None:
    asked, start = length * QUARTER, MONDAY + after * QUARTER
    proposed = next_free(OPENING, diary, asked, start, PLACE.zone, 15)
    assert len(proposed) <= 5
    for period in proposed:
        assert period.length == asked
        assert period.starts_at >= start
        assert free_units(diary, period, "any")
        assert any(opening.contains(period) for opening in OPENING)
        while start < period.starts_at:
            earlier = Period(start, start + asked)
            open_then = any(opening.contains(earlier) for opening in OPENING)
            assert not (open_then and free_units(diary, earlier, "any"))
            start += QUARTER
        start = period.ends_at


def test_a_space_that_nobody_holds_is_free_whenever_it_is_open() -> None:
    found = availability(DESKS, PLACE, [], {ONE: [], TWO: [], THREE: []}, hours(0, 24), NOW)
    assert found.opening == [hours(8, 18)]
    assert [(free.period, free.units) for free in found.free] == [(hours(8, 18), 3)]
    assert (found.units, found.zone) == (3, "Europe/Paris")


def test_what_is_past_is_not_free() -> None:
    found = availability(ROOM, PLACE, [], {ONE: []}, hours(0, 24), MONDAY + timedelta(hours=9, minutes=7))
    assert found.opening == [hours(8, 18)]
    assert [free.period for free in found.free] == [hours(9.25, 18)]
    assert availability(ROOM, PLACE, [], {ONE: []}, hours(0, 24), MONDAY + timedelta(days=1)).free == []


def test_what_is_too_soon_or_too_far_ahead_is_not_free() -> None:
    space = replace(ROOM, rules=Rules(notice_minutes=100, horizon_days=1, start_every_minutes=30))
    two_days = Period(MONDAY, MONDAY + timedelta(days=2))
    found = availability(space, PLACE, (), {ONE: [hours(12, 13)]}, two_days, MONDAY + timedelta(hours=8))
    assert found.opening == [hours(8, 18), hours(32, 42)]
    assert [free.period for free in found.free] == [hours(10, 12), hours(13, 18), hours(32, 42)]
    later = availability(space, PLACE, (), {ONE: []}, two_days, MONDAY + timedelta(hours=7, minutes=59))
    assert [free.period for free in later.free] == [hours(10, 18)]  # on the next day it would begin too late
    assert found.rules == space.rules


def bookable(minutes: int, diary: Diary, most: int = 9, now: datetime = NOW, **rules: Any) -> list[Period]:
    space = replace(DESKS, rules=Rules(**rules))
    return next_bookable(space, PLACE, (), diary, minutes, hours(0, 24), now, most)


@given(diaries(), st.integers(1, 8), st.sampled_from([15, 20, 30, 45, 60]), st.integers(1, 6), st.integers(0, 300))
def test_the_next_periods_are_free_on_the_grid_apart_and_the_earliest(
    diary: Diary, quarters: int, grid: int, most: int, notice: int
) -> None:
    length, now = quarters * QUARTER, hours(9.1, 10).starts_at
    rules: dict[str, Any] = {"start_every_minutes": grid, "notice_minutes": notice}
    found = bookable(15 * quarters, diary, most, now, **rules)
    assert len(found) <= most
    assert found == sorted(found)
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(found))
    space = replace(DESKS, rules=Rules(**rules))
    starts = (MONDAY - timedelta(hours=1) + timedelta(minutes=grid * number) for number in range(24 * 60 // grid + 1))
    possible = [
        period
        for period in (Period(start, start + length) for start in starts)
        if free_units(diary, period) and not judge(Wish(space, PLACE, period, None), now).refusals
    ]
    assert set(found) <= set(possible)
    expected: list[Period] = []
    for period in possible:
        if len(expected) < most and (not expected or expected[-1].ends_at <= period.starts_at):
            expected.append(period)
    assert found == expected


@pytest.mark.parametrize("minutes", [15, 50, 150])
def test_a_length_that_is_never_booked_is_never_free(minutes: int) -> None:
    assert bookable(minutes, {ONE: []}, min_minutes=30, max_minutes=120, step_minutes=30) == []


def test_what_is_further_ahead_than_the_space_allows_is_not_the_next() -> None:
    assert bookable(60, {ONE: []}, now=MONDAY - timedelta(days=2), horizon_days=1) == []


def test_a_span_is_at_most_31_days() -> None:
    check_span(Period(MONDAY, MONDAY + timedelta(days=31)))
    with pytest.raises(Invalid) as refused:
        check_span(Period(MONDAY, MONDAY + timedelta(days=31, seconds=1)))
    assert refused.value.code == "span_too_long"


def test_a_unit_held_right_before_is_taken_first_so_that_long_gaps_stay_long() -> None:
    diary: Diary = {ONE: [], TWO: [hours(9, 10)], THREE: []}
    for turn in "abcdef":
        assert free_units(diary, hours(10, 11), turn)[0] == TWO


def test_each_booking_begins_at_a_unit_of_its_own() -> None:
    diary: Diary = {ONE: [], TWO: [], THREE: []}
    assert {free_units(diary, hours(10, 11), turn)[0] for turn in "abcdefgh"} == {ONE, TWO, THREE}
    assert set(free_units(diary, hours(10, 11), "a")) == {ONE, TWO, THREE}


def test_a_held_unit_is_not_tried() -> None:
    diary: Diary = {ONE: [hours(9, 10)], TWO: [hours(10, 11)], THREE: [hours(8, 18)]}
    assert free_units(diary, hours(10, 11), "any") == [ONE]
    assert free_units({}, hours(10, 11), "any") == []
