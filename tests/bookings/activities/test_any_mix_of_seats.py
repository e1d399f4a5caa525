"""Whatever happens to seats in any order: they are counted, never too many, and nobody who fits is overtaken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from chassis.database import Store
from chassis.errors import ServiceError
from chassis.tables import outbox
from services.bookings import commands
from services.bookings.domain.activities import Registration, Terms
from services.bookings.tables import metadata
from tests.bookings.activities.programme import EVENING
from tests.bookings.activities.soundness import check_seats
from tests.bookings.activities.theatre import (
    DESK,
    OF_ACTIVITIES,
    codes,
    come,
    everybody,
    house,
    resize,
    settle,
    somebody,
    stage,
    step,
)
from tests.bookings.front_desk import do, said
from tests.bookings.world import NOW, PLACE

WHICH, SEATS = st.integers(0, 30), st.integers(1, 4)
NAMES = ("accept_offer", "refuse_offer", "cancel_registration", "promote", "approve_registration")
STANDING = {"waiting", "requested", "offered", "confirmed"}


class AnyMixOfSeats(RuleBasedStateMachine):
    """One occurrence. A registration is named by its number among those that stand."""

    store: Store
    terms = Terms(offer_hours=5, most_seats=4, closes_minutes=60)

    def __init__(self) -> None:
        super().__init__()
        self.now, self.ids = NOW, count(1)
        with self.store.transaction() as session:
            for table in (*reversed(metadata.sorted_tables), outbox):
                session.execute(delete(table))
        do(self.store, commands.publish_place, PLACE, NOW)
        stage(self.store, self.terms, capacity=6, waiting_seats=9)

    @rule(seats=SEATS, waits=st.sampled_from([True, True, False]))
    def register(self, seats: int, waits: bool) -> None:
        number = next(self.ids)
        self.try_(lambda: come(self.store, number, seats, self.now, accept_waiting=waits))

    @rule(
        which=WHICH,
        name=st.sampled_from(
            ["accept_offer", "refuse_offer", "cancel_registration", "promote", "approve_registration"]
        ),
    )
    def do_with_one(self, which: int, name: str) -> None:
        more = ("member",) if name == "cancel_registration" else ()
        self.with_one(which, getattr(OF_ACTIVITIES, name), *more, of_staff=name in ("promote", "approve_registration"))

    @rule(which=WHICH, seats=SEATS)
    def change_seats(self, which: int, seats: int) -> None:
        self.with_one(which, OF_ACTIVITIES.change_seats, seats)

    @rule(which=WHICH, priority=st.integers(0, 2))
    def prioritise(self, which: int, priority: int) -> None:
        self.with_one(which, OF_ACTIVITIES.prioritise, priority, of_staff=True)

    @rule(capacity=st.integers(0, 12))
    def resize(self, capacity: int) -> None:
        if capacity >= house(self.store).seats_taken:
            self.try_(lambda: resize(self.store, self.now, capacity=capacity))

    @rule(hours=st.sampled_from([1, 3, 5, 12]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        settle(self.store, self.now)

    @invariant()
    def all_is_counted_told_and_explained(self) -> None:
        check_seats(self.store)

    @invariant()
    def nobody_who_fits_waits_while_seats_are_free(self) -> None:
        if self.terms.promotion == "manual" or self.now >= EVENING.starts_at - timedelta(hours=1):
            return
        free = house(self.store).capacity - house(self.store).seats_taken
        assert not [one for one in everybody(self.store) if one.status == "waiting" and one.seats <= free]

    @invariant()
    def nobody_waits_after_the_close(self) -> None:
        if self.now >= EVENING.starts_at - timedelta(hours=1):
            settle(self.store, self.now)
            assert not [one for one in everybody(self.store) if one.status in ("waiting", "offered")]

    def with_one(self, which: int, command: Callable[..., Registration], *more: Any, of_staff: bool = False) -> None:
        known = [one for one in everybody(self.store) if one.status in STANDING]
        if known:
            number = int(known[which % len(known)].registration_id.rpartition("-")[2])
            actor = DESK if of_staff else somebody(number)
            self.try_(lambda: step(self.store, command, number, *more, actor=actor, now=self.now))

    def try_(self, action: Callable[[], object]) -> None:
        """Do it; who is refused leaves nothing, and who is offered something was first of those who fit."""
        before = everybody(self.store), house(self.store), codes(self.store), len(said(self.store))
        try:
            action()
        except ServiceError:
            assert (everybody(self.store), house(self.store), codes(self.store), len(said(self.store))) == before
            return
        was = {one.registration_id: one.status for one in before[0]}
        seated = [one for one in everybody(self.store) if one.status in STANDING - {"waiting"}]
        new = [one for one in seated if was.get(one.registration_id, "waiting") == "waiting"]
        promoted = {one.registration_id for one in everybody(self.store) if self.is_by_hand(one)}
        waiting = [one for one in everybody(self.store) if one.status == "waiting" and one.registration_id in was]
        for one in new:
            if one.registration_id not in promoted:
                ahead = [other for other in waiting if (-other.priority, other.number) < (-one.priority, one.number)]
                assert all(other.seats > one.seats for other in ahead), (one, ahead)

    def is_by_hand(self, one: Registration) -> bool:
        """Whether staff chose them."""
        return "promoted" in codes(self.store, int(one.registration_id.rpartition("-")[2]))


@pytest.mark.parametrize(
    "terms",
    [
        AnyMixOfSeats.terms,
        Terms(offer_hours=5, most_seats=4, closes_minutes=60, promotion="manual"),
        Terms(offer_hours=5, most_seats=4, closes_minutes=60, mode="moderated"),
    ],
    ids=["automatic", "manual", "moderated"],
)
def test_seats_are_counted_and_nobody_is_overtaken_whatever_happens(store: Store, terms: Terms) -> None:
    machine = type("Machine", (AnyMixOfSeats,), {"store": store, "terms": terms})
    found = settings(
        max_examples=15 if store.engine.dialect.name == "sqlite" else 5,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=found)
