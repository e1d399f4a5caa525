"""What was said is known for a year, and what waits or is still of use for longer; then nothing is left of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Table, select, update

from chassis.database import Store
from services.members.domain import retention
from services.notifications import commands, domain, reactions
from services.notifications.domain import Outcome, Status
from services.notifications.tables import bookings_heard, deliveries, notices
from tests.notifications import given

A_YEAR_ON = given.NOW + domain.KEPT_FOR + timedelta(seconds=1)


def hear(store: Store, booking_id: str, now: datetime = given.NOW) -> None:
    with store.transaction() as session:
        told = given.confirmed(booking_id=booking_id, member_id=f"m-of-{booking_id}")
        reactions.on_booking_confirmed(session, told, now, home=given.HOME)


def send_all(store: Store, now: datetime = given.NOW) -> None:
    with store.transaction() as session:
        for delivery in commands.claim(session, timedelta(minutes=1), 20, given.HOME, now):
            commands.settle(session, delivery, Outcome(Status.SENT), given.HOME, now)


def forget(store: Store, now: datetime, most: int = 500) -> int:
    with store.transaction() as session:
        return commands.forget_old(session, most, now)


def rows(store: Store, table: Table) -> int:
    with store.reading() as session:
        return len(session.execute(select(table)).all())


def left(store: Store) -> tuple[int, int, int]:
    return rows(store, notices), rows(store, deliveries), rows(store, bookings_heard)


def test_after_a_year_nothing_is_left_of_what_was_said(store: Store) -> None:
    hear(store, "b-1")
    send_all(store)
    assert forget(store, given.NOW + domain.KEPT_FOR) == 0
    assert left(store) == (1, 1, 1)
    assert forget(store, A_YEAR_ON) == 1
    assert left(store) == (0, 0, 0)


def test_what_still_waits_is_not_forgotten(store: Store) -> None:
    hear(store, "b-1")
    assert forget(store, A_YEAR_ON) == 0
    assert left(store) == (1, 1, 1)


def test_what_is_still_of_use_is_not_forgotten(store: Store) -> None:
    hear(store, "b-1")
    send_all(store)
    with store.transaction() as session:
        session.execute(update(notices).values(not_after=A_YEAR_ON + timedelta(days=1)))
    assert forget(store, A_YEAR_ON) == 0


def test_what_was_last_heard_is_known_as_long_as_something_that_was_said_of_it(store: Store) -> None:
    hear(store, "b-1")
    send_all(store)
    with store.transaction() as session:
        moved = given.event(domain.Kind.BOOKING_MOVED, 1, member_id="m-of-b-1", moved_at=given.NOW.isoformat())
        reactions.on_booking_moved(session, moved, given.NOW + timedelta(days=2), home=given.HOME)
    send_all(store, given.NOW + timedelta(days=2))
    assert forget(store, A_YEAR_ON) == 1
    assert left(store) == (1, 1, 1)


def test_a_few_at_a_time_the_oldest_first(store: Store) -> None:
    for number in range(5):
        hear(store, f"b-{number}")
    send_all(store)
    assert [forget(store, A_YEAR_ON, most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_what_is_heard_again_of_what_was_forgotten_is_not_sent(store: Store) -> None:
    hear(store, "b-1")
    send_all(store)
    forget(store, A_YEAR_ON)
    hear(store, "b-1", A_YEAR_ON)
    send_all(store, A_YEAR_ON)
    with store.reading() as session:
        assert session.scalars(select(deliveries.c.reason)).all() == ["too_late"]


def test_the_register_of_processing_says_the_same_span() -> None:
    assert retention.NOTICES_KEPT == domain.KEPT_FOR
