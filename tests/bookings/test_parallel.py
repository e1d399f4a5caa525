"""Many at once: each booker is a green thread with a transaction of its own, all let go at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

import eventlet
import pytest
from eventlet.event import Event as Signal
from sqlalchemy import func, select

from chassis import tables
from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings import commands, domain
from services.bookings.tables import bookings, claims
from tests.bookings.world import ACTOR, DESKS, NOW, ROOM, hours

BOOKERS = 16  # no more than connections: the fight is to be for the unit


def all_at_once(actions: Iterable[Callable[[], object]]) -> Counter[str]:
    """How often each outcome came: `done`, a refusal's code, or the name of an error."""
    go = Signal()

    def run(action: Callable[[], object]) -> str:
        go.wait()
        try:
            action()
        except ServiceError as refusal:
            return refusal.code
        except Exception as error:
            return type(error).__name__
        return "done"

    runners = [eventlet.spawn(run, action) for action in actions]
    eventlet.sleep(0)
    go.send()
    return Counter(runner.wait() for runner in runners)


def booker(store: Store, number: int, period: domain.Period, space: domain.Space) -> Callable[[], domain.Booking]:
    actor = domain.Actor(f"member-{number}", "roubaix", "resident", "individual")

    def book() -> domain.Booking:
        with store.transaction() as session:  # not `retrying`: a deadlock would be seen here
            return commands.book(session, f"booking-{number}", space.space_id, period, actor, NOW)

    return book


def kept(store: Store) -> list[int]:
    with store.reading() as session:
        told = select(func.count()).where(tables.outbox.c.routing_key.like("booking.confirmed.%"))
        return [
            session.scalar(select(func.count()).select_from(bookings)) or 0,
            session.scalar(select(func.count()).select_from(claims)) or 0,
            session.scalar(told) or 0,
        ]


def test_a_unit_is_never_held_twice(store: Store) -> None:
    outcomes = all_at_once(booker(store, number, hours(9, 10), ROOM) for number in range(BOOKERS))
    assert outcomes == {"done": 1, "unit_taken": BOOKERS - 1}
    assert kept(store) == [1, 1, 1]


def test_a_space_of_three_units_has_three_winners(store: Store) -> None:
    outcomes = all_at_once(booker(store, number, hours(9, 10), DESKS) for number in range(BOOKERS))
    assert outcomes == {"done": 3, "unit_taken": BOOKERS - 3}
    assert kept(store) == [3, 3, 3]


def test_periods_that_cross_each_other_have_one_winner_and_no_deadlock(store: Store) -> None:
    for day in range(5):
        monday = hours(9, 10).starts_at + timedelta(days=day)
        shifts = (timedelta(), timedelta(minutes=15), timedelta(minutes=30))
        periods = [
            domain.Period(monday + shift, monday + shift + timedelta(hours=1)) for shift in shifts * (BOOKERS // 3)
        ]
        outcomes = all_at_once(booker(store, day * 100 + number, period, ROOM) for number, period in enumerate(periods))
        assert outcomes == {"done": 1, "unit_taken": len(periods) - 1}
    assert kept(store) == [5, 5, 5]


def test_of_two_cancellations_at_once_one_is_told(store: Store) -> None:
    booker(store, 1, hours(9, 10), ROOM)()
    actor = domain.Actor("member-1", "roubaix", "resident", "individual")
    outcomes = all_at_once(
        lambda: store.retrying(lambda session: commands.cancel(session, "booking-1", actor, "member", NOW))
        for _ in range(8)
    )
    assert outcomes == {"done": 8}
    with store.reading() as session:
        told = session.scalars(select(tables.outbox.c.routing_key).where(tables.outbox.c.subject == "booking-1"))
        assert told.all() == ["booking.confirmed.roubaix", "booking.cancelled.roubaix"]


def test_who_waits_for_a_unit_gets_it_when_the_other_gives_up(store: Store) -> None:
    holds, lets_go = Signal(), Signal()

    def hesitate() -> None:
        with store.transaction() as session:
            commands.book(session, "booking-1", ROOM.space_id, hours(9, 10), ACTOR, NOW)
            holds.send()
            lets_go.wait()
            raise ServiceError("changed_my_mind")

    hesitant = eventlet.spawn(hesitate)
    holds.wait()
    waiting = eventlet.spawn(booker(store, 2, hours(9, 10), ROOM))
    eventlet.sleep(0)
    lets_go.send()
    with pytest.raises(ServiceError, match="changed_my_mind"):
        hesitant.wait()
    assert waiting.wait().booking_id == "booking-2"
    assert kept(store) == [1, 1, 1]
