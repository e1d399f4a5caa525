from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Conflict
from services.bookings import domain
from services.bookings.domain.calendar_entries import Entry, Told
from services.bookings.domain.closures import (
    ELSEWHERE,
    Candidate,
    Decision,
    Fate,
    cancel_for_closure,
    cancel_replaced,
    check_decided,
    compare,
    hits,
    nearest,
    proposals,
    propose,
    with_closures,
)
from tests.bookings.world import ACTOR, MONDAY, NOW, PLACE, ROOM, hours, wish

TUESDAY = MONDAY + timedelta(days=1)


def booked(period: domain.Period, **changes: Any) -> domain.Booking:
    asked = wish(period)
    unit = domain.units_of(ROOM)[0]
    booking = domain.grant(asked, "booking-1", unit, domain.price(asked), NOW)
    return replace(booking, **changes)


def special(period: domain.Period, **changes: Any) -> domain.SpecialHours:
    made = domain.SpecialHours("special-1", PLACE.place_id, None, period.starts_at, period.ends_at, False, "travaux")
    return replace(made, **changes)


def candidate(space: domain.Space, *taken: domain.Period, place: domain.Place = PLACE) -> Candidate:
    return Candidate(space, place, (), {unit: list(taken) for unit in domain.units_of(space)})


def test_a_closure_hits_what_stands_in_it_and_nothing_beside_it() -> None:
    closed = [hours(10, 12), hours(14, 15)]
    inside, across = booked(hours(10, 11)), booked(hours(9, 16), booking_id="booking-2")
    beside = [booked(hours(9, 10)), booked(hours(12, 14)), booked(hours(15, 16))]
    assert hits([inside, *beside, across], closed, NOW) == [across, inside]


def test_a_closure_hits_nothing_that_has_ended_already() -> None:
    closed, period = [hours(0, 24)], hours(10, 12)
    ended = [
        booked(period, status="cancelled"),
        booked(period, status="held", lapses_at=NOW),
        booked(period, checked_in_at=period.starts_at, checked_out_at=period.starts_at),
    ]
    assert hits(ended, closed, NOW) == []
    assert hits([booked(period)], closed, period.ends_at) == []
    assert hits([booked(period, status=status) for status in ("held", "requested", "confirmed")], closed, NOW) != []


def test_nothing_is_closed_before_everything_is_decided() -> None:
    one, other = booked(hours(9, 10)), booked(hours(10, 11), booking_id="booking-2")
    with pytest.raises(Conflict) as refused:
        check_decided([one, other], {"booking-1": Decision(Fate.KEEP)})
    assert (refused.value.code, refused.value.detail) == ("closure_hits_bookings", {"bookings": ["booking-2"]})
    check_decided([one], {"booking-1": Decision(Fate.KEEP), "booking-9": Decision(Fate.CANCEL)})


def test_a_closure_cancels_however_late_it_is() -> None:
    booking = booked(hours(9, 11))
    ended = cancel_for_closure(booking, booking.starts_at + timedelta(minutes=5))
    assert (ended.status, ended.cancel_reason, ended.sequence) == ("cancelled", "closure", 1)


def test_what_is_replaced_ends_and_what_is_over_stays_as_it_was() -> None:
    booking = booked(hours(9, 11))
    assert cancel_replaced(booking, NOW).cancel_reason == "replaced"
    assert cancel_replaced(booking, booking.ends_at) is booking


def test_a_proposal_can_be_confirmed_for_a_time_and_never_after_either_would_have_begun() -> None:
    old, rules = booked(hours(9, 11)), domain.Rules(offer_minutes=60)
    held = booked(hours(14, 16), booking_id="booking-2", status="held")
    assert propose(held, old, rules, NOW).lapses_at == NOW + timedelta(minutes=60)
    assert propose(held, old, rules, NOW).replaces_id == "booking-1"
    late = old.starts_at - timedelta(minutes=5)
    assert propose(held, old, rules, late).lapses_at == old.starts_at
    assert propose(booked(hours(8, 9)), old, rules, hours(7.5, 8).starts_at).lapses_at == hours(8, 9).starts_at
    with pytest.raises(Conflict) as refused:
        propose(held, old, rules, old.starts_at)
    assert refused.value.code == "in_the_past"


def test_the_same_space_is_proposed_later_and_others_of_its_kind_at_the_same_time() -> None:
    other, cellar = replace(ROOM, space_id="other"), replace(ROOM, space_id="cellar", kind="storage")
    taken = replace(ROOM, space_id="taken")
    candidates = [candidate(ROOM, hours(9, 11)), candidate(other), candidate(cellar), candidate(taken, hours(8, 10))]
    planned = with_closures(candidates, [special(hours(8, 12))], {ROOM.space_id})
    found = proposals(booked(hours(9, 11)), planned, NOW)
    assert [(one.space.space_id, one.period) for one in found] == [
        ("space-room", hours(12, 14)),
        ("space-room", hours(14, 16)),
        ("space-room", hours(16, 18)),
        ("space-room", hours(8, 10, TUESDAY)),
        ("space-room", hours(10, 12, TUESDAY)),
        ("other", hours(9, 11)),
    ]


def test_what_is_too_small_or_closed_too_is_not_proposed() -> None:
    small, shut = replace(ROOM, space_id="small", capacity=3), replace(ROOM, space_id="shut", opening_hours="Tu")
    candidates = [candidate(ROOM, hours(0, 24 * 30)), candidate(small), candidate(shut)]
    assert proposals(booked(hours(9, 11), persons=4), candidates, NOW) == ()


def test_so_many_others_are_proposed_and_no_more() -> None:
    others = [candidate(replace(ROOM, space_id=f"other-{number}")) for number in range(ELSEWHERE + 3)]
    found = proposals(booked(hours(9, 11)), [candidate(ROOM, hours(0, 24 * 30)), *others], NOW)
    assert [one.space.space_id for one in found] == [f"other-{number}" for number in range(ELSEWHERE)]


def test_the_nearest_of_each_kind_are_looked_at_and_what_is_booked_in_any_case() -> None:
    far = replace(PLACE, place_id="far", latitude=50.9)
    farther = replace(PLACE, place_id="farther", longitude=3.6)
    here, there, yonder = (
        replace(ROOM, space_id=name, place_id=place.place_id)
        for name, place in (("here", PLACE), ("there", far), ("yonder", farther))
    )
    desk = replace(yonder, space_id="desk", kind="desk")
    where = {place.place_id: place for place in (PLACE, far, farther)}
    assert nearest(PLACE, [yonder, there, here, desk], where, set(), 2) == [here, there, desk]
    assert nearest(PLACE, [yonder, there, here, desk], where, {"yonder"}, 1) == [here, desk, yonder]


def test_a_calendar_that_says_the_same_changes_nothing() -> None:
    entry = Entry("noel", hours(9, 12), "Noël")
    known = special(hours(9, 12), uid="noel", reason="Noël")
    assert compare([known], Told(frozenset({"noel"}), (entry,))) == ([], [])


def test_a_calendar_that_says_something_else_takes_the_place_of_what_it_said() -> None:
    known = special(hours(9, 12), uid="noel", reason="Noël")
    for entry in (Entry("noel", hours(9, 13), "Noël"), Entry("noel", hours(9, 12), "Fêtes")):
        assert compare([known], Told(frozenset({"noel"}), (entry,))) == ([known], [entry])
    assert compare([known], Told(frozenset({"noel"}), ())) == ([known], [])


def test_what_a_member_is_proposed_asks_for_nobodys_right_to_book_for_others() -> None:
    staff = replace(ACTOR, member_id="staff", city="lille", roles=("programme",))
    member = domain.Member(ACTOR.member_id, "tourcoing", "resident", "individual", "active", (), 0)
    asked = wish(hours(9, 11), actor=staff, holder=domain.Holder(ACTOR.member_id, "tourcoing"), member=member)
    assert [refusal.code for refusal in domain.judge(asked, NOW).refusals] == ["permission_missing"]
    assert domain.judge(replace(asked, proposed=True), NOW).refusals == []
