from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis.clock import rfc3339
from chassis.database import Store
from chassis.errors import Conflict, Forbidden, ServiceError
from services.bookings import domain, queries
from services.bookings.tables import claims
from tests.bookings.front_desk import BOSS, DESK, NINE, book, cancel, claimed, know, names, publish, said, traces
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER, ROOM, hours


def test_a_booking_holds_a_unit_keeps_its_price_and_is_told(store: Store) -> None:
    booking = book(store, period=hours(9, 10.5), persons=4)
    assert (booking.status, booking.unit_name, booking.persons) == ("confirmed", "Salle des machines", 4)
    assert (booking.price_cents, booking.price_rule, booking.currency) == (1875, "started_quarters", "EUR")
    assert (booking.host_city, booking.home_city) == ("roubaix", "tourcoing")
    with store.reading() as session:
        assert queries.booking(session, "booking-1", ACTOR) == booking
        held = session.execute(select(claims)).one()
    assert (held.unit_id, held.starts_at, held.ends_at) == (booking.unit_id, booking.starts_at, booking.ends_at)
    told = said(store)[-1]
    assert (told.name, told.subject, told.city, told.sequence) == ("booking.confirmed", "booking-1", "tourcoing", 0)


def test_a_taken_period_is_refused_with_the_next_free_ones(store: Store) -> None:
    book(store)
    with pytest.raises(Conflict) as refused:
        book(store, "booking-2", hours(9.5, 10.5), actor=OTHER)
    assert refused.value.code == "unit_taken"
    expected = [hours(start, start + 1) for start in (10, 11, 12, 13, 14)]
    proposed = [{"starts_at": rfc3339(period.starts_at), "ends_at": rfc3339(period.ends_at)} for period in expected]
    assert refused.value.detail == {"next_free": proposed}  # and nothing of who holds it


def test_what_is_proposed_keeps_the_buffers(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(buffer_after_minutes=30)))
    book(store, period=hours(10, 11))
    with pytest.raises(Conflict) as refused:
        book(store, "booking-2", hours(10, 11), actor=OTHER)
    proposed = [one["starts_at"] for one in refused.value.detail["next_free"]]
    assert proposed[0] == rfc3339(hours(11.5, 12).starts_at)


def test_bookings_that_touch_do_not_disturb_each_other(store: Store) -> None:
    for number, start in enumerate((10, 9, 11)):
        book(store, f"booking-{number}", hours(start, start + 1))
    assert traces(store)[1] == 3


def test_a_space_is_booked_as_often_as_it_has_units(store: Store) -> None:
    held = {book(store, f"booking-{number}", space=DESKS).unit_id for number in range(3)}
    assert len(held) == 3
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-4", hours(9.75, 11), DESKS)


def test_a_unit_that_is_held_right_before_is_taken_first(store: Store) -> None:
    before = book(store, "booking-0", hours(9, 10), DESKS)
    for number in range(1, 6):
        after = book(store, f"booking-{number}", hours(9 + number, 10 + number), DESKS)
        assert after.unit_id == before.unit_id


@pytest.mark.parametrize(
    ("space", "period", "more", "code"),
    [
        (ROOM, NINE, {}, "unit_taken"),
        (ROOM, hours(20, 21), {}, "outside_opening_hours"),
        (replace(ROOM, space_id="space-none"), NINE, {}, "space_not_found"),
        (ROOM, hours(11, 12), {"past": frozenset({"too_long"}), "persons": 9}, "too_many_persons"),
        (ROOM, hours(11, 12), {"holder": domain.Holder("member-3", "marcq")}, "member_not_found"),
        (ROOM, NINE, {"tentative": True}, "unit_taken"),
    ],
)
def test_a_refusal_leaves_no_trace(
    store: Store, space: domain.Space, period: domain.Period, more: dict[str, Any], code: str
) -> None:
    book(store)
    before = traces(store)
    with pytest.raises(ServiceError, match=code):
        book(store, "booking-2", period, space, OTHER, **more)
    assert traces(store) == before


def test_a_hold_is_told_and_takes_the_unit_until_it_lapses(store: Store) -> None:
    held = book(store, tentative=True)
    assert (held.status, held.lapses_at) == ("held", NOW + timedelta(minutes=15))
    assert names(store) == ["booking.held"]
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-2", actor=OTHER, now=NOW + timedelta(minutes=14, seconds=59))
    assert book(store, "booking-2", actor=OTHER, now=NOW + timedelta(minutes=15)).status == "confirmed"
    assert names(store) == ["booking.held", "booking.lapsed"]


def test_a_request_takes_the_unit_so_that_two_are_never_granted_one_period(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(approval=True)))
    assert book(store).status == "requested"
    assert names(store) == ["booking.requested"]
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-2", actor=OTHER)


def test_staff_goes_past_a_rule_by_its_name_and_the_booking_says_so(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(approval=True, max_minutes=60)))
    with pytest.raises(ServiceError, match="too_long"):
        book(store, period=hours(9, 11), actor=BOSS)
    with pytest.raises(Forbidden, match="permission_missing"):
        book(store, period=hours(9, 11), past=frozenset({"too_long"}))
    booked = book(store, period=hours(9, 11), actor=DESK, past=frozenset({"too_long", "approval_needed"}))
    assert (booked.status, booked.went_past) == ("confirmed", ("too_long", "approval_needed"))


def test_who_helps_books_for_a_member_and_both_are_recorded(store: Store) -> None:
    know(store)
    booked = book(store, actor=DESK, holder=domain.Holder(ACTOR.member_id, ACTOR.city))
    assert (booked.member_id, booked.home_city, booked.category) == (ACTOR.member_id, "tourcoing", "resident")
    assert (booked.booked_by_id, booked.booked_by_city) == ("desk-1", "roubaix")
    assert said(store)[-1].city == "tourcoing"
    with store.reading() as session:
        for actor in (ACTOR, DESK):
            assert queries.booking(session, "booking-1", actor) == booked


def test_the_quota_of_a_space_does_not_count_what_is_held_of_another(store: Store) -> None:
    one = (domain.Quota(domain.Of.MEMBER, domain.Over.DAY, most_bookings=1),)
    publish(store, replace(ROOM, rules=domain.Rules(quotas=one)), replace(DESKS, rules=domain.Rules(quotas=one)))
    book(store)
    book(store, "booking-2", space=DESKS)
    with pytest.raises(Conflict, match="too_many_bookings"):
        book(store, "booking-3", hours(11, 12))
    book(store, "booking-4", hours(11, 12), actor=OTHER)


def test_what_has_ended_or_lapsed_counts_in_no_quota(store: Store) -> None:
    one = (domain.Quota(domain.Of.MEMBER, domain.Over.AHEAD, most_bookings=1),)
    publish(store, replace(ROOM, rules=domain.Rules(quotas=one)))
    book(store, tentative=True)
    lapsed, in_two_weeks = NOW + timedelta(minutes=15), MONDAY + timedelta(days=14)
    with pytest.raises(Conflict, match="too_many_bookings"):
        book(store, "booking-2", hours(9, 10, in_two_weeks))
    book(store, "booking-2", hours(9, 10, in_two_weeks), now=lapsed)
    assert claimed(store) == [f"{ROOM.space_id}/1"]  # nobody wanted what it held, so nobody has ended it yet
    cancel(store, "booking-2", now=lapsed)
    book(store, "booking-3", hours(11, 12, in_two_weeks), now=lapsed)


def test_nobody_keeps_a_network_from_others_by_holds_and_requests(store: Store) -> None:
    asked = replace(DESKS, units=1, rules=domain.Rules(approval=True))
    publish(store, replace(ROOM, units=domain.MOST_HOLDS + 1), asked)
    for number in range(domain.MOST_HOLDS):
        book(store, f"hold-{number}", tentative=True)
    before = traces(store)
    for more in ({"tentative": True}, {"space": asked}):
        with pytest.raises(Conflict, match="too_many_holds") as refused:
            book(store, "one-more", **more)
        assert refused.value.detail == {"most": domain.MOST_HOLDS}
    assert traces(store) == before
    book(store, "firm")
    book(store, "of-another", hours(11, 12), actor=OTHER, tentative=True)
    lapsed = NOW + timedelta(minutes=15)
    assert book(store, "request", space=asked, now=lapsed).status == "requested"
