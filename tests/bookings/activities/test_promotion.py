"""What becomes free is offered to whoever waits first and fits; an offer lapses; a list ends when it closes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from chassis.database import Store
from services.bookings import domain
from services.bookings.domain.activities import Kept, Terms
from services.bookings.tables import member_organisations, occurrences
from tests.bookings.activities.programme import EVENING, activity, occurrence, put
from tests.bookings.activities.theatre import (
    DESK,
    OF_ACTIVITIES,
    accept,
    codes,
    come,
    house,
    leave,
    lines,
    refuse,
    resize,
    settle,
    stage,
    statuses,
    step,
    told,
    told_of_occurrence,
    written,
)
from tests.bookings.front_desk import know, said
from tests.bookings.world import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SMALL: dict[str, Any] = {"capacity": 2, "waiting_seats": 9}


def test_who_waits_first_is_offered_what_is_given_back_in_the_same_moment(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    leave(store, 1)
    assert statuses(store) == ["cancelled", "confirmed", "offered", "waiting"]
    assert (written(store, 3).offered_at, written(store, 3).lapses_at) == (NOW, NOW + 48 * HOUR)
    assert told(store, 3) == ["registration.queued", "registration.offered"]
    assert (house(store).seats_taken, house(store).seats_waiting) == (2, 1)
    assert told_of_occurrence(store) == ["occurrence.filled"]  # it was full all the time


def test_an_offer_lapses_by_itself_and_goes_to_the_next(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    leave(store, 1)
    settle(store, NOW + 48 * HOUR - timedelta(microseconds=1))
    assert statuses(store) == ["cancelled", "confirmed", "offered", "waiting"]
    settle(store, NOW + 48 * HOUR)
    assert statuses(store) == ["cancelled", "confirmed", "lapsed", "offered"]
    assert (written(store, 3).ended_at, written(store, 3).end_reason) == (NOW + 48 * HOUR, "offer_lapsed")
    assert told(store, 3)[-1] == "registration.lapsed"
    assert codes(store, 3) == ["queued", "offered", "lapsed"]


def test_whoever_comes_finds_what_has_lapsed_ended_though_no_timer_ran(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3):
        come(store, number)
    leave(store, 1)
    late = NOW + 48 * HOUR
    assert come(store, 4, now=late).status == "confirmed"
    assert statuses(store) == ["cancelled", "confirmed", "lapsed", "confirmed"]


def test_an_offer_is_never_held_beyond_the_close(store: Store) -> None:
    stage(store, Terms(closes_minutes=60), **SMALL)
    for number in (1, 2, 3):
        come(store, number)
    leave(store, 1, EVENING.starts_at - 3 * HOUR)
    assert written(store, 3).lapses_at == EVENING.starts_at - HOUR


def test_nothing_is_offered_from_the_close_on_and_who_waits_is_told_that_it_is_over(store: Store) -> None:
    stage(store, Terms(closes_minutes=60), **SMALL)
    with store.transaction() as session:
        later = {"starts_at": EVENING.starts_at + 7 * DAY, "ends_at": EVENING.ends_at + 7 * DAY}
        put(session, occurrence("occurrence-2", **later))
    for number in (1, 2, 3):
        come(store, number)
    close = EVENING.starts_at - HOUR
    leave(store, 1, close)
    assert statuses(store) == ["cancelled", "confirmed", "over"]
    assert (written(store, 3).end_reason, written(store, 3).ended_at) == ("closed", close)
    assert places_waited_for(store) == [0, 0]
    last = said(store, "registration-3")[-1]
    assert (last.name, last.data["reason"], last.data["was"]) == ("registration.cancelled", "closed", "waiting")
    assert [date["occurrence_id"] for date in last.data["other_dates"]] == ["occurrence-2"]


def places_waited_for(store: Store) -> list[int]:
    with store.reading() as session:
        return list(session.scalars(select(occurrences.c.seats_waiting)))


def test_who_waits_for_a_postponed_one_goes_on_waiting_and_is_offered_nothing(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3):
        come(store, number)
    resize(store, status="postponed")
    leave(store, 1)
    settle(store, EVENING.ends_at)
    assert statuses(store) == ["cancelled", "confirmed", "waiting"]
    resize(store, status="rescheduled", starts_at=EVENING.starts_at + DAY, ends_at=EVENING.ends_at + DAY)
    assert statuses(store) == ["cancelled", "confirmed", "offered"]


def test_a_group_that_needs_more_than_is_free_keeps_its_turn_and_reads_why(store: Store) -> None:
    stage(store, capacity=4, waiting_seats=9)
    come(store, 1, seats=2)
    come(store, 2, seats=2)
    come(store, 3, seats=3)
    come(store, 4)
    leave(store, 1)
    assert statuses(store) == ["cancelled", "confirmed", "waiting", "offered"]
    code, numbers = lines(store, 3)[-1]
    assert (code, numbers["seats"], numbers["free"], numbers["position"]) == ("passed_over", 3, 2, 1)
    leave(store, 2)
    assert written(store, 3).status == "offered"


def test_who_comes_new_and_fits_is_seated_before_a_group_that_does_not(store: Store) -> None:
    stage(store, capacity=2, waiting_seats=9)
    come(store, 1)
    come(store, 2, seats=2)
    assert come(store, 3).status == "confirmed"
    assert codes(store, 2) == ["queued", "passed_over"]


def test_who_is_passed_over_reads_so_once_however_many_come_and_go(store: Store) -> None:
    stage(store, capacity=3, waiting_seats=9)
    come(store, 1)
    come(store, 2, seats=3)
    for number in (3, 4, 5):
        come(store, number)
        leave(store, number)
    assert codes(store, 2) == ["queued", "passed_over"]
    come(store, 6)
    come(store, 7)
    assert [numbers["free"] for code, numbers in lines(store, 2) if code == "passed_over"] == [2, 1]


def test_priority_comes_before_arrival(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    step(store, OF_ACTIVITIES.prioritise, 4, 1, actor=DESK)
    leave(store, 1)
    assert statuses(store) == ["cancelled", "confirmed", "waiting", "offered"]


def test_more_seats_are_offered_to_as_many_as_fit(store: Store) -> None:
    stage(store, **SMALL)
    for number in range(1, 7):
        come(store, number)
    resize(store, capacity=5)
    assert statuses(store) == ["confirmed"] * 2 + ["offered"] * 3 + ["waiting"]
    resize(store, capacity=9)
    assert statuses(store) == ["confirmed"] * 2 + ["offered"] * 4
    # between the two, and at the end, whoever resizes it tells that it is not full
    assert told_of_occurrence(store) == ["occurrence.filled", "occurrence.filled"]


def test_where_staff_chooses_seats_stay_free_until_staff_does(store: Store) -> None:
    stage(store, Terms(promotion="manual"), **SMALL)
    for number in (1, 2, 3):
        come(store, number)
    leave(store, 1)
    assert statuses(store) == ["cancelled", "confirmed", "waiting"]
    assert told_of_occurrence(store) == ["occurrence.filled"]  # who comes now waits still


def test_a_refused_offer_goes_to_the_next_at_once(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2, 3, 4):
        come(store, number)
    leave(store, 1)
    refuse(store, 3)
    assert statuses(store) == ["cancelled", "confirmed", "cancelled", "offered"]


def test_it_is_open_again_when_seats_are_free_and_nobody_waits(store: Store) -> None:
    stage(store, **SMALL)
    for number in (1, 2):
        come(store, number)
    leave(store, 1)
    assert told_of_occurrence(store) == ["occurrence.filled", "occurrence.reopened"]
    assert [one.sequence for one in said(store, "occurrence-1")] == [1, 2]


def test_kept_seats_that_a_partner_gives_back_are_offered_to_that_partner_alone(store: Store) -> None:
    stage(store, capacity=2, waiting_seats=9, kept_back=(Kept("org-1", 1),))
    holders = {}
    for number in (2, 4):
        know(store, domain.Actor(f"member-{number}", "tourcoing", "resident", "individual"))
        row = {"member_id": f"member-{number}", "city": "tourcoing", "organisation_id": "org-1", "kind": "nonprofit"}
        with store.transaction() as session:
            session.execute(insert(member_organisations).values(**row, sequence=0))
        holders[number] = domain.Holder(f"member-{number}", "tourcoing", "org-1")
    come(store, 1)
    come(store, 2, holder=holders[2])
    come(store, 3)
    come(store, 4, holder=holders[4])
    leave(store, 2)
    assert statuses(store) == ["confirmed", "cancelled", "waiting", "offered"]
    assert written(store, 4).kept is True
    assert codes(store, 3) == ["queued", "passed_over"]
    assert accept(store, 4).status == "confirmed"


def test_of_what_is_not_announced_a_change_is_not_told(store: Store) -> None:
    stage(store, lamp=activity(announced_at=None), **SMALL)
    come(store, 1, seats=2)
    leave(store, 1)
    assert told_of_occurrence(store) == []
