from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Conflict, Forbidden
from services.bookings.domain import Booking, Price, Rules, Where, bookings, grant
from services.bookings.domain.places import units_of
from tests.bookings.world import ACTOR, NOW, OTHER, ROOM, hours, wish

LATER = NOW + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
(UNIT,) = units_of(ROOM)
HERE = Where.of_space(replace(ROOM, city="roubaix"))
START, END = hours(9, 10).starts_at, hours(9, 10).ends_at
RULES = Rules(release_after_minutes=15, hold_minutes=20, answer_within_minutes=600)
ENDED = ("cancelled", "denied", "lapsed", "missed")


def booked(status: str = "confirmed", rules: Rules = RULES, **changes: Any) -> Booking:
    """A booking of Monday from nine to ten, as it is when it is new."""
    asked = wish(hours(9, 10), space=replace(ROOM, rules=replace(rules, approval=status == "requested")))
    new = grant(asked, "booking-1", UNIT, Price(1250, "started_quarters"), NOW, tentative=status == "held")
    assert status in (new.status, *ENDED)
    return replace(new, status=status, **changes)


def code(action: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Conflict) as refused:
        action(*args, **more)
    return refused.value.code


@pytest.mark.parametrize(
    ("status", "lapses_at", "becomes", "reason"),
    [
        ("held", NOW + 20 * MINUTE, "lapsed", "lapsed"),
        ("requested", NOW + 600 * MINUTE, "lapsed", "lapsed"),
        ("confirmed", START + 15 * MINUTE, "missed", "no_show"),
    ],
)
def test_what_lapses_does_so_exactly_at_its_time(status: str, lapses_at: datetime, becomes: str, reason: str) -> None:
    booking = booked(status)
    assert booking.lapses_at == lapses_at
    assert bookings.as_of(booking, lapses_at - timedelta.resolution) is booking
    ended = bookings.as_of(booking, lapses_at)
    assert (ended.status, ended.cancel_reason, ended.cancelled_at) == (becomes, reason, lapses_at)
    assert (ended.sequence, ended.lapses_at, ended.stands) == (1, None, False)


@given(st.sampled_from(["held", "requested", "confirmed"]), st.lists(st.integers(0, 10**5), min_size=2))
def test_whoever_asks_when_and_how_often_is_told_the_same(status: str, minutes: list[int]) -> None:
    booking = booked(status)
    asked_before = booking
    for number in sorted(minutes):
        now = NOW + number * MINUTE
        asked_before = bookings.as_of(asked_before, now)
        assert asked_before == bookings.as_of(booking, now)


@pytest.mark.parametrize("status", [*ENDED, "confirmed"])
def test_what_has_ended_or_never_lapses_stays_as_it_is(status: str) -> None:
    booking = booked(status, Rules(), lapses_at=None)
    assert bookings.as_of(booking, END + timedelta(days=400)) is booking


def test_a_request_and_a_hold_never_outlast_their_start() -> None:
    for status in ("held", "requested"):
        assert bookings.lapses_at(status, NOW + 5 * MINUTE, RULES, NOW) == NOW + 5 * MINUTE


def test_who_books_while_the_period_runs_has_as_long_to_check_in() -> None:
    assert bookings.lapses_at("confirmed", NOW, RULES, LATER) == LATER + 15 * MINUTE
    assert bookings.lapses_at("confirmed", NOW, Rules(), LATER) is None


def test_a_hold_is_made_firm_once() -> None:
    firm = bookings.confirm(booked("held"), RULES, NOW + 19 * MINUTE)
    assert (firm.status, firm.sequence, firm.lapses_at) == ("confirmed", 1, START + 15 * MINUTE)
    assert bookings.confirm(firm, RULES, NOW + 19 * MINUTE) is firm


def test_a_hold_becomes_a_request_where_the_city_has_its_say() -> None:
    asks = replace(RULES, approval=True)
    asked = bookings.confirm(booked("held"), asks, LATER - 45 * MINUTE)
    assert (asked.status, asked.lapses_at) == ("requested", LATER - 45 * MINUTE + 600 * MINUTE)
    assert bookings.confirm(asked, asks, LATER) is asked
    past = booked("held", went_past=("approval_needed",))
    assert bookings.confirm(past, asks, NOW).status == "confirmed"


def test_what_is_no_hold_cannot_be_made_firm() -> None:
    assert code(bookings.confirm, booked("held"), RULES, NOW + 20 * MINUTE) == "booking_lapsed"
    for status in ("cancelled", "denied", "missed"):
        assert code(bookings.confirm, booked(status), RULES, NOW) == "booking_not_held"


def test_a_request_is_granted_once() -> None:
    granted = bookings.approve(booked("requested"), RULES, LATER)
    assert (granted.status, granted.sequence, granted.lapses_at) == ("confirmed", 1, START + 15 * MINUTE)
    assert bookings.approve(granted, RULES, LATER) is granted


def test_a_request_is_denied_once_with_a_reason() -> None:
    denied = bookings.deny(booked("requested"), "needed_by_city", LATER)
    assert (denied.status, denied.cancel_reason, denied.cancelled_at, denied.lapses_at) == (
        "denied",
        "needed_by_city",
        LATER,
        None,
    )
    assert bookings.deny(denied, "other", LATER) is denied


def test_only_what_is_asked_for_is_answered() -> None:
    answers = (lambda b, now: bookings.approve(b, RULES, now), lambda b, now: bookings.deny(b, "no", now))
    for answer in answers:
        assert code(answer, booked("requested"), NOW + 600 * MINUTE) == "booking_lapsed"
        for status in ("held", "cancelled", "missed"):
            assert code(answer, booked(status), NOW) == "booking_not_requested"
    assert code(answers[0], booked("denied"), NOW) == "booking_not_requested"
    assert code(answers[1], booked(), NOW) == "booking_not_requested"


def test_a_cancelled_booking_is_kept_with_its_reason() -> None:
    for status in ("held", "requested", "confirmed"):
        booking, at = booked(status), NOW + MINUTE
        ended = replace(
            booking, status="cancelled", sequence=1, cancelled_at=at, cancel_reason="member", lapses_at=None
        )
        assert bookings.cancel(booking, "member", RULES, at) == ended


@pytest.mark.parametrize("status", ENDED)
def test_cancelling_what_has_ended_changes_nothing(status: str) -> None:
    booking = booked(status)
    assert bookings.cancel(booking, "closure", RULES, END + timedelta(days=30)) is booking


def test_cancelling_what_has_lapsed_tells_that_it_had() -> None:
    assert bookings.cancel(booked("held"), "member", RULES, LATER).status == "lapsed"
    assert bookings.cancel(booked(), "member", RULES, END).status == "missed"


def test_a_booking_can_be_cancelled_until_it_ends() -> None:
    booking = booked(rules=Rules())
    assert bookings.cancel(booking, "member", Rules(), END - timedelta.resolution).status == "cancelled"
    assert code(bookings.cancel, booking, "member", Rules(), END) == "booking_over"
    assert code(bookings.cancel, booking, "member", Rules(), END, past=True) == "booking_over"


def test_a_booking_can_be_cancelled_and_moved_up_to_its_cutoff() -> None:
    rules = Rules(cancel_until_minutes=60, move_until_minutes=120)
    assert bookings.cancel(booked(), "member", rules, START - 60 * MINUTE).status == "cancelled"
    late = START - 60 * MINUTE + timedelta.resolution
    assert code(bookings.cancel, booked(), "member", rules, late) == "cancelled_too_late"
    assert bookings.cancel(booked(), "staff", rules, late, past=True).status == "cancelled"
    bookings.check_movable(booked(), rules, START - 120 * MINUTE)
    assert code(bookings.check_movable, booked(), rules, START - 119 * MINUTE) == "moved_too_late"
    bookings.check_movable(booked(), rules, START - 119 * MINUTE, past=True)
    bookings.check_movable(booked(), rules, START - 119 * MINUTE, extension=True)


def test_a_hold_and_a_request_can_be_given_up_at_any_time() -> None:
    never = Rules(cancel_until_minutes=10**6)
    for status in ("held", "requested"):
        assert bookings.cancel(booked(status), "member", never, NOW).status == "cancelled"


def test_what_has_ended_cannot_be_moved() -> None:
    for status in ENDED:
        assert code(bookings.check_movable, booked(status), RULES, NOW) == "booking_over"
    assert code(bookings.check_movable, booked("held"), RULES, LATER) == "booking_over"
    assert code(bookings.check_movable, booked(rules=Rules()), Rules(), END) == "booking_over"


def test_a_member_checks_in_from_a_quarter_before_until_it_lapses() -> None:
    early = START - 15 * MINUTE
    there = bookings.check_in(booked(), RULES, early)
    assert (there.checked_in_at, there.lapses_at, there.sequence) == (early, None, 1)
    assert bookings.check_in(there, RULES, START) is there
    assert code(bookings.check_in, booked(), RULES, early - timedelta.resolution) == "check_in_too_early"
    assert code(bookings.check_in, booked(), RULES, START + 15 * MINUTE) == "booking_not_confirmed"
    assert code(bookings.check_in, booked(rules=Rules()), Rules(), END) == "booking_over"


def test_only_what_is_confirmed_is_checked_in() -> None:
    for status in ("held", "requested", *ENDED):
        assert code(bookings.check_in, booked(status), RULES, NOW) == "booking_not_confirmed"


def test_who_is_there_is_not_missed() -> None:
    there = bookings.check_in(booked(), RULES, START)
    assert bookings.as_of(there, END) is there


def test_who_leaves_gives_the_rest_back_and_the_booking_is_over() -> None:
    left_at = START + 30 * MINUTE
    assert code(bookings.check_out, booked(), left_at) == "booking_not_checked_in"
    gone = bookings.check_out(bookings.check_in(booked(), RULES, START), left_at)
    assert (gone.status, gone.checked_out_at, gone.sequence, gone.stands) == ("confirmed", left_at, 2, False)
    assert bookings.check_out(gone, END) is gone
    assert code(bookings.cancel, gone, "member", RULES, left_at) == "booking_over"
    assert code(bookings.check_movable, gone, RULES, left_at, extension=True) == "booking_over"


def test_what_counts_of_a_booking_is_what_was_used_of_it() -> None:
    there = bookings.check_in(booked(), RULES, START - 15 * MINUTE)
    assert there.counted == hours(9, 10)
    assert bookings.check_out(there, START + 30 * MINUTE).counted == hours(9, 9.5)
    assert bookings.check_out(there, END + 30 * MINUTE).counted == hours(9, 10)
    assert bookings.check_out(there, START).counted is None
    assert [booked(status).counted for status in ENDED] == [None] * 4


def test_a_booking_is_changed_by_its_member_by_who_booked_it_and_by_staff() -> None:
    helper = replace(OTHER, member_id="helper", city="tourcoing", roles=("facilitator",))  # the member's city
    booking = booked(booked_by_id="helper", booked_by_city="tourcoing")
    desk = replace(OTHER, city="roubaix", roles=("front_desk",))
    desk_here, desk_there = (replace(desk, roles=(f"front_desk@{place_id}",)) for place_id in (ROOM.place_id, "there"))
    for actor in (ACTOR, helper, desk, desk_here):
        bookings.check_may_change(booking, actor, HERE)
    others = (OTHER, replace(ACTOR, city="marcq"), replace(desk, city="marcq"), replace(desk, roles=("member",)))
    for actor in (*others, desk_there, replace(helper, roles=("member",)), replace(helper, member_id="helper-2")):
        with pytest.raises(Forbidden, match="permission_missing"):
            bookings.check_may_change(booking, actor, HERE)


def test_bookings_in_the_way_of_another_hierarchy_are_named() -> None:
    bookings.check_no_bookings([])
    with pytest.raises(Conflict, match="parent_change_hits_bookings") as refused:
        bookings.check_no_bookings([booked()] * 60)
    assert refused.value.detail["bookings"] == ["booking-1"] * 50
