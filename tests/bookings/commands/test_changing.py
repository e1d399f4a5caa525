from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError
from services.bookings import commands, domain
from tests.bookings.front_desk import (
    BOSS,
    DESK,
    NINE,
    book,
    cancel,
    claimed,
    do,
    names,
    publish,
    said,
    seen,
    to,
    traces,
)
from tests.bookings.front_desk import move as moved_by
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER, ROOM, hours

MINUTE = timedelta(minutes=1)


def move(store: Store, period: domain.Period | None = None, **more: Any) -> domain.Booking:
    return moved_by(store, "booking-1", **(to(period) if period else {}), **more)


def test_a_booking_moves_to_another_time_and_its_old_one_is_free(store: Store) -> None:
    book(store)
    moved = move(store, hours(11, 13))
    assert (moved.period, moved.sequence, moved.price_cents) == (hours(11, 13), 1, 2500)
    assert seen(store) == moved
    assert book(store, "booking-2", actor=OTHER).period == NINE
    told = said(store, "booking-1")[-1]
    assert (told.name, told.sequence, told.data["previous_starts_at"]) == (
        "booking.moved",
        1,
        NINE.starts_at.isoformat(),
    )


def test_a_booking_moves_to_another_space_with_all_its_claims(store: Store) -> None:
    book(store)
    moved = move(store, space_id=DESKS.space_id)
    assert (moved.space_id, moved.period) == (DESKS.space_id, NINE)
    assert claimed(store) == [moved.unit_id]
    told = said(store, "booking-1")[-1].data
    assert (told["previous_space_id"], told["previous_space_name"]) == (ROOM.space_id, ROOM.name)


def test_a_booking_keeps_its_unit_when_that_is_free(store: Store) -> None:
    kept = book(store, space=DESKS)
    for number in range(2, 4):
        book(store, f"booking-{number}", hours(11, 12), DESKS, OTHER)
    for start in range(13, 17):
        assert move(store, hours(start, start + 1)).unit_id == kept.unit_id


def test_a_booking_does_not_stand_in_its_own_way(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(buffer_before_minutes=60, buffer_after_minutes=60)))
    book(store)
    for period in (hours(9.5, 10.5), hours(9.5, 11), hours(9, 10)):
        assert move(store, period).period == period


def test_a_booking_is_extended_up_to_the_next_and_its_buffer(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(buffer_after_minutes=30)))
    book(store)
    book(store, "booking-2", hours(12, 13), actor=OTHER)
    with pytest.raises(Conflict, match="unit_taken"):
        move(store, hours(9, 11.75))
    assert move(store, hours(9, 11.5)).ends_at == hours(9, 11.5).ends_at


def test_a_running_booking_is_extended_and_nothing_else_of_it_moves(store: Store) -> None:
    book(store)
    running = NINE.starts_at + 30 * MINUTE
    assert move(store, hours(9, 11), now=running).ends_at == hours(9, 11).ends_at
    with pytest.raises(Conflict, match="in_the_past"):
        move(store, hours(9, 10), now=running)
    with pytest.raises(Conflict, match="booking_over"):
        move(store, hours(9, 12), now=hours(9, 11).ends_at)


def test_what_it_is_already_changes_nothing_and_tells_nobody(store: Store) -> None:
    booking = book(store, persons=2)
    before = traces(store)
    assert move(store, NINE, persons=2, space_id=ROOM.space_id) == booking
    assert move(store) == booking
    assert traces(store) == before


def test_how_many_come_is_changed_alone(store: Store) -> None:
    book(store, persons=2)
    assert (move(store, persons=8).persons, seen(store).persons) == (8, 8)
    with pytest.raises(Invalid, match="too_many_persons"):
        move(store, persons=9)


@pytest.mark.parametrize(
    ("asked", "now", "code"),
    [
        (to(hours(11, 12)), NOW, "unit_taken"),
        (to(hours(20, 21)), NOW, "outside_opening_hours"),
        ({"space_id": "space-none"}, NOW, "space_not_found"),
        ({"starts_at": hours(11, 12).starts_at}, NOW, "period_invalid"),
        ({"persons": 9}, NOW, "too_many_persons"),
        (to(hours(14, 15)), NINE.ends_at, "booking_over"),
        ({"past": frozenset({"outside_opening_hours"}), **to(hours(20, 21))}, NOW, "permission_missing"),
    ],
)
def test_a_move_that_is_refused_leaves_all_as_it_was(
    store: Store, asked: dict[str, Any], now: datetime, code: str
) -> None:
    booking = book(store)
    book(store, "booking-2", hours(11, 12), actor=OTHER)
    before = traces(store)
    with pytest.raises(ServiceError, match=code):
        move(store, now=now, **asked)
    assert (traces(store), seen(store), claimed(store)) == (before, booking, [booking.unit_id])


def test_what_has_ended_or_was_left_is_moved_nowhere(store: Store) -> None:
    book(store)
    cancel(store)
    with pytest.raises(Conflict, match="booking_over"):
        move(store, hours(14, 15))
    book(store, "booking-2", tentative=True)
    with pytest.raises(Conflict, match="booking_over"):
        moved_by(store, "booking-2", now=NOW + 15 * MINUTE, **to(hours(14, 15)))
    book(store, "booking-3", hours(11, 12))
    do(store, commands.check_in, "booking-3", ACTOR, hours(11, 12).starts_at)
    do(store, commands.check_out, "booking-3", ACTOR, hours(11, 12).starts_at + MINUTE)
    with pytest.raises(Conflict, match="booking_over"):
        moved_by(store, "booking-3", now=hours(11, 12).starts_at + 2 * MINUTE, **to(hours(11, 13)))


def test_moving_has_a_cutoff_that_staff_may_go_past(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(move_until_minutes=120)))
    book(store)
    late = NINE.starts_at - 119 * MINUTE
    with pytest.raises(Conflict, match="moved_too_late"):
        move(store, hours(11, 12), now=late)
    with pytest.raises(Forbidden, match="permission_missing"):
        move(store, hours(11, 12), now=late, past=frozenset({"moved_too_late"}))
    assert move(store, hours(9, 10.5), now=late).went_past == ()  # an extension disturbs nobody
    moved = move(store, hours(11, 12), now=late, actor=DESK, past=frozenset({"moved_too_late"}))
    assert moved.went_past == ("moved_too_late",)


def test_the_cutoff_is_that_of_the_space_where_it_is(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(move_until_minutes=120)))
    book(store, space=DESKS)
    late = NINE.starts_at - 60 * MINUTE
    assert move(store, space_id=ROOM.space_id, now=late).space_id == ROOM.space_id
    with pytest.raises(Conflict, match="moved_too_late"):
        move(store, space_id=DESKS.space_id, now=late)


def test_nobody_moves_what_is_anothers_but_staff(store: Store) -> None:
    booking = book(store)
    with pytest.raises(NotFound, match="booking_not_found"):
        move(store, hours(11, 12), actor=OTHER)
    with pytest.raises(NotFound, match="booking_not_found"):
        move(store, hours(11, 12), actor=replace(BOSS, city="marcq"))
    with pytest.raises(Forbidden, match="permission_missing"):
        move(store, hours(11, 12), actor=replace(DESK, roles=("facilitator",)))
    assert seen(store) == booking


def test_a_hold_that_moves_stays_a_hold_and_lapses_when_it_would_have(store: Store) -> None:
    held = book(store, tentative=True)
    moved = move(store, hours(11, 12), now=NOW + 5 * MINUTE)
    assert (moved.status, moved.lapses_at) == ("held", held.lapses_at)
    book(store, "booking-2", hours(11, 12), actor=OTHER, now=NOW + 15 * MINUTE)
    assert names(store) == ["booking.held", "booking.moved", "booking.lapsed"]


def test_where_the_city_has_its_say_it_is_asked_again(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(approval=True)))
    book(store)
    do(store, commands.approve, "booking-1", DESK, NOW)
    assert move(store, hours(9, 9.5)).status == "requested"
    do(store, commands.approve, "booking-1", DESK, NOW)
    asked = move(store, hours(11, 12))
    assert (asked.status, seen(store).lapses_at) == ("requested", min(NOW + timedelta(days=3), hours(11, 12).starts_at))


def test_a_move_into_a_full_day_meets_the_quota(store: Store) -> None:
    two_hours = (domain.Quota(domain.Of.MEMBER, domain.Over.DAY, most_minutes=120),)
    publish(store, replace(ROOM, rules=domain.Rules(quotas=two_hours)))
    book(store, period=hours(9, 11))
    tuesday = MONDAY + timedelta(days=1)
    book(store, "booking-2", hours(9, 11, tuesday))
    with pytest.raises(Conflict, match="too_many_hours"):
        move(store, hours(13, 15, tuesday))
    assert move(store, hours(13, 15)).period == hours(13, 15)
