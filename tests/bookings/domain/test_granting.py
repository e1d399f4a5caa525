from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.bookings.domain import Actor, Booking, Holder, Period, Price, Rules, Wish, approve, check_in, grant, move
from services.bookings.domain.places import units_of
from tests.bookings.world import ACTOR, DESKS, NOW, ROOM, hours, members_word, wish

MINUTE = timedelta(minutes=1)
(UNIT,) = units_of(ROOM)
PRICE = Price(1250, "started_quarters")
HELPER = Actor("helper-1", "roubaix", "partner", "public_body", ("facilitator",))
ASKS = Rules(approval=True, release_after_minutes=15)
WORKSHOP = replace(ROOM, rules=ASKS)
START = hours(9, 10).starts_at


def asking(period: Period, kept: Booking | None = None, **rules: Any) -> Wish:
    return wish(period, space=replace(ROOM, rules=Rules(**rules)), kept=kept)


def granted(asked: Wish, tentative: bool = False, went_past: tuple[str, ...] = ()) -> Booking:
    return grant(asked, "booking-1", UNIT, PRICE, NOW, tentative=tentative, went_past=went_past)


def approved() -> Booking:
    return approve(granted(wish(hours(9, 10), space=WORKSHOP)), ASKS, NOW)


def test_a_booking_keeps_what_was_agreed() -> None:
    booking = granted(wish(hours(9, 10), persons=3))
    assert (booking.status, booking.sequence, booking.booked_at, booking.persons) == ("confirmed", 0, NOW, 3)
    assert (booking.price_cents, booking.price_rule) == (1250, "started_quarters")
    assert (booking.address, booking.latitude) == ("1 rue de l'Invention, 59100 Roubaix", 50.7)
    assert (booking.host_city, booking.home_city, booking.zone) == ("roubaix", "tourcoing", "Europe/Paris")
    assert booking.period == hours(9, 10)


def test_who_acted_and_whom_it_is_for_are_both_kept() -> None:
    holder = Holder(ACTOR.member_id, ACTOR.city, "org-1")
    booking = granted(wish(hours(9, 10), actor=HELPER, holder=holder, member=members_word()))
    assert (booking.holder, booking.category) == (holder, "resident")
    assert (booking.booked_by_id, booking.booked_by_city) == ("helper-1", "roubaix")


@pytest.mark.parametrize(
    ("rules", "more", "status", "lapses_at"),
    [
        ({}, {}, "confirmed", None),
        ({"release_after_minutes": 15}, {}, "confirmed", hours(9, 10).starts_at + 15 * MINUTE),
        ({}, {"tentative": True}, "held", NOW + 15 * MINUTE),
        ({"hold_minutes": 5, "approval": True}, {"tentative": True}, "held", NOW + 5 * MINUTE),
        ({"approval": True, "answer_within_minutes": 60}, {}, "requested", NOW + 60 * MINUTE),
        ({"approval": True}, {"went_past": ("approval_needed",)}, "confirmed", None),
    ],
)
def test_a_new_booking_is_firm_held_or_asked_for(
    rules: dict[str, Any], more: dict[str, Any], status: str, lapses_at: object
) -> None:
    booking = granted(asking(hours(9, 10), **rules), **more)
    assert (booking.status, booking.lapses_at) == (status, lapses_at)
    assert booking.went_past == more.get("went_past", ())


def test_a_booking_moves_to_another_time_space_and_price_and_stays_itself() -> None:
    kept = granted(asking(hours(9, 10)))
    desk = units_of(DESKS)[1]
    moved = move(wish(hours(33, 35), space=DESKS, kept=kept, persons=1), desk, Price(500, "tiers"), NOW + MINUTE)
    assert (moved.booking_id, moved.sequence, moved.booked_at) == ("booking-1", 1, NOW)
    assert (moved.period, moved.space_id, moved.unit_id, moved.unit_name) == (
        hours(33, 35),
        DESKS.space_id,
        desk.unit_id,
        "Bureau partagé 2",
    )
    assert (moved.price_cents, moved.price_rule, moved.member_id) == (500, "tiers", ACTOR.member_id)


def test_the_rules_gone_past_are_kept_and_added_to() -> None:
    kept = granted(asking(hours(9, 10)), went_past=("too_long",))
    moved = move(asking(hours(11, 12), kept), UNIT, PRICE, NOW, ("moved_too_late", "too_long"))
    assert moved.went_past == ("too_long", "moved_too_late")


def test_a_hold_that_moves_stays_a_hold_until_the_same_instant_but_never_after_its_start() -> None:
    kept = granted(asking(hours(9, 10)), tentative=True)
    later = move(asking(hours(11, 12), kept), UNIT, PRICE, NOW + 5 * MINUTE)
    assert (later.status, later.lapses_at) == ("held", NOW + 15 * MINUTE)
    sooner = Period(NOW + 10 * MINUTE, NOW + 70 * MINUTE)
    assert move(asking(sooner, kept), UNIT, PRICE, NOW + 5 * MINUTE).lapses_at == NOW + 10 * MINUTE


def test_the_city_is_asked_again_for_another_time_longer_or_with_more_persons_until_it_has_begun() -> None:
    kept = approved()
    more = replace(asking(hours(9, 10), kept, approval=True), persons=2)
    for asked in (asking(hours(10, 11), kept, approval=True), asking(hours(9, 11), kept, approval=True), more):
        assert move(asked, UNIT, PRICE, NOW).status == "requested"
    assert move(asking(hours(9, 11), kept, approval=True), UNIT, PRICE, START).status == "confirmed"
    assert not more.is_extension
    past = ("approval_needed",)
    assert move(asking(hours(10, 11), kept, approval=True), UNIT, PRICE, NOW, past).status == "confirmed"


def test_who_is_there_and_extends_is_still_there() -> None:
    there = check_in(approved(), ASKS, START)
    longer = move(wish(hours(9, 11), space=WORKSHOP, kept=there), UNIT, PRICE, START + 30 * MINUTE)
    assert (longer.status, longer.checked_in_at, longer.lapses_at) == ("confirmed", START, None)


def test_who_was_there_and_moves_has_to_come_again() -> None:
    there = check_in(approved(), ASKS, START - 10 * MINUTE)
    asked = move(wish(hours(11, 12), space=WORKSHOP, kept=there), UNIT, PRICE, START)
    assert (asked.status, asked.checked_in_at) == ("requested", None)
    assert asked.lapses_at == hours(11, 12).starts_at
    firm = move(asking(hours(11, 12), there, release_after_minutes=15), UNIT, PRICE, START)
    assert (firm.status, firm.lapses_at) == ("confirmed", hours(11, 12).starts_at + 15 * MINUTE)


def test_who_has_not_come_gains_no_time_to_come_by_an_extension() -> None:
    kept = granted(asking(hours(9, 10), release_after_minutes=15))
    longer = move(asking(hours(9, 11), kept, release_after_minutes=15), UNIT, PRICE, START + 10 * MINUTE)
    assert longer.lapses_at == kept.lapses_at == START + 15 * MINUTE
