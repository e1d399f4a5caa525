"""What is decided about the bookings that a closure hits: kept, cancelled, or another one is proposed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Invalid, NotFound
from services.bookings import commands, domain
from services.bookings.tables import claims
from tests.bookings.closing import (
    CANCEL,
    KEEP,
    NINE,
    STAFF,
    book,
    booking,
    close,
    closures,
    do,
    know,
    propose,
    said,
)
from tests.bookings.front_desk import count
from tests.bookings.world import ACTOR, MONDAY, NOW, OTHER, PLACE, ROOM, hours

LATER = hours(14, 16)


@pytest.fixture
def booked(store: Store) -> Store:
    """The same, with a member of whom their city told, and who has booked the room from nine to eleven."""
    know(store)
    book(store)
    return store


def proposed(store: Store) -> domain.Booking:
    return close(store, decisions={"booking-1": propose(LATER)})[-1]


def test_what_is_kept_stays_as_it_was_and_nobody_is_told(booked: Store) -> None:
    before = booking(booked, "booking-1")
    assert close(booked, decisions={"booking-1": KEEP}) == [before]
    assert booking(booked, "booking-1") == before
    assert said(booked, "booking.cancelled", "booking.moved") == []


def test_what_is_cancelled_says_why_and_frees_its_unit(booked: Store) -> None:
    [ended] = close(booked, decisions={"booking-1": CANCEL})
    assert (ended.status, ended.cancel_reason) == ("cancelled", "closure")
    assert count(booked, claims) == 0
    [told] = said(booked, "booking.cancelled")
    assert (told.subject, told.data["reason"]) == ("booking-1", "closure")


def test_what_is_proposed_is_held_for_the_same_member_until_they_answer(booked: Store) -> None:
    held = proposed(booked)
    assert (held.status, held.replaces_id, held.period) == ("held", "booking-1", LATER)
    assert held.holder == booking(booked, "booking-1").holder
    assert (held.booked_by_id, held.booked_by_city) == (STAFF.member_id, STAFF.city)
    assert held.lapses_at == NOW + timedelta(minutes=domain.Rules().offer_minutes)
    [told] = said(booked, "booking.held")
    assert told.data["replaces_id"] == "booking-1"
    assert booking(booked, "booking-1").status == "confirmed"


def test_a_member_who_takes_what_is_proposed_gives_the_old_one_back_in_the_same_moment(booked: Store) -> None:
    held = proposed(booked)
    do(booked, commands.confirm, held.booking_id, ACTOR)
    old = booking(booked, "booking-1")
    assert booking(booked, held.booking_id).status == "confirmed"
    assert (old.status, old.cancel_reason) == ("cancelled", "replaced")
    assert [told.data["reason"] for told in said(booked, "booking.cancelled")] == ["replaced"]
    do(booked, commands.confirm, held.booking_id, ACTOR)
    assert booking(booked, "booking-1").sequence == 1


def test_nobody_else_takes_what_a_member_is_proposed(booked: Store) -> None:
    held = proposed(booked)
    with pytest.raises(NotFound, match="booking_not_found"):
        do(booked, commands.confirm, held.booking_id, OTHER)
    assert booking(booked, "booking-1").status == "confirmed"


def test_what_must_be_approved_first_replaces_nothing_before(booked: Store) -> None:
    asked = replace(ROOM, space_id="space-2", rules=domain.Rules(approval=True))
    do(booked, commands.publish_space, asked)
    held = close(booked, decisions={"booking-1": propose(LATER, "space-2")})[-1]
    assert do(booked, commands.confirm, held.booking_id, ACTOR).status == "requested"
    assert booking(booked, "booking-1").status == "confirmed"
    do(booked, commands.approve, held.booking_id, STAFF)
    assert booking(booked, "booking-1").status == "cancelled"


def test_when_a_proposal_lapses_the_booking_stays_and_is_hit_still(booked: Store) -> None:
    held = proposed(booked)
    assert held.lapses_at is not None
    do(booked, commands.end_lapsed, now=held.lapses_at)
    assert booking(booked, held.booking_id).status == "lapsed"
    with pytest.raises(Conflict, match="closure_hits_bookings") as refused:
        close(booked, special_id="special-2")
    assert refused.value.detail == {"bookings": ["booking-1"]}


def test_a_member_who_cancelled_meanwhile_may_still_take_what_is_proposed(booked: Store) -> None:
    held = proposed(booked)
    do(booked, commands.cancel, "booking-1", ACTOR, "member")
    assert do(booked, commands.confirm, held.booking_id, ACTOR).status == "confirmed"
    assert booking(booked, "booking-1").cancel_reason == "member"


def test_a_space_of_another_city_may_be_proposed_too(booked: Store) -> None:
    do(booked, commands.publish_place, replace(PLACE, place_id="place-2", city="tourcoing"))
    do(booked, commands.publish_space, replace(ROOM, space_id="space-2", place_id="place-2"))
    held = close(booked, decisions={"booking-1": propose(NINE, "space-2")})[-1]
    assert (held.host_city, held.period) == ("tourcoing", NINE)


def test_a_quota_counts_what_is_proposed_in_place_of_what_it_replaces(booked: Store) -> None:
    quota = domain.Quota(domain.Of.MEMBER, domain.Over.WEEK, most_bookings=1)
    do(booked, commands.publish_space, replace(ROOM, rules=domain.Rules(quotas=(quota,))))
    assert proposed(booked).status == "held"


@pytest.mark.parametrize(
    ("period", "code"),
    [
        (hours(10, 12), "outside_opening_hours"),
        (hours(20, 21), "outside_opening_hours"),
        (hours(14, 14.1), "too_short"),
        (hours(12, 14), "unit_taken"),
        (hours(9, 11, MONDAY - timedelta(days=7)), "in_the_past"),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_and_nothing_is_closed(
    booked: Store, period: domain.Period, code: str
) -> None:
    book(booked, "booking-2", hours(12, 14), actor=OTHER)
    with pytest.raises((Conflict, Invalid), match=code) as refused:
        close(booked, decisions={"booking-1": propose(period)})
    assert refused.value.detail["booking_id"] == "booking-1"
    assert closures(booked) == [] and said(booked, "booking.held", "hours.announced") == []


def test_a_proposal_for_somebody_unknown_is_refused(store: Store) -> None:
    book(store)
    with pytest.raises(NotFound, match="member_not_found"):
        close(store, decisions={"booking-1": propose(LATER)})


def test_staff_goes_past_a_rule_for_a_proposal_by_name(booked: Store) -> None:
    decision = replace(propose(hours(14, 14.1)), past=frozenset({"too_short", "off_step"}))
    held = close(booked, decisions={"booking-1": decision})[-1]
    assert held.went_past == ("too_short", "off_step")
