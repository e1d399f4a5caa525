from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from chassis.database import Store
from services.bookings import domain, queries
from services.bookings.commands import claiming
from services.bookings.tables import claims, holders
from tests.bookings.front_desk import DESK, NINE, book, claimed, know, publish
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, ROOM, wish


def test_a_claim_holds_the_buffers_of_its_space_beside_its_period(store: Store) -> None:
    publish(store, replace(ROOM, rules=domain.Rules(buffer_before_minutes=15, buffer_after_minutes=30)))
    book(store)
    with store.reading() as session:
        [row] = session.execute(select(claims))
    assert (row.starts_at, row.ends_at) == (NINE.starts_at, NINE.ends_at)
    assert row.held_from == NINE.starts_at - timedelta(minutes=15)
    assert row.held_until == NINE.ends_at + timedelta(minutes=30)


def test_what_is_not_won_whole_is_not_won_at_all(store: Store) -> None:
    publish(store, replace(ROOM, space_id="part", parent_id=ROOM.space_id))
    book(store, space=replace(ROOM, space_id="part"), actor=OTHER)
    with store.transaction() as session:
        whole, unit = queries.space(session, ROOM.space_id), domain.units_of(ROOM)[0]
        asked = wish(NINE, space=whole)
        assert not claiming.take(session, "booking-2", unit, ["part/1"], asked)
    assert claimed(store, "booking-2") == []


def test_the_unit_that_is_preferred_is_tried_first(store: Store) -> None:
    for number in (1, 2, 3):
        with store.transaction() as session:
            desks = queries.space(session, DESKS.space_id)
            preferred = f"{DESKS.space_id}/{number}"
            won = claiming.win(session, f"booking-{number}", wish(NINE, space=desks), NOW, prefer=preferred)
            assert won is not None
            assert won.unit_id == preferred
            claiming.release(session, f"booking-{number}")


def test_who_is_counted_is_known_once(store: Store) -> None:
    whose = domain.Holder(ACTOR.member_id, ACTOR.city, "org-1")
    for _ in range(2):
        with store.transaction() as session:
            claiming.lock_holders(session, whose, replace(whose, organisation_id=None))
    with store.reading() as session:
        assert sorted(session.scalars(select(holders.c.holder))) == whose.keys


def test_a_booking_on_behalf_counts_for_whom_it_is_for(store: Store) -> None:
    know(store)
    book(store, actor=DESK, holder=domain.Holder(ACTOR.member_id, ACTOR.city))
    with store.reading() as session:
        assert session.scalars(select(holders.c.holder)).all() == [f"member/{ACTOR.city}/{ACTOR.member_id}"]
