from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.bookings.domain import (
    Booking,
    Diary,
    Holder,
    Of,
    Organisation,
    Over,
    Period,
    Quota,
    Rules,
    Unit,
    Wish,
    units_of,
)
from services.bookings.domain.occurrences import Occurrence, of_rule
from services.bookings.domain.planning import Asked, Planned, ask, plan, preview
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, ROOM, hours, members_word, wish

ONE, TWO, THREE = units_of(DESKS)
DAY = timedelta(days=1)


def on_days(count: int, base: Wish | None = None) -> list[Asked]:
    """The same hours of some days from Monday on."""
    occurrences = [Occurrence(f"2026-11-{23 + n}", hours(9, 10, MONDAY + n * DAY)) for n in range(count)]
    return [ask(base or wish(hours(9, 10)), occurrence) for occurrence in occurrences]


def for_desks() -> Wish:
    return wish(hours(9, 10), space=DESKS)


def told(planned: list[Planned]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.status, one.codes) for one in planned]


def test_each_occurrence_is_free_taken_closed_or_refused_with_all_its_codes() -> None:
    sixty = replace(ROOM, rules=Rules(horizon_days=6, min_minutes=90))
    diary: Diary = {ONE: [hours(9.5, 11, MONDAY + DAY)]}
    periods = [
        hours(9, 10.5),
        hours(9, 10.5, MONDAY + DAY),
        hours(5, 7),
        hours(9, 10),
        hours(9, 10.5, MONDAY + 7 * DAY),
    ]
    asked = [ask(wish(hours(9, 10), space=sixty), Occurrence(str(n), period)) for n, period in enumerate(periods)]
    asked.append(ask(wish(hours(9, 10), space=sixty), Occurrence("none", None)))
    planned = plan(asked, diary, NOW)
    assert told(planned) == [
        ("free", ()),
        ("taken", ("unit_taken",)),
        ("closed", ("outside_opening_hours",)),
        ("refused", ("too_short", "unit_taken")),
        ("refused", ("too_far_ahead",)),
        ("refused", ("period_invalid",)),
    ]
    assert [one.price.cents if one.price else None for one in planned] == [1875, 1875, 2500, 1250, 1875, None]


def test_the_same_unit_is_taken_for_all_when_one_is_free_for_all() -> None:
    diary: Diary = {ONE: [hours(9, 10)], TWO: [hours(9, 10, MONDAY + 2 * DAY)], THREE: []}
    for turn in "abcdef":
        planned = plan(on_days(4, for_desks()), diary, NOW, turn)
        assert {one.units[0] for one in planned} == {THREE}


def test_else_the_unit_that_is_free_for_most_is_taken_and_others_where_it_is_not() -> None:
    diary: Diary = {
        ONE: [hours(0, 96)],
        TWO: [hours(9, 10)],
        THREE: [hours(0, 24, MONDAY + DAY), hours(9, 10, MONDAY + 3 * DAY)],
    }
    planned = plan(on_days(4, for_desks()), diary, NOW)
    assert [one.units[0] for one in planned] == [THREE, TWO, TWO, TWO]
    assert planned[2].units == (TWO, THREE)  # in the order in which to try them


def test_series_begin_at_different_units() -> None:
    diary: Diary = {ONE: [], TWO: [], THREE: []}
    assert {plan(on_days(2, for_desks()), diary, NOW, turn)[0].units[0] for turn in "abcdefgh"} == {ONE, TWO, THREE}


def test_two_occurrences_never_share_a_unit_nor_the_buffers_around_it() -> None:
    room = replace(ROOM, rules=Rules(buffer_before_minutes=15, buffer_after_minutes=30))
    base = wish(hours(9, 10), space=room)
    touching = [ask(base, Occurrence(str(start), hours(start, start + 1))) for start in (9, 10, 10.25, 10.5)]
    assert told(plan(touching, {ONE: []}, NOW)) == [
        ("free", ()),
        ("taken", ("unit_taken",)),
        ("taken", ("unit_taken",)),
        ("free", ()),
    ]


def with_quota(of: Of = Of.MEMBER, over: Over = Over.WEEK) -> Wish:
    return wish(hours(9, 10), space=replace(ROOM, rules=Rules(quotas=(Quota(of, over, most_bookings=3),))))


@pytest.mark.parametrize("over", [Over.WEEK, Over.AHEAD, Over.MONTH])
def test_a_quota_counts_the_occurrences_before(over: Over) -> None:
    planned = plan(on_days(5, with_quota(over=over)), {ONE: []}, NOW)
    assert [one.codes for one in planned] == [(), (), (), ("too_many_bookings",), ("too_many_bookings",)]


def test_a_quota_does_not_count_an_occurrence_that_is_refused() -> None:
    planned = plan(on_days(5, with_quota()), {ONE: [hours(9, 10, MONDAY + DAY)]}, NOW)
    assert [one.codes for one in planned] == [(), ("unit_taken",), (), (), ("too_many_bookings",)]


def test_a_quota_of_an_organisation_counts_them_when_they_are_for_it_and_not_else() -> None:
    of_organisation = with_quota(of=Of.ORGANISATION)
    assert all(not one.codes for one in plan(on_days(5, of_organisation), {ONE: []}, NOW))
    holder = Holder(ACTOR.member_id, "tourcoing", "org-1")
    member = replace(members_word(), organisations=(Organisation("org-1", "startup"),))
    planned = plan(on_days(5, replace(of_organisation, holder=holder, member=member)), {ONE: []}, NOW)
    assert [one.codes for one in planned] == [(), (), (), ("too_many_bookings",), ("too_many_bookings",)]


def booked(period: Period, unit: Unit = ONE) -> Booking:
    return Booking(
        "booking", ROOM.space_id, "", "", "", "", 0, 0, "", unit.unit_id, "", ACTOR.member_id, "tourcoing",
        period.starts_at, period.ends_at, "Europe/Paris", 0, "EUR", "", NOW,
    )  # fmt: skip


def moves(*pairs: tuple[Period, Period], base: Wish | None = None) -> list[Asked]:
    """Bookings of the first unit, each with the period it shall have."""
    one = base or wish(hours(9, 10))
    return [Asked(str(n), replace(one, period=new, kept=booked(old))) for n, (old, new) in enumerate(pairs)]


def test_what_cannot_be_moved_stays_in_the_way_of_the_others() -> None:
    day_by_day = [(hours(9, 10, MONDAY + n * DAY), hours(9, 10, MONDAY + (n + 1) * DAY)) for n in range(4)]
    planned = plan(moves(*day_by_day), {ONE: []}, NOW, latest_first=True)
    assert [one.codes for one in planned] == [()] * 4  # each to where the next one was
    until_saturday = [*day_by_day, (hours(9, 10, MONDAY + 4 * DAY), hours(9, 10, MONDAY + 5 * DAY))]
    planned = plan(moves(*until_saturday), {ONE: []}, NOW, latest_first=True)
    assert [one.codes for one in planned] == [("unit_taken",)] * 4 + [("outside_opening_hours",)]


def test_what_is_moved_counts_once_in_a_quota_where_it_shall_be() -> None:
    next_week = [(hours(9, 10, MONDAY + n * DAY), hours(9, 10, MONDAY + (7 + n) * DAY)) for n in range(3)]
    longer = [(old, Period(new.starts_at, new.ends_at + timedelta(hours=1))) for old, new in next_week]
    assert [one.codes for one in plan(moves(*longer, base=with_quota()), {ONE: []}, NOW)] == [()] * 3
    held_there = replace(with_quota(), held=[hours(12, 13, MONDAY + 7 * DAY)])
    planned = plan(moves(*longer, base=held_there), {ONE: []}, NOW)
    assert [bool(one.codes) for one in planned] == [True, False, False]


def test_a_booking_that_moves_keeps_its_unit_when_it_is_free() -> None:
    desks = [replace(one, wish=replace(one.wish, space=DESKS, kept=booked(hours(9, 10), TWO))) if one.wish else one
             for one in moves((hours(9, 10), hours(11, 12)))]  # fmt: skip
    for turn in "abc":
        [one] = plan(desks, {ONE: [], TWO: [], THREE: []}, NOW, turn)
        assert one.units[0] == TWO


def test_a_preview_says_of_which_space_and_in_which_zone() -> None:
    found = preview(on_days(2), {ONE: []}, NOW)
    assert (found.space_id, found.zone, len(found.items)) == (ROOM.space_id, "Europe/Paris", 2)


@given(st.data())
def test_what_is_planned_never_overlaps_what_is_held_nor_itself(data: st.DataObject) -> None:
    edges = st.sets(st.integers(32, 76), max_size=6).map(sorted)
    diary: dict[Unit, list[Period]] = {}
    for unit in (ONE, TWO):
        found = data.draw(edges)
        diary[unit] = [hours(start / 4, end / 4) for start, end in zip(found[::2], found[1::2], strict=False)]
    starts = data.draw(st.lists(st.integers(32, 68), min_size=1, max_size=6, unique=True))
    asked = [ask(for_desks(), Occurrence(str(start), hours(start / 4, start / 4 + 1))) for start in starts]
    held = {unit: list(periods) for unit, periods in diary.items()}
    for one in plan(asked, diary, NOW):
        assert one.wish
        if one.units and not one.refusals:
            assert not any(one.wish.period.overlaps(other) for other in held[one.units[0]])
            held[one.units[0]].append(one.wish.period)
        else:
            assert all(any(one.wish.period.overlaps(other) for other in periods) for periods in held.values())


def test_a_series_in_local_time_is_judged_in_local_time() -> None:
    found = of_rule(
        "FREQ=WEEKLY;COUNT=4", datetime.fromisoformat("2027-03-15T09:00"), datetime.fromisoformat("2027-03-15T10:00"),
        "Europe/Paris",
    )  # fmt: skip
    planned = plan([ask(wish(hours(9, 10)), occurrence) for occurrence in found], {ONE: []}, NOW)
    assert [one.status for one in planned] == ["free"] * 4  # the place opens at nine before and after the clocks change
