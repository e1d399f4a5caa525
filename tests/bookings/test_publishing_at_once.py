"""Spaces are published while many book them: what is new is held by whom it must be, and nobody waits for ever."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import eventlet
from eventlet.event import Event as Signal

from chassis.database import Store
from services.bookings import commands
from tests.bookings.fighting import FLOOR, HALL, ROUNDS, fight, member, somebody_waits, week
from tests.bookings.front_desk import BOSS, book, cancel, claimed, do, publish
from tests.bookings.soundness import check_sound
from tests.bookings.world import ACTOR, NOW, OTHER, PLACE, ROOM
from tests.waiting import until


def test_a_part_that_is_published_is_held_by_whoever_books_the_whole_meanwhile(store: Store) -> None:
    publish(store, FLOOR)
    for number in ROUNDS:
        nook = replace(ROOM, space_id=f"nook-{number}", parent_id="floor")
        book(store, f"kept-{number}", week(number, 14, 15), FLOOR)
        outcomes = fight(
            store,
            partial(publish, store, nook),
            *(partial(book, store, f"whole-{number}-{n}", week(number), FLOOR, member(n)) for n in range(3)),
            partial(book, store, f"part-{number}", week(number), nook, OTHER),
            partial(cancel, store, f"kept-{number}"),
        )
        assert set(outcomes) <= {"done", "unit_taken", "space_not_found"}
        assert outcomes["done"] == 3  # it is published, one booking is cancelled, one is made
        assert claimed(store, f"kept-{number}") == []


def test_a_booking_that_ends_while_a_part_is_published_holds_nothing_of_it(store: Store) -> None:
    publish(store, FLOOR)
    book(store, space=FLOOR)
    ended, lets_go = Signal(), Signal()

    def end_slowly() -> None:
        with store.transaction() as session:
            commands.cancel(session, "booking-1", ACTOR, "member", NOW)
            ended.send()
            lets_go.wait()

    ending = eventlet.spawn(end_slowly)
    ended.wait()
    publishing = eventlet.spawn(publish, store, HALL)
    until(partial(somebody_waits, store), "one who waits for the other")
    lets_go.send()
    for each in (ending, publishing):
        each.wait()
    assert claimed(store) == []
    check_sound(store)


def test_nobody_who_publishes_and_nobody_who_books_waits_for_the_other_for_ever(store: Store) -> None:
    for number in ROUNDS:
        place = replace(PLACE, name=f"Le Champ {number}")
        outcomes = fight(
            store,
            partial(do, store, commands.announce_place, BOSS, place, NOW),
            *(partial(book, store, f"room-{number}-{n}", week(number, 9 + n, 10 + n)) for n in range(3)),
            partial(do, store, commands.announce_space, BOSS, replace(ROOM, capacity=9 + number), NOW),
        )
        assert outcomes == {"done": 5}
