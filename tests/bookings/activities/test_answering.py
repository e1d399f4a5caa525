"""What a member does with a registration: an offer is used once, seats are given back, and nobody touches another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings import domain, queries
from services.bookings.domain.activities import Terms
from services.bookings.tables import guardianships, members, registrations
from tests.bookings.activities.programme import EVENING
from tests.bookings.activities.theatre import (
    DESK,
    LOOKER,
    OF_ACTIVITIES,
    accept,
    codes,
    come,
    house,
    leave,
    lines,
    refuse,
    somebody,
    stage,
    statuses,
    step,
    told,
    written,
)
from tests.bookings.front_desk import know, said
from tests.bookings.world import NOW

SMALL: dict[str, Any] = {"capacity": 2, "waiting_seats": 9}
DAYS = timedelta(days=1)


def offered(store: Store, terms: Terms | None = None) -> None:
    """The third is offered what the first gave back; a fourth waits."""
    stage(store, terms, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    leave(store, 1)


def change_seats(store: Store, number: int, seats: int, **more: Any) -> domain.activities.Registration:
    return step(store, OF_ACTIVITIES.change_seats, number, seats, **more)


def test_who_accepts_has_the_seats_and_an_offer_is_used_once(store: Store) -> None:
    offered(store)
    accepted = accept(store, 3)
    assert (accepted.status, accepted.lapses_at, accepted.confirmed_at) == ("confirmed", None, NOW)
    assert said(store, "registration-3")[-1].data["promoted"] is True
    assert accept(store, 3) == accepted
    assert told(store, 3) == ["registration.queued", "registration.offered", "registration.confirmed"]
    with pytest.raises(ServiceError, match="registration_not_offered"):
        refuse(store, 3)


def test_who_refuses_has_nothing_and_cannot_take_it_back(store: Store) -> None:
    offered(store)
    refused = refuse(store, 3)
    assert (refused.status, refused.end_reason) == ("cancelled", "offer_refused")
    assert refuse(store, 3) == refused
    assert codes(store, 3) == ["queued", "offered", "refused"]
    with pytest.raises(ServiceError, match="registration_not_offered"):
        accept(store, 3)


@pytest.mark.parametrize("answer", [accept, refuse])
def test_an_offer_that_has_lapsed_is_nobodys(store: Store, answer: Any) -> None:
    offered(store)
    with pytest.raises(ServiceError, match="offer_lapsed"):
        answer(store, 3, NOW + 2 * DAYS)
    assert statuses(store)[2] == "offered"  # as written: a refusal leaves nothing


@pytest.mark.parametrize("answer", [accept, refuse])
def test_who_waits_or_has_seats_was_offered_nothing(store: Store, answer: Any) -> None:
    offered(store)
    for number in (2, 4):
        with pytest.raises(ServiceError, match="registration_not_offered"):
            answer(store, number)


def test_where_the_city_has_its_say_what_is_accepted_is_asked_for(store: Store) -> None:
    offered(store, Terms(mode="moderated"))
    asked = accept(store, 3)
    assert (asked.status, asked.lapses_at) == ("requested", EVENING.starts_at)
    assert told(store, 3)[-1] == "registration.requested"
    assert accept(store, 3) == asked


def test_whoever_cancels_frees_the_seats_and_nothing_happens_the_second_time(store: Store) -> None:
    stage(store)
    come(store, 1, seats=3)
    left = leave(store, 1)
    assert (left.status, left.end_reason, left.ended_at) == ("cancelled", "member", NOW)
    assert house(store).seats_taken == 0
    assert leave(store, 1) == left
    assert told(store, 1) == ["registration.confirmed", "registration.cancelled"]
    assert codes(store, 1) == ["seated", "cancelled"]


def test_who_waits_leaves_the_list_at_any_time(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    leave(store, 3)
    assert house(store).seats_waiting == 1
    assert codes(store, 3) == ["queued", "left"]
    assert said(store, "registration-3")[-1].data["was"] == "waiting"


def test_what_has_begun_is_not_cancelled_any_more(store: Store) -> None:
    stage(store)
    come(store, 1)
    with pytest.raises(ServiceError, match="occurrence_over"):
        leave(store, 1, EVENING.starts_at)


def test_another_members_is_not_found(store: Store) -> None:
    stage(store)
    come(store, 1)
    for other in (
        somebody(2),
        somebody(1, "marcq"),
        replace(DESK, city="marcq"),
        replace(DESK, roles=("front_desk@x",)),
    ):
        with pytest.raises(ServiceError, match="registration_not_found"):
            step(store, OF_ACTIVITIES.cancel_registration, 1, "staff", actor=other)
    with pytest.raises(ServiceError, match="registration_not_found"):
        leave(store, 7)


def test_staff_of_the_host_and_helpers_of_the_home_city_cancel_for_others(store: Store) -> None:
    stage(store)
    for number, actor in ((1, DESK), (2, replace(DESK, city="tourcoing"))):
        come(store, number)
        gone = step(store, OF_ACTIVITIES.cancel_registration, number, "staff", actor=actor)
        assert (gone.status, gone.end_reason) == ("cancelled", "staff")
    assert lines(store, 1)[-1][1]["reason"] == "staff"


def test_who_only_sees_registrations_changes_none(store: Store) -> None:
    stage(store)
    come(store, 1)
    with pytest.raises(ServiceError, match="permission_missing"):
        step(store, OF_ACTIVITIES.cancel_registration, 1, "staff", actor=LOOKER)


def test_a_guardian_answers_for_their_ward(store: Store) -> None:
    offered(store)
    row = {"member_id": "member-3", "guardian_id": "member-9", "city": "tourcoing", "ended_at": None, "sequence": 0}
    with store.transaction() as session:
        session.execute(insert(guardianships).values(row))
    assert step(store, OF_ACTIVITIES.accept_offer, 3, actor=somebody(9)).status == "confirmed"


def test_seats_given_back_go_to_the_next(store: Store) -> None:
    stage(store, capacity=3, waiting_seats=9)
    come(store, 1, seats=3)
    come(store, 2)
    assert change_seats(store, 1, 2).seats == 2
    assert written(store, 2).status == "offered"
    assert (house(store).seats_taken, house(store).seats_waiting) == (3, 0)
    changed = said(store, "registration-1")[-1]
    assert (changed.name, changed.data["what"], changed.data["seats"]) == ("registration.changed", "seats", 2)


def test_more_seats_are_had_only_when_they_are_free_and_nobody_waits(store: Store) -> None:
    stage(store, capacity=5, waiting_seats=9)
    come(store, 1)
    assert change_seats(store, 1, 2).seats == 2
    assert change_seats(store, 1, 2).sequence == 1  # nothing happened
    with pytest.raises(ServiceError, match="too_many_seats"):
        change_seats(store, 1, 6)
    come(store, 2, seats=4)
    with pytest.raises(ServiceError, match="occurrence_full"):
        change_seats(store, 1, 3)  # three are free, for which somebody waits


def test_where_staff_answers_nobody_takes_more_seats_than_were_approved(store: Store) -> None:
    stage(store, Terms(mode="moderated"), capacity=5, waiting_seats=9)
    come(store, 1, seats=2)
    with pytest.raises(ServiceError, match="seats_were_approved"):
        change_seats(store, 1, 3)
    assert change_seats(store, 1, 1).seats == 1


def test_who_waits_may_need_more_while_the_list_has_room(store: Store) -> None:
    stage(store, capacity=1, waiting_seats=3)
    come(store, 1)
    come(store, 2)
    assert change_seats(store, 2, 3).seats == 3
    assert house(store).seats_waiting == 3
    with pytest.raises(ServiceError, match="occurrence_full"):
        change_seats(store, 2, 4)


def test_seats_change_until_registration_closes_fewer_until_it_begins(store: Store) -> None:
    stage(store, Terms(closes_minutes=60))
    come(store, 1, seats=2)
    with pytest.raises(ServiceError, match="registration_closed"):
        change_seats(store, 1, 3, now=EVENING.starts_at - timedelta(minutes=60))
    assert change_seats(store, 1, 1, now=EVENING.starts_at - timedelta(minutes=60)).seats == 1
    with pytest.raises(ServiceError, match="occurrence_over"):
        change_seats(store, 1, 2, now=EVENING.starts_at)


def test_what_has_ended_has_no_seats_to_change(store: Store) -> None:
    stage(store)
    come(store, 1)
    leave(store, 1)
    with pytest.raises(ServiceError, match="registration_not_standing"):
        change_seats(store, 1, 2)


@pytest.mark.parametrize("actor", [somebody(3), DESK], ids=["member", "staff"])
def test_who_is_suspended_only_looks_and_gives_back(store: Store, actor: domain.Actor) -> None:
    know(store, somebody(3))
    offered(store)
    with store.transaction() as session:
        session.execute(update(members).values(status="suspended"))
    with pytest.raises(ServiceError, match="member_not_active"):
        step(store, OF_ACTIVITIES.accept_offer, 3, actor=actor)
    with pytest.raises(ServiceError, match="member_not_active"):
        change_seats(store, 3, 2, actor=actor)
    with store.reading() as session:
        assert queries.activities.registration(session, "registration-3", actor, NOW).registration.status == "offered"
    assert step(store, OF_ACTIVITIES.cancel_registration, 3, "member", actor=actor).status == "cancelled"
    assert written(store, 4).status == "offered"


def test_who_is_suspended_refuses_what_is_offered(store: Store) -> None:
    know(store, somebody(3))
    offered(store)
    with store.transaction() as session:
        session.execute(update(members).values(status="suspended"))
    assert refuse(store, 3).status == "cancelled"


def test_whoever_is_there_already_gives_no_seat_to_others(store: Store) -> None:
    stage(store, capacity=3, waiting_seats=3)
    come(store, 1, seats=3)
    come(store, 2)
    with store.transaction() as session:
        session.execute(update(registrations).where(registrations.c.number == 1).values(checked_in_seats=2))
    with pytest.raises(ServiceError, match="occurrence_over"):
        leave(store, 1)
    with pytest.raises(ServiceError, match="occurrence_over"):
        change_seats(store, 1, 1)
    assert statuses(store) == ["confirmed", "waiting"]
    assert change_seats(store, 1, 2).seats == 2
    assert statuses(store) == ["confirmed", "offered"]
