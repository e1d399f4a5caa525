from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from chassis.database import Store
from chassis.errors import NotFound
from services.bookings import commands, domain, queries
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, PLACE, ROOM, hours

DAY = hours(0, 24)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The SELECTs made meanwhile."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        made.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield made
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.fixture
def busy(store: Store) -> Store:
    """A room and three desks, of which some hours are taken."""
    with store.transaction() as session:
        for number, start in enumerate((9, 11, 14)):
            commands.book(session, f"room-{number}", ROOM.space_id, hours(start, start + 1), ACTOR, NOW)
            commands.book(session, f"desk-{number}", DESKS.space_id, hours(start, start + 1), OTHER, NOW)
    return store


def test_what_was_published_is_read_back_the_same(store: Store) -> None:
    with store.reading() as session:
        assert queries.place(session, PLACE.place_id) == PLACE
        assert queries.space(session, ROOM.space_id) == replace(ROOM, city="roubaix", place_name=PLACE.name)


def test_a_diary_holds_every_unit_and_what_overlaps(busy: Store) -> None:
    with busy.reading() as session:
        room = queries.diary(session, ROOM, hours(10, 14), NOW)
        desks = queries.diary(session, DESKS, DAY, NOW)
    assert list(room.values()) == [[hours(11, 12)]]  # those that only touch are not in it
    assert [unit.number for unit in desks] == [1, 2, 3]
    assert sum(len(taken) for taken in desks.values()) == 3


def test_availability_takes_four_queries_however_much_is_held(busy: Store) -> None:
    with counted(busy) as made, busy.reading() as session:
        space, place = queries.space_and_place(session, DESKS.space_id)
        special = queries.special(session, space, DAY)
        diary = queries.diary(session, space, DAY, NOW)
    found = domain.availability(space, place, special, diary, DAY, NOW)
    assert len([statement for statement in made if "SELECT" in statement]) == 4
    assert found.units == 3
    assert {free.units for free in found.free} == {2, 3}


def test_pages_of_spaces_follow_each_other_without_gap_or_repeat(store: Store) -> None:
    with store.transaction() as session:
        for number in range(5):  # of the same name: the id decides
            commands.publish_space(session, replace(ROOM, space_id=f"space-{number}"), NOW)
        whole, none_left = queries.spaces_page(session, limit=50)
        pages, after = [], None
        for _ in range(4):
            page, after = queries.spaces_page(session, limit=2, after=after)
            pages += page
    assert none_left is None
    assert after is None
    assert pages == whole
    assert len(whole) == 7


def test_spaces_are_found_by_city_kind_persons_and_place(store: Store) -> None:
    elsewhere = replace(PLACE, place_id="place-2", city="tourcoing")
    with store.transaction() as session:
        commands.publish_place(session, elsewhere, NOW)
        commands.publish_space(session, replace(ROOM, space_id="space-2", place_id="place-2"), NOW)

        def found(**asked: Any) -> set[str]:
            page, _ = queries.spaces_page(session, limit=50, filters=domain.search.Filters(**asked))
            return {space.space_id for space in page}

        assert found(cities=("tourcoing",)) == {"space-2"}
        assert found(kind="desk") == {DESKS.space_id}
        assert found(persons=8) == {ROOM.space_id, "space-2"}
        assert found(persons=9) == set()
        assert found(place_id=PLACE.place_id, kind="meeting_room") == {ROOM.space_id}
        assert {place.place_id for place in queries.every_place(session, "tourcoing")} == {"place-2"}


def test_a_member_sees_their_own_bookings_the_latest_first(busy: Store) -> None:
    with busy.reading() as session:
        first, after = queries.bookings_page(session, ACTOR, limit=2)
        second, none_left = queries.bookings_page(session, ACTOR, limit=2, after=after)
        assert [booking.booking_id for booking in first + second] == ["room-2", "room-1", "room-0"]
        assert none_left is None
        with pytest.raises(NotFound, match="booking_not_found"):
            queries.booking(session, "room-0", OTHER)


def test_what_does_not_exist_is_not_found(store: Store) -> None:
    with store.reading() as session:
        with pytest.raises(NotFound, match="place_not_found"):
            queries.place(session, "place-none")
        with pytest.raises(NotFound, match="space_not_found"):
            queries.space_and_place(session, "space-none")
        assert queries.diary(session, replace(ROOM, space_id="space-none"), DAY, NOW) == {}
