"""Two who want what only one can have, at the same moment: one wins, the other is told no, and all stays sound.

Many rounds, since who comes first is for the database to say. All goes through `Store.retrying`, as in the service.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import insert

from chassis.database import Store
from services.bookings import commands, domain
from services.bookings.tables import member_organisations
from tests.bookings.fighting import FLOOR, HALL, MINUTE, ROUNDS, TABLES, fight, member, rules, week
from tests.bookings.front_desk import DESK, book, cancel, do, know, move, names, publish, seen, to
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER


def join(store: Store, actor: domain.Actor) -> None:
    """A city tells of a member, and that they act for an organisation."""
    know(store, actor)
    row = {"member_id": actor.member_id, "city": actor.city, "organisation_id": "org-1", "kind": "startup"}
    with store.transaction() as session:
        session.execute(insert(member_organisations).values(**row, sequence=0))


def test_of_the_whole_and_its_parts_the_whole_wins_or_the_parts_do(store: Store) -> None:
    publish(store, FLOOR, HALL, TABLES)
    for number in ROUNDS:
        wanted = [FLOOR, HALL, TABLES, FLOOR, TABLES, TABLES, HALL, FLOOR]
        bookers = [
            partial(book, store, f"booking-{number}-{n}", week(number), space, member(n))
            for n, space in enumerate(wanted)
        ]
        outcomes = fight(store, *bookers)
        assert outcomes["unit_taken"] + outcomes["done"] == len(wanted)
        assert outcomes["done"] in (1, 3)  # the floor; or the hall and two tables


def test_who_moves_and_who_books_cannot_both_have_it(store: Store) -> None:
    for number in ROUNDS:
        book(store, f"moved-{number}", week(number, 14, 15))
        outcomes = fight(
            store,
            *(partial(book, store, f"new-{number}-{n}", week(number), actor=member(n)) for n in range(3)),
            partial(move, store, f"moved-{number}", **to(week(number))),
        )
        assert outcomes == {"done": 1, "unit_taken": 3}


def test_two_who_want_each_others_time_both_keep_their_own(store: Store) -> None:
    for number in range(2):
        book(store, f"mine-{number}", week(number, 9, 10))
        book(store, f"yours-{number}", week(number, 11, 12), actor=OTHER)
        outcomes = fight(
            store,
            partial(move, store, f"mine-{number}", **to(week(number, 11, 12))),
            partial(move, store, f"yours-{number}", OTHER, **to(week(number, 9, 10))),
        )
        assert outcomes == {"unit_taken": 2}


def test_of_two_changes_of_one_booking_none_is_lost(store: Store) -> None:
    for number in ROUNDS:
        booking_id = f"booking-{number}"
        book(store, booking_id, week(number))
        outcomes = fight(
            store,
            partial(move, store, booking_id, space_id=DESKS.space_id),
            partial(move, store, booking_id, **to(week(number, 11, 12))),
        )
        assert outcomes == {"done": 2}
        assert (seen(store, booking_id).space_id, seen(store, booking_id).period) == (
            DESKS.space_id,
            week(number, 11, 12),
        )


def test_of_requests_for_one_period_one_is_asked_and_one_granted(store: Store) -> None:
    publish(store, rules(approval=True))
    for number in ROUNDS:
        asked = [partial(book, store, f"asked-{number}-{n}", week(number), actor=member(n)) for n in range(4)]
        assert fight(store, *asked) == {"done": 1, "unit_taken": 3}
        answers = [partial(do, store, commands.approve, f"asked-{number}-{n}", DESK, NOW) for n in range(4)]
        assert fight(store, *answers) == {"done": 1, "booking_not_found": 3}


def test_a_request_is_granted_denied_cancelled_or_lapsed_but_only_one_of_these(store: Store) -> None:
    publish(store, rules(approval=True, answer_within_minutes=60))
    for number in ROUNDS:
        booking_id = f"booking-{number}"
        book(store, booking_id, week(number))
        now, lapsed = NOW + 59 * MINUTE, NOW + 60 * MINUTE
        outcomes = fight(
            store,
            partial(do, store, commands.approve, booking_id, DESK, now),
            partial(do, store, commands.deny, booking_id, DESK, "no", now),
            partial(do, store, commands.end_lapsed, lapsed),
            partial(cancel, store, booking_id, now=now),
        )
        assert set(outcomes) <= {"done", "booking_not_requested", "booking_lapsed"}
        told = names(store, booking_id)
        assert told[0] == "booking.requested"
        after = {"booking.confirmed", "booking.denied", "booking.lapsed", "booking.cancelled"}
        assert set(told[1:]) <= after
        assert len(told) == 2 or told[1:] == ["booking.confirmed", "booking.cancelled"]


def test_what_lapses_is_had_by_one_of_those_who_waited_for_that(store: Store) -> None:
    for number in ROUNDS:
        booking_id, now = f"held-{number}", NOW + number * MINUTE
        book(store, booking_id, week(number), tentative=True, now=now)
        later = now + 15 * MINUTE
        outcomes = fight(
            store,
            *(partial(book, store, f"new-{number}-{n}", week(number), actor=member(n), now=later) for n in range(4)),
            partial(do, store, commands.end_lapsed, later),
        )
        assert outcomes == {"done": 2, "unit_taken": 3}
        assert names(store, booking_id) == ["booking.held", "booking.lapsed"]


def test_who_confirms_at_the_last_moment_and_who_books_at_the_next_cannot_both_have_it(store: Store) -> None:
    for number in ROUNDS:
        booking_id = f"held-{number}"
        book(store, booking_id, week(number), tentative=True)
        outcomes = fight(
            store,
            partial(do, store, commands.confirm, booking_id, ACTOR, NOW + 14 * MINUTE),
            partial(book, store, f"new-{number}", week(number), actor=OTHER, now=NOW + 15 * MINUTE),
        )
        assert outcomes in (
            {"done": 1, "unit_taken": 1},
            {"done": 1, "booking_lapsed": 1},
            {"done": 1, "booking_not_held": 1},
        )


def test_who_extends_and_who_books_next_cannot_both_have_it(store: Store) -> None:
    for number in ROUNDS:
        book(store, f"long-{number}", week(number))
        outcomes = fight(
            store,
            partial(move, store, f"long-{number}", **to(week(number, 9, 11))),
            partial(book, store, f"next-{number}", week(number, 10, 11), actor=OTHER),
        )
        assert outcomes == {"done": 1, "unit_taken": 1}


def test_who_checks_in_at_the_last_moment_is_there_or_missed_and_never_both(store: Store) -> None:
    publish(store, rules(release_after_minutes=15))
    for number in ROUNDS:
        booking_id, start = f"booking-{number}", week(number).starts_at
        book(store, booking_id, week(number))
        rest = domain.Period(start + 15 * MINUTE, start + 60 * MINUTE)
        outcomes = fight(
            store,
            partial(do, store, commands.check_in, booking_id, ACTOR, start + 14 * MINUTE),
            partial(book, store, f"new-{number}", rest, actor=OTHER, now=start + 15 * MINUTE),
            partial(do, store, commands.end_lapsed, start + 15 * MINUTE),
        )
        there = seen(store, booking_id).checked_in_at is not None
        assert seen(store, booking_id).status == ("confirmed" if there else "missed")
        assert outcomes == {"done": 2, ("unit_taken" if there else "booking_not_confirmed"): 1}


@pytest.mark.parametrize("of", list(domain.Of))
def test_sixteen_at_once_get_no_more_than_the_quota(store: Store, of: domain.Of) -> None:
    three = domain.Quota(of, domain.Over.DAY, most_bookings=3)
    publish(store, rules(replace(DESKS, units=16), quotas=(three,)))
    actors = [ACTOR if of is domain.Of.MEMBER else member(number) for number in range(16)]
    for actor in set(actors):
        join(store, actor)
    holders = [domain.Holder(actor.member_id, actor.city, "org-1") for actor in actors]
    outcomes = fight(
        store,
        *(
            partial(book, store, f"booking-{number}", week(0), DESKS, actor, holder=holder)
            for number, (actor, holder) in enumerate(zip(actors, holders, strict=True))
        ),
    )
    assert outcomes == {"done": 3, "too_many_bookings": 13}
