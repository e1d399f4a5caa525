"""Many who wait, cancel and book at once: one offer for what is free, in fair order, and no deadlock that is seen."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from chassis.database import Store
from services.bookings import commands, domain
from services.bookings.tables import claims
from tests.bookings.test_parallel import all_at_once
from tests.bookings.waiters import LATER, NINE, book, cancel, do, held, member, offer_all, offers, status, wait
from tests.bookings.world import ACTOR, DESKS, ROOM, hours

WAITING = 10


def booker(store: Store, number: int, space: domain.Space = ROOM, now: object = LATER) -> Callable[[], object]:
    return lambda: book(store, f"late-{number}", space=space, actor=member(100 + number), now=now)


def claimed(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(claims)) or 0


def test_of_ten_who_wait_for_what_one_cancels_one_is_offered_it_and_nobody_slips_in(store: Store) -> None:
    book(store)
    for number in range(1, WAITING + 1):
        wait(store, number)
    outcomes = all_at_once([*[lambda: cancel(store)] * 4, *[booker(store, number) for number in range(10)]])
    assert outcomes == {"done": 4, "unit_taken": 10}
    assert offers(store) == ["wait-1"]
    assert claimed(store) == 1


def test_units_freed_at_once_go_to_as_many_as_were_first(store: Store) -> None:
    for number in range(3):
        book(store, f"booking-{number}", space=DESKS)
    for number in range(1, WAITING + 1):
        wait(store, number, space=DESKS)

    def canceller(number: int) -> Callable[[], object]:
        return lambda: cancel(store, f"booking-{number}")

    actions = [*[canceller(number) for number in range(3)], *[booker(store, number, DESKS) for number in range(6)]]
    assert all_at_once(actions) == {"done": 3, "unit_taken": 6}
    assert sorted(offers(store)) == ["wait-1", "wait-2", "wait-3"]
    assert claimed(store) == 3


def test_timers_of_several_processes_and_cancellations_offer_nothing_twice(store: Store) -> None:
    for number in range(3):
        book(store, f"booking-{number}", space=DESKS)
    for number in range(1, 3):
        wait(store, number, space=DESKS)
    actions = [
        *[lambda: offer_all(store)] * 4,
        *[lambda: cancel(store, "booking-0")] * 2,
        lambda: cancel(store, "booking-1"),
    ]
    assert all_at_once(actions) == {"done": 7}
    assert sorted(offers(store)) == ["wait-1", "wait-2"]


def test_what_lapses_goes_to_the_next_whoever_wants_it_at_that_moment(store: Store) -> None:
    book(store)
    for number in (1, 2, 3, 4):
        wait(store, number)
    cancel(store)
    lapsed_at = held(store, 1).lapses_at or LATER
    behind = [
        lambda number=number: book(store, f"behind-{number}", actor=member(number), now=lapsed_at) for number in (3, 4)
    ]
    others = [booker(store, number, now=lapsed_at) for number in range(6)]
    timers = [lambda: do(store, commands.end_lapsed, lapsed_at)] * 2
    assert all_at_once([*timers, *behind, *others]) == {"done": 2, "unit_taken": 8}
    assert offers(store) == ["wait-1", "wait-2"]
    assert [status(store, number) for number in (1, 2, 3, 4)] == ["offered", "offered", "waiting", "waiting"]


def test_an_offer_is_accepted_and_refused_at_once_and_the_next_is_asked_or_not(store: Store) -> None:
    book(store)
    for number in (1, 2):
        wait(store, number)
    cancel(store)
    accepts = [lambda: do(store, commands.confirm, "wait-1", member(1), LATER)] * 2
    refuses = [lambda: cancel(store, "wait-1", member(1))] * 2
    outcomes = all_at_once([*accepts, *refuses])
    assert outcomes in ({"done": 4}, {"done": 3, "booking_not_held": 1}, {"done": 2, "booking_not_held": 2})
    assert offers(store) == ["wait-1", "wait-2"]
    assert claimed(store) == 1


def test_moves_that_leave_room_and_take_it_deadlock_nobody(store: Store) -> None:
    for number in range(4):
        book(store, f"booking-{number}", hours(9 + number, 10 + number))
    for number in range(1, 5):
        wait(store, number, hours(8 + number, 9 + number))

    def mover(number: int) -> Callable[[], object]:
        start = hours(13 + number, 14 + number)
        return lambda: do(
            store, commands.move, f"booking-{number}", ACTOR, LATER, starts_at=start.starts_at, ends_at=start.ends_at
        )

    assert all_at_once([*map(mover, range(4)), *[booker(store, number) for number in range(4)]]) == {
        "done": 4,
        "unit_taken": 4,
    }
    assert sorted(offers(store)) == [f"wait-{number}" for number in range(1, 5)]


def test_a_member_waits_once_however_often_they_ask_at_once(store: Store) -> None:
    for start in range(8, 17):
        book(store, f"booking-{start}", hours(start, start + 1))
    same = [lambda number=number: wait(store, number, NINE, actor=member(1)) for number in range(1, 7)]
    assert all_at_once(same) == {"done": 1, "already_waiting": 5}
    apart = [
        lambda start=start: wait(store, start + 100, hours(start, start + 1), actor=member(1))
        for start in range(10, 17)
    ]
    assert all_at_once(apart) == {"done": 4, "too_many_waits": 3}
