"""What users of other systems complained of about waiting lists, and what happens here. Each names its thread.

https://github.com/<repository>/issues/<number>, or /pull/<number>.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis.database import Store
from chassis.errors import ServiceError
from services.bookings import domain, queries
from services.bookings.domain.activities import Field, Kept, Terms
from services.bookings.tables import member_organisations
from tests.bookings.activities.programme import EVENING, activity, occurrence, put
from tests.bookings.activities.theatre import (
    DESK,
    OF_ACTIVITIES,
    accept,
    by_status,
    codes,
    come,
    house,
    leave,
    lines,
    refuse,
    resize,
    settle,
    somebody,
    stage,
    statuses,
    step,
    told,
    told_of_occurrence,
    written,
)
from tests.bookings.front_desk import know, said
from tests.bookings.world import NOW

HOUR = timedelta(hours=1)
ONE: dict[str, Any] = {"capacity": 1, "waiting_seats": 20}


def crowd(store: Store, most: int, **more: Any) -> None:
    for number in range(1, most + 1):
        come(store, number, **more)


def test_indico_3036_one_is_offered_the_seat_and_not_twenty_at_once(store: Store) -> None:
    stage(store, **ONE)
    assert come(store, 1).status == "confirmed"  # nobody waits before it is full
    for number in range(2, 22):
        come(store, number)
    leave(store, 1)
    assert by_status(store) == {"cancelled": 1, "offered": 1, "waiting": 19}
    accept(store, 2)  # and it stays known who came by way of the list
    assert written(store, 2).offered_at == NOW
    assert said(store, "registration-2")[-1].data["promoted"] is True


def test_indico_5243_withdrawals_are_filled_without_anybodys_work_and_without_moderation(store: Store) -> None:
    stage(store, **ONE)
    crowd(store, 3)
    leave(store, 1)
    accept(store, 2)
    leave(store, 2)
    accept(store, 3)
    assert statuses(store) == ["cancelled", "cancelled", "confirmed"]
    assert {line["free"] for code, line in lines(store) if code == "offered"} == {1}


def test_decidim_14264_who_waits_leaves_at_any_time_and_is_asked_nothing_before_there_is_a_seat(store: Store) -> None:
    form = (Field("allergies", {"fr": "Des allergies ?"}, required=True),)
    stage(store, Terms(form=form, closes_minutes=60), **ONE)
    crowd(store, 3)
    leave(store, 1)
    assert [said(store, "registration-2")[at].data["answers_due"] for at in (0, 1)] == [False, False]
    accept(store, 2)
    assert said(store, "registration-2")[-1].data["answers_due"] is True
    assert leave(store, 3, EVENING.starts_at - 2 * HOUR).status == "cancelled"
    assert codes(store, 3)[-1] == "left"


def test_decidim_14492_who_waits_is_no_participant(store: Store) -> None:
    stage(store, **ONE)
    crowd(store, 2)
    with store.reading() as session:
        expected = queries.activities.expected(session, "occurrence-1")
        assert queries.activities.confirmed_seats(session, "occurrence-1") == 1
    assert [one.registration_id for one in expected] == ["registration-1"]


def test_decidim_14492_fewer_seats_kept_back_are_offered_to_who_waits(store: Store) -> None:
    stage(store, capacity=20, waiting_seats=20, kept_back=(Kept("org-1", 20),))
    assert come(store, 1).status == "waiting"
    resize(store, kept_back=(Kept("org-1", 19),))
    assert written(store, 1).status == "offered"


def test_cal_diy_4870_a_list_of_ten_more_fills_the_seats_of_who_gives_them_back(store: Store) -> None:
    stage(store, capacity=12, waiting_seats=10)
    crowd(store, 22)
    with pytest.raises(ServiceError, match="occurrence_full"):
        come(store, 23)
    for number in (3, 7):
        leave(store, number)
    assert [one for one in range(1, 23) if written(store, one).status == "offered"] == [13, 14]


def test_pretix_1405_a_seat_that_came_by_an_offer_and_is_cancelled_is_free_again_and_the_offer_is_used(
    store: Store,
) -> None:
    stage(store, capacity=12, waiting_seats=20)
    come(store, 1)
    resize(store, capacity=1)
    come(store, 2)
    resize(store, capacity=12)
    accept(store, 2)
    assert house(store).seats_taken == 2
    leave(store, 2)
    assert house(store).seats_taken == 1
    with pytest.raises(ServiceError, match="registration_not_offered"):
        accept(store, 2)
    settle(store, NOW + 48 * HOUR)
    assert statuses(store) == ["confirmed", "cancelled"]  # and nobody is offered it twice
    assert come(store, 3, seats=5).status == "confirmed"


def test_pretix_681_nothing_is_offered_when_nobody_may_register_any_more(store: Store) -> None:
    stage(store, Terms(closes_minutes=60 * 24, mode="moderated"), **ONE)
    crowd(store, 2)
    close = EVENING.starts_at - 24 * HOUR
    step(store, OF_ACTIVITIES.decline_registration, 1, "staff", actor=DESK, now=close)
    assert statuses(store) == ["declined", "over"]
    assert "registration.offered" not in told(store, 2)


def test_pretix_1031_nothing_is_offered_once_it_has_begun(store: Store) -> None:
    stage(store, **ONE)
    crowd(store, 3)
    leave(store, 1, EVENING.starts_at - HOUR)
    settle(store, EVENING.starts_at)
    settle(store, EVENING.starts_at + HOUR / 4)
    assert statuses(store) == ["cancelled", "lapsed", "over"]
    assert "registration.offered" not in told(store, 3)


def test_pretix_1238_seats_that_were_kept_back_in_a_full_house_and_are_not_any_more_are_no_new_seats(
    store: Store,
) -> None:
    stage(store, capacity=3, waiting_seats=20)
    crowd(store, 6)
    resize(store, kept_back=(Kept("org-1", 2),))
    resize(store, kept_back=())
    assert by_status(store) == {"confirmed": 3, "waiting": 3}
    assert (house(store).seats_taken, house(store).seats_waiting) == (3, 3)


def test_pretix_1238_who_is_kept_a_seat_has_it_and_the_rest_is_never_more_than_there_is(store: Store) -> None:
    stage(store, capacity=3, waiting_seats=20, kept_back=(Kept("org-1", 2),))
    know(store, somebody(9))
    row = {"member_id": "member-9", "city": "tourcoing", "organisation_id": "org-1", "kind": "nonprofit"}
    with store.transaction() as session:
        session.execute(insert(member_organisations).values(**row, sequence=0))
    crowd(store, 3)
    come(store, 9, seats=2, holder=domain.Holder("member-9", "tourcoing", "org-1"))
    resize(store, kept_back=())
    assert by_status(store) == {"confirmed": 2, "waiting": 2}
    assert house(store).seats_taken == 3


def test_pretix_1404_one_waits_for_as_many_seats_as_one_needs_and_gets_all_or_keeps_waiting(store: Store) -> None:
    stage(store, capacity=4, waiting_seats=20)
    for number in (1, 2):
        come(store, number, seats=2)
    come(store, 3, seats=3)
    leave(store, 1)
    assert (written(store, 3).status, written(store, 3).seats) == ("waiting", 3)
    leave(store, 2)
    assert (written(store, 3).status, written(store, 3).seats) == ("offered", 3)


def test_pretix_3628_why_somebody_is_offered_nothing_is_written_with_the_numbers(store: Store) -> None:
    stage(store, capacity=3, waiting_seats=20)
    for number in (1, 2, 3):
        come(store, number)
    come(store, 4, seats=2)
    leave(store, 1)
    code, why = lines(store, 4)[-1]
    assert (code, why["seats"], why["free"], why["position"]) == ("passed_over", 2, 1, 1)


def test_opencollective_5284_an_offer_of_a_day_goes_to_the_next_and_so_many_seats_to_so_many(store: Store) -> None:
    stage(store, Terms(offer_hours=24), capacity=3, waiting_seats=20)
    crowd(store, 8)
    for number in (1, 2):
        leave(store, number)
    assert statuses(store)[3:] == ["offered", "offered", "waiting", "waiting", "waiting"]
    accept(store, 4, NOW + 23 * HOUR)
    settle(store, NOW + 24 * HOUR)
    assert statuses(store)[3:] == ["confirmed", "lapsed", "offered", "waiting", "waiting"]


def test_opencollective_5284_the_organiser_may_choose_somebody_and_a_line_says_so(store: Store) -> None:
    stage(store, Terms(promotion="manual"), **ONE)
    crowd(store, 4)
    leave(store, 1)
    step(store, OF_ACTIVITIES.promote, 3, actor=DESK)
    assert statuses(store) == ["cancelled", "waiting", "offered", "waiting"]
    assert codes(store, 3) == ["queued", "promoted"]


def test_rock_2510_who_was_slow_with_the_form_is_told_at_the_last_step_and_nobody_is_too_many(store: Store) -> None:
    stage(store, capacity=2, waiting_seats=20)
    come(store, 1)  # while somebody else fills in a form for two
    with pytest.raises(ServiceError, match="occurrence_full") as refusal:
        come(store, 2, seats=2, accept_waiting=False)
    assert refusal.value.detail == {"seats_left": 1, "waiting_seats_left": 20}
    assert come(store, 2, seats=2, accept_waiting=True).status == "waiting"
    assert house(store).seats_taken == 1


def test_rock_2643_with_no_seats_and_a_list_everybody_waits(store: Store) -> None:
    stage(store, capacity=0, waiting_seats=3)
    crowd(store, 3)
    assert statuses(store) == ["waiting"] * 3
    with pytest.raises(ServiceError, match="occurrence_full"):
        come(store, 4)
    resize(store, capacity=1)
    assert statuses(store) == ["offered", "waiting", "waiting"]
    assert told_of_occurrence(store) == ["occurrence.filled"]


def test_contao_44_who_waits_is_told_that_they_wait_and_who_is_offered_a_seat_for_what(store: Store) -> None:
    stage(store, **ONE)
    with store.transaction() as session:
        put(session, activity("activity-2"), occurrence("occurrence-2", activity_id="activity-2", capacity=5))
    crowd(store, 2)
    assert come(store, 3, actor=somebody(2), occurrence_id="occurrence-2").status == "confirmed"
    assert told(store, 2) == ["registration.queued"]
    leave(store, 1)
    offer = said(store, "registration-2")[-1]
    assert (offer.name, offer.data["title"], offer.data["occurrence_id"]) == (
        "registration.offered",
        {"fr": "Fabriquer sa lampe"},
        "occurrence-1",
    )


def test_recurring_events_161_what_is_told_of_who_waits_says_so_whatever_it_is_about(store: Store) -> None:
    """Drupal's recurring_events, merge request 161: those who wait were reminded as if they had a seat."""
    stage(store, **ONE)
    crowd(store, 2)
    step(store, OF_ACTIVITIES.change_seats, 2, 2)
    step(store, OF_ACTIVITIES.change_seats, 2, 1)
    assert [one.data["status"] for one in said(store, "registration-2")] == ["waiting"] * 3
    leave(store, 1)
    refuse(store, 2)
    assert [one.data["status"] for one in said(store, "registration-2")][3:] == ["offered", "cancelled"]
