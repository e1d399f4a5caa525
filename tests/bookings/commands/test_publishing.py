from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import commands
from services.bookings.tables import units
from tests.bookings.front_desk import BOSS, DESK, book, do, publish, said, traces
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import DESKS, NOW, PLACE, ROOM, hours

TOMORROW = NOW + timedelta(days=1)


def test_publishing_the_same_again_tells_nobody(store: Store) -> None:
    before = said(store)
    do(store, commands.publish_place, PLACE, TOMORROW)
    publish(store, DESKS, now=TOMORROW)
    assert said(store) == before
    assert [told.sequence for told in before] == [0, 0, 0]
    assert {told.city for told in before} == {None}


def test_publishing_a_change_tells_the_next_edition(store: Store) -> None:
    publish(store, replace(ROOM, capacity=10))
    told = said(store)[-1]
    assert (told.name, told.sequence, told.data["capacity"]) == ("space.published", 1, 10)


def test_a_place_that_is_renamed_publishes_its_spaces_too(store: Store) -> None:
    do(store, commands.publish_place, replace(PLACE, name="Le Champ"), NOW)
    told = said(store)[3:]
    assert sorted((one.name, one.sequence) for one in told) == [
        ("place.published", 1),
        ("space.published", 1),
        ("space.published", 1),
    ]
    assert {one.data.get("place_name") for one in told} == {None, "Le Champ"}


def test_a_unit_too_many_is_offered_no_more_but_stays_held(store: Store) -> None:
    for number in range(3):
        book(store, f"booking-{number}", space=DESKS)
    publish(store, replace(DESKS, units=1))
    assert traces(store)[1] == 3
    book(store, "booking-4", hours(11, 12), DESKS)
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-5", hours(11, 12), DESKS)
    publish(store, replace(DESKS, units=2))
    with store.reading() as session:
        alive = session.scalars(select(units.c.number).where(units.c.retired_at.is_(None)))
        assert sorted(alive.all()) == [1, 1, 2]
    book(store, "booking-5", hours(11, 12), DESKS)


def test_a_space_stands_in_a_place_that_is_known(empty_store: Store) -> None:
    with pytest.raises(NotFound, match="place_not_found"):
        publish(empty_store, ROOM)


def test_other_rules_count_for_what_is_booked_from_then_on(store: Store) -> None:
    book(store)
    publish(store, replace(ROOM, rules=replace(ROOM.rules, max_minutes=30, buffer_after_minutes=60)))
    assert book(store, "booking-2", hours(10, 10.5)).status == "confirmed"  # what ended at ten asked for no buffer
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-3", hours(11, 11.5))


def test_only_an_administrator_of_its_city_publishes_a_place_and_its_spaces(store: Store) -> None:
    changed, room = replace(PLACE, name="Le Champ"), replace(ROOM, capacity=10)
    for actor in (DESK, replace(BOSS, city="marcq")):
        with pytest.raises(Forbidden, match="permission_missing"):
            do(store, commands.announce_place, actor, changed, NOW)
        with pytest.raises(Forbidden, match="permission_missing"):
            do(store, commands.announce_space, actor, room, NOW)
    with pytest.raises(Forbidden, match="permission_missing"):  # nobody takes another's place over
        do(store, commands.announce_place, replace(BOSS, city="marcq"), replace(changed, city="marcq"), NOW)
    with pytest.raises(Forbidden, match="permission_missing"):  # nor gives their own away
        do(store, commands.announce_place, BOSS, replace(changed, city="marcq"), NOW)
    assert do(store, commands.announce_place, BOSS, changed, NOW).sequence == 1
    assert do(store, commands.announce_space, BOSS, room, NOW).capacity == 10


def test_of_two_cities_that_publish_one_new_place_at_once_one_has_it(store: Store) -> None:
    bosses = [BOSS, replace(BOSS, city="marcq")] * 3
    new = [replace(PLACE, place_id="new", city=boss.city, name=f"Lab {n}") for n, boss in enumerate(bosses)]
    spaces = [replace(ROOM, space_id="new-room", place_id="new", capacity=n) for n in range(1, 7)]

    def publish_places() -> list[Callable[[], object]]:
        return [partial(do, store, commands.announce_place, *both, NOW) for both in zip(bosses, new, strict=True)]

    assert all_at_once(publish_places()) == {"done": 3, "permission_missing": 3}
    publish_spaces = [partial(do, store, commands.publish_space, one, NOW) for one in spaces]
    assert all_at_once(publish_spaces) == {"done": 6}
