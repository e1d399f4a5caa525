from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.tables import claims
from tests.bookings.front_desk import NINE, book, claimed, do, names, publish, said, seen
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER, PLACE, ROOM, hours

MINUTE = timedelta(minutes=1)
WEEK = 10_080  # minutes: the longest buffer that a space may have


@pytest.mark.parametrize(
    ("rules", "tentative", "at", "event"),
    [
        (domain.Rules(), True, NOW + 15 * MINUTE, "booking.lapsed"),
        (domain.Rules(approval=True, answer_within_minutes=60), False, NOW + 60 * MINUTE, "booking.lapsed"),
        (domain.Rules(release_after_minutes=15), False, NINE.starts_at + 15 * MINUTE, "booking.missed"),
    ],
)
def test_the_timer_ends_what_has_lapsed_at_its_time_and_not_before(
    store: Store, rules: domain.Rules, tentative: bool, at: datetime, event: str
) -> None:
    publish(store, replace(ROOM, rules=rules))
    was = book(store, tentative=tentative).status
    assert do(store, commands.end_lapsed, at - timedelta.resolution) == 0
    assert do(store, commands.end_lapsed, at) == 1
    assert do(store, commands.end_lapsed, at) == 0
    told = said(store, "booking-1")[-1]
    assert (told.name, told.data.get("reason"), told.sequence) == (event, was if was != "confirmed" else None, 1)
    assert (seen(store).cancelled_at, claimed(store)) == (at, [])


def test_what_is_told_does_not_depend_on_who_notices_when(store: Store) -> None:
    book(store, tentative=True)
    late = NOW + timedelta(days=2)
    with store.reading() as session:
        shown = domain.as_of(queries.booking(session, "booking-1", ACTOR), late)
    do(store, commands.end_lapsed, late + timedelta(hours=1))
    assert seen(store) == shown
    assert said(store, "booking-1")[-1].data["lapsed_at"] == (NOW + 15 * MINUTE).isoformat()


def test_the_timer_ends_a_bounded_number_at_once(store: Store) -> None:
    publish(store, replace(DESKS, units=commands.LAPSED_AT_ONCE + 1))
    for number in range(commands.LAPSED_AT_ONCE + 1):
        actor = replace(ACTOR, member_id=f"member-{number % 5}")  # nobody may hold so many alone
        book(store, f"booking-{number}", space=DESKS, actor=actor, tentative=True)
    later = NOW + 15 * MINUTE
    assert [do(store, commands.end_lapsed, later) for _ in range(3)] == [commands.LAPSED_AT_ONCE, 1, 0]


def test_what_has_lapsed_far_away_in_time_is_out_of_the_way_of_the_longest_buffer(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(buffer_before_minutes=WEEK)))
    book(store, period=hours(9, 10), tentative=True)
    later = NOW + 15 * MINUTE
    a_week_later = hours(9.75, 10.75, MONDAY + timedelta(days=7))
    assert book(store, "booking-2", a_week_later, actor=OTHER, now=later).status == "confirmed"
    assert names(store) == ["booking.held", "booking.lapsed"]


def test_lists_show_what_a_booking_is_now(store: Store) -> None:
    book(store, tentative=True)
    book(store, "booking-2", hours(11, 12), actor=OTHER)
    later, day = NOW + 15 * MINUTE, hours(0, 24)
    with store.reading() as session:

        def listed(status: str | None, now: datetime) -> list[str]:
            page, _ = queries.bookings_at(session, PLACE.place_id, day, now, limit=10, status=status)
            return [booking.booking_id for booking in page]

        assert listed("held", NOW) == listed("lapsed", later) == ["booking-1"]
        assert listed("held", later) == listed("lapsed", NOW) == []
        assert listed("confirmed", later) == ["booking-2"]
        assert listed(None, later) == ["booking-1", "booking-2"]


def test_what_claims_lapses_when_its_booking_does(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(release_after_minutes=15)))
    book(store, tentative=True)
    with store.reading() as session:
        assert session.scalars(select(claims.c.lapses_at)).all() == [NOW + 15 * MINUTE]
    do(store, commands.confirm, "booking-1", ACTOR, NOW)
    with store.reading() as session:
        assert session.scalars(select(claims.c.lapses_at)).all() == [NINE.starts_at + 15 * MINUTE]
    do(store, commands.check_in, "booking-1", ACTOR, NINE.starts_at)
    with store.reading() as session:
        assert session.scalars(select(claims.c.lapses_at)).all() == [None]
