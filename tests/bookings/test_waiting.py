"""Who waits gets what becomes free: in fair order, one at a time, never too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from chassis import tables
from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound, ServiceError
from services.bookings import commands, queries
from services.bookings.tables import members
from tests.bookings.waiters import (
    LATER,
    NINE,
    START,
    book,
    cancel,
    do,
    held,
    member,
    offer_all,
    offers,
    positions,
    status,
    wait,
)
from tests.bookings.world import DESKS, NOW, PLACE, ROOM, hours


def test_nobody_waits_for_what_is_free(store: Store) -> None:
    with pytest.raises(Conflict, match="unit_free"):
        wait(store)
    book(store, space=DESKS)
    with pytest.raises(Conflict, match="unit_free"):  # of three
        wait(store, space=DESKS)


def test_who_waits_is_judged_like_who_books(store: Store) -> None:
    book(store)
    for period, code in [(hours(9, 9.1), "too_short"), (hours(3, 4), "outside_opening_hours")]:
        with pytest.raises(ServiceError, match=code):
            wait(store, period=period)
    with pytest.raises(ServiceError, match="too_many_persons"):
        wait(store, persons=9)
    with pytest.raises(Forbidden, match="not_of_organisation"):
        wait(store, organisation_id="organisation-1")
    with pytest.raises(NotFound, match="space_not_found"):
        wait(store, space=replace(ROOM, space_id="space-nowhere"))


def test_a_member_waits_once_for_the_same_minutes_and_five_times_at_most(store: Store) -> None:
    for start in range(8, 18):
        book(store, f"booking-{start}", hours(start, start + 1))
    wait(store, 1, hours(9, 11))
    with pytest.raises(Conflict, match="already_waiting"):
        wait(store, 2, hours(10, 12), actor=member(1))
    for number, start in enumerate((11, 12, 13, 14), 2):
        wait(store, number, hours(start, start + 1), actor=member(1))
    with pytest.raises(Conflict, match="too_many_waits") as refused:
        wait(store, 6, hours(15, 16), actor=member(1))
    assert refused.value.detail == {"most": 5}
    do(store, commands.leave_waiting_list, "wait-3", member(1), LATER)
    wait(store, 6, hours(15, 16), actor=member(1))
    wait(store, 7, hours(15, 16), actor=member(7))


def test_no_offer_could_be_answered_in_the_last_minutes_so_nobody_waits_for_it(store: Store) -> None:
    book(store)
    with pytest.raises(Conflict, match="notice_too_short"):
        wait(store, now=START - timedelta(minutes=14))
    wait(store, now=START - timedelta(minutes=15))


def test_who_waits_first_is_offered_what_is_cancelled_and_nobody_else_is_told(store: Store) -> None:
    book(store)
    for number in (3, 1, 2):  # in another order than their turn
        wait(store, number)
    assert [positions(store, number) for number in (1, 2, 3)] == [[1], [2], [3]]
    cancel(store)
    assert offers(store) == ["wait-1"]
    assert [status(store, number) for number in (1, 2, 3)] == ["offered", "waiting", "waiting"]
    assert [positions(store, number) for number in (1, 2, 3)] == [[None], [1], [2]]
    offer_all(store)
    assert offers(store) == ["wait-1"]


def test_an_offer_is_a_hold_at_the_price_of_now_that_lapses(store: Store) -> None:
    book(store)
    wait(store, persons=4)
    cancel(store)
    offer = held(store, 1)
    assert (offer.status, offer.period, offer.persons, offer.price_cents) == ("held", NINE, 4, 1250)
    assert (offer.member_id, offer.home_city, offer.booked_by_id) == ("waiting-1", "roubaix", "waiting-1")
    assert offer.lapses_at == LATER + timedelta(minutes=ROOM.rules.offer_minutes)
    assert do(store, commands.confirm, "wait-1", member(1), LATER).status == "confirmed"


def test_an_offer_lapses_when_the_period_begins_at_the_latest(store: Store) -> None:
    book(store)
    wait(store)
    cancel(store, now=START - timedelta(hours=2))
    assert held(store, 1, START - timedelta(hours=1)).lapses_at == START


def test_what_is_not_accepted_in_time_goes_to_the_next(store: Store) -> None:
    book(store)
    for number in (1, 2):
        wait(store, number)
    cancel(store)
    lapsed_at = held(store, 1).lapses_at or LATER
    assert do(store, commands.end_lapsed, lapsed_at) == 1
    assert offers(store) == ["wait-1", "wait-2"]
    assert held(store, 1, lapsed_at).status == "lapsed"
    assert do(store, commands.end_lapsed, lapsed_at + timedelta(days=1)) == 1
    assert offers(store) == ["wait-1", "wait-2"]  # nobody is asked twice


@pytest.mark.parametrize("accepts", [True, False])
def test_what_is_refused_or_given_back_goes_to_the_next(store: Store, accepts: bool) -> None:
    book(store)
    for number in (1, 2):
        wait(store, number)
    cancel(store)
    if accepts:
        do(store, commands.confirm, "wait-1", member(1), LATER)
    cancel(store, "wait-1", member(1))
    assert offers(store) == ["wait-1", "wait-2"]
    cancel(store, "wait-1", member(1))
    assert offers(store) == ["wait-1", "wait-2"]


def test_nobody_is_offered_anything_after_the_start_nor_right_before(store: Store) -> None:
    book(store)
    book(store, "booking-2", hours(11, 12))
    wait(store, 1)
    wait(store, 2, hours(11, 12))
    cancel(store, now=START - timedelta(minutes=14))
    cancel(store, "booking-2", now=START + timedelta(hours=2, minutes=1))  # it has begun
    offer_all(store, START + timedelta(hours=2, minutes=1))
    assert offers(store) == []
    assert [status(store, number) for number in (1, 2)] == ["over", "over"]


def test_a_wait_is_over_when_its_period_begins_even_if_nobody_wrote_it_down(store: Store) -> None:
    book(store)
    wait(store)
    for now, expected in [(START - timedelta(seconds=1), "waiting"), (START, "over")]:
        with store.reading() as session:
            ([shown], _) = queries.waits_page(session, member(1), now, 50)
        assert (shown.wait.status, shown.position) == (expected, 1 if expected == "waiting" else None)
    assert do(store, commands.leave_waiting_list, "wait-1", member(1), START).status == "over"


def test_who_left_is_offered_nothing_and_leaves_once(store: Store) -> None:
    book(store)
    for number in (1, 2):
        wait(store, number)
    left = do(store, commands.leave_waiting_list, "wait-1", member(1), NOW)
    assert (left.status, left.ended_at) == ("left", NOW)
    assert do(store, commands.leave_waiting_list, "wait-1", member(1), LATER) == left
    with pytest.raises(NotFound, match="wait_not_found"):
        do(store, commands.leave_waiting_list, "wait-2", member(1), LATER)
    cancel(store)
    assert offers(store) == ["wait-2"]
    assert do(store, commands.leave_waiting_list, "wait-2", member(2), LATER).status == "offered"


def test_who_may_no_longer_book_is_passed_over_and_told_why(store: Store) -> None:
    book(store)
    for number in (1, 2):
        wait(store, number)
    suspended = {
        "member_id": "waiting-1", "city": "roubaix", "category": "resident", "organisation_kind": "individual",
        "status": "suspended", "roles": [], "sequence": 1,
    }  # fmt: skip
    with store.transaction() as session:
        session.execute(insert(members).values(suspended))
    cancel(store)
    assert offers(store) == ["wait-2"]
    with store.reading() as session:
        ([shown], _) = queries.waits_page(session, member(1), LATER, 50)
    assert (shown.wait.status, shown.wait.refusal) == ("refused", "member_not_active")


def test_a_closure_that_may_be_withdrawn_ends_no_wait(store: Store) -> None:
    book(store)
    wait(store)
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="Mo-Fr 12:00-19:00"), NOW)
    cancel(store)
    assert (offers(store), status(store, 1)) == ([], "waiting")
    with store.transaction() as session:
        commands.publish_place(session, PLACE, LATER)
    assert offers(store) == ["wait-1"]


def test_nobody_is_told_of_who_only_waits(store: Store) -> None:
    book(store)
    with store.reading() as session:
        before = session.scalars(select(tables.outbox.c.message_id)).all()
    wait(store)
    do(store, commands.leave_waiting_list, "wait-1", member(1), LATER)
    with store.reading() as session:
        assert session.scalars(select(tables.outbox.c.message_id)).all() == before


def test_waits_come_in_pages_the_latest_first(store: Store) -> None:
    for start in (9, 10, 11):
        book(store, f"booking-{start}", hours(start, start + 1))
        wait(store, start, hours(start, start + 1), actor=member(1))
    with store.reading() as session:
        first, after = queries.waits_page(session, member(1), LATER, 2)
        second, end = queries.waits_page(session, member(1), LATER, 2, after)
    assert [one.wait.wait_id for one in [*first, *second]] == ["wait-11", "wait-10", "wait-9"]
    assert end is None
