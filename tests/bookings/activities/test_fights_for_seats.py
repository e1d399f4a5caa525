"""Two who want the same seats at the same moment: one wins, the other is told no, and all stays sound.

Many rounds, since who comes first is for the database to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chassis.database import Store
from services.bookings import commands, domain
from services.bookings.domain.activities import Terms
from tests.bookings.activities.programme import occurrence, put
from tests.bookings.activities.soundness import check_seats
from tests.bookings.activities.theatre import (
    DESK,
    OF_ACTIVITIES,
    accept,
    come,
    everybody,
    house,
    leave,
    refuse,
    resize,
    settle,
    stage,
    statuses,
    step,
    told,
    written,
)
from tests.bookings.front_desk import do
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import NOW

ROUNDS = range(5)
LAPSED = NOW + timedelta(hours=48)


def fight(store: Store, *actions: Callable[[], object]) -> Counter[str]:
    outcomes = all_at_once(actions)
    check_seats(store)
    return outcomes


def offered(store: Store, terms: Terms | None = None) -> None:
    """One seat, offered to the second; the third waits."""
    stage(store, terms, capacity=1, waiting_seats=20)
    for number in (1, 2, 3):
        come(store, number)
    leave(store, 1)


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_accepts_at_the_last_moment_has_the_seat_or_it_is_the_nexts(store: Store, _round: int) -> None:
    offered(store)
    before = LAPSED - timedelta(microseconds=1)
    outcomes = fight(store, partial(accept, store, 2, before), partial(settle, store, LAPSED))
    if statuses(store)[1] == "confirmed":
        assert (outcomes, statuses(store)[2]) == ({"done": 2}, "waiting")
    else:
        assert (outcomes, statuses(store)[1:]) == ({"done": 1, "offer_lapsed": 1}, ["lapsed", "offered"])


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_offer_is_accepted_once_however_often_at_once(store: Store, _round: int) -> None:
    offered(store)
    assert fight(store, *(partial(accept, store, 2) for _ in range(4))) == {"done": 4}
    assert told(store, 2) == ["registration.queued", "registration.offered", "registration.confirmed"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_offer_is_accepted_or_refused_and_never_both(store: Store, _round: int) -> None:
    offered(store)
    outcomes = fight(store, partial(accept, store, 2), partial(refuse, store, 2))
    assert outcomes == {"done": 1, "registration_not_offered": 1}
    after = statuses(store)[1:]
    assert after in (["confirmed", "waiting"], ["cancelled", "offered"])


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_comes_while_somebody_leaves_does_not_overtake_who_waits(store: Store, _round: int) -> None:
    stage(store, capacity=1, waiting_seats=20)
    come(store, 1)
    come(store, 2)
    newcomers = [partial(come, store, number) for number in range(3, 9)]
    assert fight(store, partial(leave, store, 1), *newcomers) == {"done": 7}
    assert written(store, 2).status == "offered"
    assert statuses(store)[2:] == ["waiting"] * 6


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_seat_that_is_given_back_when_nobody_waits_is_had_by_one(store: Store, _round: int) -> None:
    stage(store, capacity=1)
    come(store, 1)
    newcomers = [partial(come, store, number, accept_waiting=False) for number in range(2, 8)]
    outcomes = fight(store, partial(leave, store, 1), *newcomers)
    assert outcomes["done"] in (1, 2) and outcomes["done"] + outcomes["occurrence_full"] == 7
    assert house(store).seats_taken == outcomes["done"] - 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_seats_that_are_added_while_staff_promotes_are_each_given_once(store: Store, _round: int) -> None:
    stage(store, Terms(promotion="manual"), capacity=2, waiting_seats=20)
    for number in range(1, 6):
        come(store, number)
    leave(store, 1)
    promote = [partial(step, store, OF_ACTIVITIES.promote, number, actor=DESK) for number in (3, 4, 5)]
    outcomes = fight(store, partial(resize, store, capacity=3), *promote)
    assert outcomes["done"] + outcomes["occurrence_full"] == 4
    assert outcomes["done"] in (2, 3)
    assert statuses(store).count("offered") == outcomes["done"] - 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_member_in_two_windows_registers_once(store: Store, _round: int) -> None:
    stage(store)
    actor = domain.Actor("member-1", "tourcoing", "resident", "individual")
    twice = [partial(come, store, number, actor=actor) for number in range(4)]
    assert fight(store, *twice) == {"done": 1, "already_registered": 3}
    assert len(everybody(store)) == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_registers_while_they_are_erased_leaves_no_trace(store: Store, _round: int) -> None:
    gone, nobody = "0b0e7f0c-6a3f-4c8e-9a53-00000000aaaa", "0b0e7f0c-6a3f-4c8e-9a53-00000000bbbb"
    stage(store, capacity=5)
    with store.transaction() as session:
        put(session, occurrence("occurrence-2", capacity=5))
    actor = domain.Actor(gone, "tourcoing", "resident", "individual")
    come(store, 0, actor=actor, occurrence_id="occurrence-2")
    actions: list[Any] = [partial(come, store, 1, actor=actor)]
    actions.append(partial(do, store, commands.erase, gone, "tourcoing", nobody, NOW))
    outcomes = fight(store, *actions)
    assert outcomes in ({"done": 2}, {"done": 1, "member_not_active": 1})
    assert {(one.member_id, one.status) for one in everybody(store)} == {(nobody, "cancelled")}
