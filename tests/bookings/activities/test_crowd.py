"""Five hundred at once for fifty seats and a list of a hundred; then twenty give theirs back."""

from __future__ import annotations

from collections import Counter

import eventlet
from eventlet.event import Event as Signal
from eventlet.semaphore import Semaphore

from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings import commands
from tests.bookings.activities.soundness import check_seats
from tests.bookings.activities.theatre import by_status, codes, everybody, house, somebody, stage, told_of_occurrence
from tests.bookings.front_desk import do, said
from tests.bookings.world import NOW

ASKING, SEATS, LIST, LEAVING = 500, 50, 100, 20
AT_ONCE = 16  # transactions; the others wait for a connection, first come first served, as for a worker of the service


def all_of_them(store: Store) -> tuple[Counter[str], list[int]]:
    """How often each outcome came, and who got in or waits, in the order in which their transaction had its answer."""
    go, turns, arrived = Signal(), Semaphore(AT_ONCE), list[int]()

    def come(number: int) -> str:
        go.wait()
        with turns:
            try:
                with store.transaction() as session:
                    made = commands.activities.register(
                        session, f"registration-{number}", "occurrence-1", somebody(number), NOW, accept_waiting=True
                    )
                    arrived.append(number)  # while the row of the occurrence is ours
            except ServiceError as refusal:
                return refusal.code
        return made.status

    runners = [eventlet.spawn(come, number) for number in range(ASKING)]
    eventlet.sleep(0)
    go.send()
    return Counter(runner.wait() for runner in runners), arrived


def test_fifty_get_in_a_hundred_wait_in_order_and_the_others_are_told_no(store: Store) -> None:
    stage(store, capacity=SEATS, waiting_seats=LIST)
    outcomes, arrived = all_of_them(store)
    assert outcomes == {"confirmed": SEATS, "waiting": LIST, "occurrence_full": ASKING - SEATS - LIST}
    rows = everybody(store)
    assert [one.number for one in rows] == list(range(1, SEATS + LIST + 1))
    assert [one.registration_id for one in rows] == [f"registration-{number}" for number in arrived]
    assert [one.status for one in rows] == ["confirmed"] * SEATS + ["waiting"] * LIST
    assert [said(store, one.registration_id)[0].data["position"] for one in rows[SEATS:]] == list(range(1, LIST + 1))
    assert told_of_occurrence(store) == ["occurrence.filled"]
    check_seats(store)

    for one in rows[:LEAVING]:
        who = next(somebody(number) for number in arrived if f"registration-{number}" == one.registration_id)
        do(store, commands.activities.cancel_registration, one.registration_id, who, "member", NOW)
    after = everybody(store)
    assert [one.number for one in after if one.status == "offered"] == list(range(SEATS + 1, SEATS + LEAVING + 1))
    offers = [one.subject for one in said(store) if one.name == "registration.offered"]
    assert offers == [one.registration_id for one in rows[SEATS : SEATS + LEAVING]]
    assert by_status(store) == {"cancelled": LEAVING, "confirmed": SEATS - LEAVING, "offered": LEAVING, "waiting": 80}
    assert Counter(codes(store)) == {"seated": 50, "queued": 100, "cancelled": LEAVING, "offered": LEAVING}
    assert (house(store).seats_taken, house(store).seats_waiting) == (SEATS, LIST - LEAVING)
    check_seats(store)
