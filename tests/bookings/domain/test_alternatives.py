from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from services.bookings.domain import Diary, Period, Rules, Space, Unit, alternatives, free_units, judge, search
from services.bookings.domain.places import units_of
from services.bookings.domain.search import Alternative, Asker, Candidate, Filters, Reason
from tests.bookings.world import DESKS, MONDAY, NOW, PLACE, ROOM, hours

ONE, TWO, THREE = units_of(DESKS)
[ONLY] = units_of(ROOM)
GRID = 30
STEP = timedelta(minutes=GRID)
TEN = hours(10, 12)


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """Two units, each held for some half hours of two days, never twice."""
    found: dict[Unit, list[Period]] = {}
    for unit in (ONE, TWO):
        edges = sorted(draw(st.sets(st.integers(12, 90), max_size=12)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        found[unit] = [Period(MONDAY + start * STEP, MONDAY + end * STEP) for start, end in pairs]
    return found


def candidate(diary: Diary, period: Period = TEN, space: Space = DESKS, **rules: object) -> Candidate:
    its = replace(space, rules=Rules(start_every_minutes=GRID, step_minutes=GRID, **rules))  # type: ignore[arg-type]
    return Candidate(Asker().wish(its, PLACE, period), diary)


def times(found: Candidate, reason: Reason, now: datetime = NOW) -> list[Period]:
    return [one.wish.period for one in alternatives.other_times([found], now) if one.reason is reason]


def bookable(found: Candidate, period: Period) -> bool:
    wish = replace(found.wish, period=period)
    return bool(free_units(found.diary, period)) and not judge(wish, NOW).refusals


@given(diaries(), st.integers(18, 36), st.integers(1, 10))
@example({ONE: [hours(8, 18)], TWO: [hours(8, 18)]}, 20, 4)
def test_another_time_can_be_booked_has_the_same_length_and_none_that_day_is_nearer(
    diary: Diary, start: int, length: int
) -> None:
    asked = Period(MONDAY + start * STEP, MONDAY + (start + length) * STEP)
    tried = candidate(diary, asked)
    assume(not bookable(tried, asked))
    found = times(tried, Reason.SHIFTED)
    assert len(set(found)) == len(found) <= 5
    for period in found:
        assert bookable(tried, period)
        assert period.length == asked.length
        assert period != asked
    shifts = (timedelta(minutes=GRID * number) for number in range(-47, 48) if number)
    others = [Period(asked.starts_at + shift, asked.ends_at + shift) for shift in shifts]
    of_that_day = [other for other in others if other.starts_at.day == 23 and bookable(tried, other)]
    if of_that_day:
        nearest = min(abs(other.starts_at - asked.starts_at) for other in of_that_day)
        assert abs(found[0].starts_at - asked.starts_at) == nearest
    else:
        assert found  # the week is long
        assert found[0].starts_at.day > 23


@given(diaries(), st.integers(18, 36), st.integers(1, 10))
def test_a_shorter_time_is_a_part_of_what_was_asked_for_and_three_quarters_of_it_at_least(
    diary: Diary, start: int, length: int
) -> None:
    asked = Period(MONDAY + start * STEP, MONDAY + (start + length) * STEP)
    tried = candidate(diary, asked)
    found = times(tried, Reason.SHORTER)
    parts = [
        Period(asked.starts_at + first * STEP, asked.starts_at + last * STEP)
        for first in range(length)
        for last in range(first + 1, length + 1)
        if length > last - first >= 0.75 * length
    ]
    possible = [part for part in parts if bookable(tried, part)]
    assert set(found) <= set(possible)
    assume(not bookable(tried, asked))
    assert bool(found) == bool(possible)
    if found:
        assert found[0].length == max(part.length for part in possible)


def test_each_free_stretch_is_proposed_once() -> None:
    diary = {ONLY: [hours(9.5, 12.5), hours(15, 16)]}  # free: 8 to 9:30, 12:30 to 15, 16 to 18
    found = times(candidate(diary, hours(10, 11), ROOM), Reason.SHIFTED)
    assert found[:3] == [hours(8.5, 9.5), hours(12.5, 13.5), hours(16, 17)]


def test_the_next_days_come_at_the_same_time_of_day() -> None:
    closed_today = {ONLY: [hours(0, 24)]}
    found = times(candidate(closed_today, TEN, ROOM), Reason.SHIFTED)
    assert found == [hours(10 + 24 * day, 12 + 24 * day) for day in (1, 2, 3, 4, 7)]  # not on Saturday and Sunday


def test_the_same_time_of_day_is_that_of_the_wall_clock() -> None:
    """On the last Sunday of October, 2026, the clocks of Paris go back."""
    friday = datetime.fromisoformat("2026-10-23T08:00+00:00")  # ten o'clock
    tried = candidate({ONLY: [Period(friday - timedelta(days=1), friday + timedelta(hours=12))]}, space=ROOM)
    wish = replace(tried.wish, period=Period(friday, friday + timedelta(hours=2)))
    found = times(replace(tried, wish=wish), Reason.SHIFTED, friday - timedelta(days=2))
    assert found[0].starts_at == friday + timedelta(days=3, hours=1)


def test_nothing_is_proposed_before_the_notice_that_a_space_asks_for() -> None:
    tried = candidate({ONLY: [TEN]}, TEN, ROOM, notice_minutes=60)
    found = times(tried, Reason.SHIFTED, now=hours(12.25, 13).starts_at)
    assert found[0] == hours(13.5, 15.5)


def test_what_is_shorter_than_the_shortest_booking_is_not_proposed() -> None:
    diary = {ONLY: [hours(11.5, 12)]}
    assert times(candidate(diary, TEN, ROOM), Reason.SHORTER) == [hours(10, 11.5)]
    assert times(candidate(diary, TEN, ROOM, min_minutes=120), Reason.SHORTER) == []
    assert times(candidate({ONLY: [hours(11, 12)]}, TEN, ROOM), Reason.SHORTER) == []  # half is too little


def test_what_is_longer_than_the_longest_booking_is_shortened() -> None:
    assert times(candidate({ONLY: []}, TEN, ROOM, max_minutes=90), Reason.SHORTER) == [hours(10, 11.5)]


def test_of_many_spaces_the_nearest_time_comes_first() -> None:
    later = candidate({ONLY: [hours(8, 13)]}, TEN, replace(ROOM, space_id="later"))
    sooner = candidate({ONLY: [hours(8, 12)]}, TEN, replace(ROOM, space_id="sooner"))
    found = [one for one in alternatives.other_times([later, sooner], NOW) if one.reason is Reason.SHIFTED]
    assert [one.wish.space.space_id for one in found[:2]] == ["sooner", "later"]


def test_other_spaces_are_told_by_reason_and_distance_five_of_each_at_most() -> None:
    def other(number: int, reason: Reason, diary: Diary) -> tuple[Reason, Candidate]:
        space = replace(ROOM, space_id=f"other-{number}")
        return reason, replace(candidate(diary, TEN, space), km=float(10 - number))

    free: Diary = {ONLY: []}
    found: list[Alternative] = alternatives.other_spaces(
        [
            *(other(number, Reason.OTHER_CITY, free) for number in range(8)),
            other(8, Reason.OTHER_KIND, free),
            other(9, Reason.OTHER_KIND, {ONLY: [TEN]}),
        ],
        NOW,
    )
    assert [one.reason for one in found] == [Reason.OTHER_KIND, *[Reason.OTHER_CITY] * 5]
    assert [one.km for one in found] == [2, 3, 4, 5, 6, 7]
    assert {one.wish.period for one in found} == {TEN}


def test_why_a_space_is_another() -> None:
    filters = Filters(cities=("roubaix",), kind="meeting_room")
    elsewhere = replace(PLACE, city="tourcoing")
    office, other = replace(ROOM, kind="office"), replace(ROOM, space_id="other")
    assert alternatives.is_other(filters, None, ROOM, PLACE) is None
    assert alternatives.is_other(filters, ROOM, ROOM, PLACE) is None
    assert alternatives.is_other(filters, ROOM, other, PLACE) is Reason.OTHER_SPACE
    assert alternatives.is_other(filters, None, office, PLACE) is Reason.OTHER_KIND
    assert alternatives.is_other(filters, None, ROOM, elsewhere) is Reason.OTHER_CITY
    assert alternatives.is_other(filters, None, office, elsewhere) is None


def test_who_needs_a_lift_is_not_sent_up_the_stairs() -> None:
    asked = Filters(("s",), ("roubaix",), "office", 7, "p", ("screen",), True, ("hi",), search.Point(1, 2), 3.0)
    wider = alternatives.wider(asked)
    assert (wider.persons, wider.equipment, wider.accessible, wider.accessibility) == (7, ("screen",), True, ("hi",))
    assert (wider.space_ids, wider.cities, wider.kind, wider.place_id, wider.within_km) == ((), (), None, None, None)
    assert wider.near == asked.near
