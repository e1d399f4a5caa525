from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.bookings.domain import Diary, Period, Unit, availability, check_span, free_periods, free_units, next_free
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
