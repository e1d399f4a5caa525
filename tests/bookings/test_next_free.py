"""When many spaces are free next, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.domain.search import Filters
from tests.bookings.network import MONTH, book, soon
from tests.bookings.world import DESKS, MONDAY, NOW, PLACE, ROOM, hours


def test_the_soonest_spaces_come_first_with_their_next_periods(store: Store) -> None:
    book(store, ROOM.space_id, hours(8, 17.5))
    desks, room = soon(store, most=2)
    assert (desks.space_id, desks.free, desks.zone) == (DESKS.space_id, (hours(8, 9), hours(9, 10)), PLACE.zone)
    assert (room.space_id, room.free) == (ROOM.space_id, (hours(32, 33), hours(33, 34)))
    assert [found.space_id for found in soon(store, Filters(space_ids=(ROOM.space_id,)))] == [ROOM.space_id]
    assert soon(store, minutes=721) == []


def test_what_is_free_in_three_weeks_is_found_too_but_not_beyond_what_was_asked(store: Store) -> None:
    late = MONDAY.date() + timedelta(days=21)
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, valid_from=late), NOW)
    found = {one.space_id: one.free[0] for one in soon(store)}
    assert found[ROOM.space_id] == hours(8 + 24 * 21, 9 + 24 * 21)
    assert len(soon(store, within=domain.Period(MONDAY, MONDAY + timedelta(days=20)))) == 1


def test_without_a_length_the_shortest_booking_of_each_is_looked_for(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, rules=domain.Rules(min_minutes=50, step_minutes=20)), NOW)
    assert [found.free for found in soon(store, minutes=None)] == [(hours(8, 8.25),), (hours(8, 9),)]


@pytest.mark.parametrize("most", [1, 4, 10])
@pytest.mark.parametrize("minutes", [30, 420, 600])
def test_looking_day_by_day_finds_what_looking_at_the_month_does(store: Store, minutes: int, most: int) -> None:
    for day in (0, 1, 2, 3, 4, 7, 8):
        book(store, ROOM.space_id, hours(24 * day + 8.25, 24 * day + 10 + day))
    for looked_at in (MONTH, domain.Period(NOW + timedelta(hours=5, minutes=7), MONTH.ends_at)):
        with store.reading() as session:
            space, place = queries.space_and_place(session, ROOM.space_id)
            diary = queries.diary(session, space, looked_at, NOW)
        whole = domain.next_bookable(space, place, (), diary, minutes, looked_at, NOW, most)
        [found] = soon(store, Filters(space_ids=(ROOM.space_id,)), minutes=minutes, most=most, within=looked_at)
        assert list(found.free) == whole
        assert len(whole) == most


def test_nothing_is_free_in_the_past(store: Store) -> None:
    assert soon(store, now=MONTH.ends_at) == []
    [desks, _] = soon(store, now=hours(9.1, 10).starts_at)
    assert desks.free == (hours(9.25, 10.25),)
