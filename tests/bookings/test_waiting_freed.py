"""All that makes room is offered to those who wait, whoever frees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis.database import Store
from chassis.errors import Conflict
from services.bookings import commands, domain
from services.bookings.tables import members
from tests.bookings.waiters import (
    LATER,
    NINE,
    START,
    book,
    cancel,
    do,
    member,
    offer_all,
    offers,
    positions,
    wait,
)
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, PLACE, ROOM, hours, members_word

STAFF = replace(ACTOR, member_id="staff", city="roubaix", roles=("front_desk",))


def test_only_who_waits_for_what_is_wholly_free_is_offered_it(store: Store) -> None:
    book(store)
    book(store, "booking-2", hours(10, 11))
    wait(store, 1, hours(9, 11))
    wait(store, 2, hours(9.5, 10))
    cancel(store)
    assert offers(store) == ["wait-2"]
    cancel(store, "booking-2")
    cancel(store, "wait-2", member(2))
    assert offers(store) == ["wait-2", "wait-1"]


def test_as_many_are_offered_something_as_units_become_free(store: Store) -> None:
    for number in range(3):
        book(store, f"booking-{number}", space=DESKS)
    for number in range(1, 5):
        wait(store, number, space=DESKS)
    more = replace(DESKS, units=5)
    with store.transaction() as session:
        commands.publish_space(session, more, LATER)
    assert offers(store) == ["wait-1", "wait-2"]
    cancel(store, "booking-0")
    assert offers(store) == ["wait-1", "wait-2", "wait-3"]


def test_a_lapsed_hold_in_the_way_of_somebody_else_goes_to_who_waits(store: Store) -> None:
    book(store, space=DESKS, tentative=True)
    for number in (2, 3):
        book(store, f"booking-{number}", space=DESKS)
    wait(store, 1, space=DESKS)
    cancel(store, "booking-2", now=NOW + timedelta(minutes=14))
    assert offers(store) == ["wait-1"]
    wait(store, 2, space=DESKS, now=NOW + timedelta(minutes=14))
    with pytest.raises(Conflict, match="unit_taken"):  # the hold has lapsed, and member 2 waits for it
        book(store, "booking-4", space=DESKS, actor=OTHER, now=NOW + timedelta(minutes=15))
    assert do(store, commands.end_lapsed, NOW + timedelta(minutes=15)) == 1
    assert offers(store) == ["wait-1", "wait-2"]


def test_who_joins_takes_nothing_that_has_lapsed_from_who_waits_already(store: Store) -> None:
    book(store, tentative=True)
    wait(store, 1)
    joined = wait(store, 2, now=NOW + timedelta(minutes=15))  # not told that it is free: it is offered to the first
    assert joined.status == "waiting"
    assert offers(store) == ["wait-1"]


def test_who_waits_and_books_is_not_in_their_own_way(store: Store) -> None:
    book(store, tentative=True)
    wait(store, 1)
    wait(store, 2)
    assert book(store, "booking-2", actor=member(1), now=NOW + timedelta(minutes=15)).status == "confirmed"
    assert offers(store) == []


@pytest.mark.parametrize(
    ("end", "now"),
    [
        (lambda session: commands.deny(session, "booking-1", STAFF, "staff", LATER), LATER),
        (lambda session: commands.end_lapsed(session, START - timedelta(hours=1)), START - timedelta(hours=1)),
    ],
    ids=["denied", "unanswered"],
)
def test_a_request_that_is_not_granted_goes_to_who_waits(store: Store, end: Any, now: Any) -> None:
    asks = replace(ROOM, rules=domain.Rules(approval=True))
    with store.transaction() as session:
        commands.publish_space(session, asks, NOW)
    book(store)
    wait(store)
    store.retrying(end)
    assert offers(store) == ["wait-1"]
    assert do(store, commands.confirm, "wait-1", member(1), now).status == "requested"


def test_who_leaves_early_or_never_comes_makes_room(store: Store) -> None:
    strict = replace(ROOM, rules=domain.Rules(release_after_minutes=15))
    with store.transaction() as session:
        commands.publish_space(session, strict, NOW)
    book(store, period=hours(9, 12))
    wait(store, 1, hours(11, 12))
    do(store, commands.check_in, "booking-1", ACTOR, START)
    do(store, commands.check_out, "booking-1", ACTOR, START + timedelta(hours=1))
    assert offers(store) == ["wait-1"]
    book(store, "booking-2", hours(13, 15))
    wait(store, 2, hours(14, 15))
    assert do(store, commands.end_lapsed, hours(13.25, 14).starts_at) == 2  # the offer too
    assert offers(store) == ["wait-1", "wait-2"]


def test_what_a_move_leaves_goes_to_who_waits(store: Store) -> None:
    book(store)
    wait(store)
    do(
        store,
        commands.move,
        "booking-1",
        ACTOR,
        LATER,
        starts_at=START + timedelta(hours=3),
        ends_at=hours(12, 13).ends_at,
    )
    assert offers(store) == ["wait-1"]
    with pytest.raises(Conflict, match="unit_taken"):
        do(store, commands.move, "booking-1", ACTOR, LATER, starts_at=START, ends_at=NINE.ends_at)


def test_what_the_whole_frees_is_offered_to_who_waits_for_a_part_and_back(store: Store) -> None:
    floor = replace(ROOM, space_id="space-floor", name="Étage")
    with store.transaction() as session:
        commands.publish_space(session, floor, NOW)
        commands.publish_space(session, replace(ROOM, parent_id="space-floor"), NOW)
        commands.publish_space(session, replace(DESKS, parent_id="space-floor"), NOW)
    book(store, space=floor)
    wait(store, 1, space=ROOM)
    wait(store, 2, space=floor)
    for number in (3, 4, 5, 6):
        wait(store, number, space=DESKS)
    assert positions(store, 2) == [2]
    assert positions(store, 3) == [2]  # the room is not in the way of a desk, the floor is
    cancel(store)
    assert offers(store) == ["wait-1", "wait-3", "wait-4", "wait-5"]
    for number in (1, 3, 4):
        cancel(store, f"wait-{number}", member(number))
    assert offers(store)[4:] == ["wait-6"]
    for number in (5, 6):
        cancel(store, f"wait-{number}", member(number))
    assert offers(store)[5:] == ["wait-2"]


def test_the_buffers_of_what_ends_are_free_too(store: Store) -> None:
    cleaned = replace(ROOM, rules=domain.Rules(buffer_after_minutes=60))
    with store.transaction() as session:
        commands.publish_space(session, cleaned, NOW)
    book(store)
    wait(store, 1, hours(10.5, 11))
    cancel(store)
    assert offers(store) == ["wait-1"]


def test_one_call_judges_so_many_and_the_timer_the_rest(store: Store) -> None:
    many = replace(DESKS, space_id="space-many", units=1)
    with store.transaction() as session:
        commands.publish_space(session, many, NOW)
    book(store, space=many)
    for number in range(1, 26):
        wait(store, number, space=many)
    with store.transaction() as session:
        commands.publish_space(session, replace(many, units=30), LATER)
    assert offers(store) == [f"wait-{number}" for number in range(1, 21)]
    offer_all(store)
    assert offers(store) == [f"wait-{number}" for number in range(1, 26)]


CLOSED = domain.SpecialHours("closed", PLACE.place_id, None, hours(8, 10).starts_at, NINE.ends_at, False, "works")
PROGRAMME = replace(STAFF, roles=("programme",))


def test_a_closure_makes_room_around_it_and_its_withdrawal_within(store: Store) -> None:
    book(store, period=hours(9, 12))
    wait(store, 1)
    wait(store, 2, hours(10, 12))
    cancelled = {"booking-1": domain.closures.Decision(domain.closures.Fate.CANCEL)}
    do(store, commands.close, CLOSED, cancelled, PROGRAMME, lambda: "unused", LATER)
    assert offers(store) == ["wait-2"]
    do(store, commands.withdraw_hours, "closed", PROGRAMME, LATER)
    assert offers(store) == ["wait-2", "wait-1"]


def test_an_extra_opening_is_offered_to_who_waits(store: Store) -> None:
    book(store)
    wait(store)
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="Mo-Fr 12:00-19:00"), NOW)
    cancel(store)
    assert offers(store) == []
    extra = replace(CLOSED, special_id="open", is_open=True)
    do(store, commands.open_extra, extra, PROGRAMME, LATER)
    assert offers(store) == ["wait-1"]


def test_what_a_proposal_replaces_is_offered_to_who_waits(store: Store) -> None:
    known = members_word()
    with store.transaction() as session:
        session.execute(insert(members).values({column.name: getattr(known, column.name) for column in members.c}))
    book(store, period=hours(9, 11))
    wait(store, 1, hours(10, 11))
    decision = domain.closures.Decision(domain.closures.Fate.PROPOSE, ROOM.space_id, hours(13, 15))
    do(store, commands.close, CLOSED, {"booking-1": decision}, PROGRAMME, lambda: "proposed", LATER)
    assert offers(store) == []
    do(store, commands.confirm, "proposed", ACTOR, LATER)
    assert offers(store) == ["wait-1"]
