from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from chassis import envelope, tables
from chassis.clock import rfc3339
from chassis.database import Store
from chassis.envelope import Envelope
from chassis.errors import Conflict, NotFound, ServiceError
from services.bookings import commands, domain, queries
from services.bookings.tables import bookings, claims, units
from tests.bookings.world import ACTOR, DESKS, NOW, OTHER, PLACE, ROOM, hours


def said(store: Store) -> list[Envelope]:
    """Everything recorded to be told to others, in order."""
    with store.reading() as session:
        return [envelope.parse(body) for body in session.scalars(select(tables.outbox.c.body).order_by("id"))]


def count(store: Store, table: Any) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def book(
    store: Store, booking_id: str, period: domain.Period, space: domain.Space = ROOM, actor: domain.Actor = ACTOR
) -> domain.Booking:
    with store.transaction() as session:
        return commands.book(session, booking_id, space.space_id, period, actor, NOW)


def cancel(store: Store, booking_id: str, actor: domain.Actor = ACTOR) -> domain.Booking:
    with store.transaction() as session:
        return commands.cancel(session, booking_id, actor, "member", NOW + timedelta(hours=1))


def test_a_booking_holds_a_unit_keeps_its_price_and_is_told(store: Store) -> None:
    booking = book(store, "booking-1", hours(9, 10.5))
    assert (booking.status, booking.unit_name) == ("confirmed", "Salle des machines")
    assert (booking.price_cents, booking.price_rule, booking.currency) == (1875, "started_quarters", "EUR")
    assert (booking.host_city, booking.home_city) == ("roubaix", "tourcoing")
    with store.reading() as session:
        assert queries.booking(session, "booking-1", ACTOR) == booking
        held = session.execute(select(claims)).one()
    assert (held.unit_id, held.starts_at, held.ends_at) == (booking.unit_id, booking.starts_at, booking.ends_at)
    told = said(store)[-1]
    assert (told.name, told.subject, told.city, told.sequence) == ("booking.confirmed", "booking-1", "tourcoing", 0)


def test_a_taken_period_is_refused_with_the_next_free_ones(store: Store) -> None:
    book(store, "booking-1", hours(9, 10))
    with pytest.raises(Conflict) as refused:
        book(store, "booking-2", hours(9.5, 10.5), actor=OTHER)
    assert refused.value.code == "unit_taken"
    proposed = refused.value.detail["next_free"]
    expected = [hours(start, start + 1) for start in (10, 11, 12, 13, 14)]
    assert proposed == [{"starts_at": rfc3339(p.starts_at), "ends_at": rfc3339(p.ends_at)} for p in expected]


def test_bookings_that_touch_do_not_disturb_each_other(store: Store) -> None:
    for number, start in enumerate((10, 9, 11)):
        book(store, f"booking-{number}", hours(start, start + 1))
    assert count(store, claims) == 3


def test_a_space_is_booked_as_often_as_it_has_units(store: Store) -> None:
    held = {book(store, f"booking-{number}", hours(9, 10), DESKS).unit_id for number in range(3)}
    assert len(held) == 3
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-4", hours(9.75, 11), DESKS)


@pytest.mark.parametrize(
    ("space", "period", "code"),
    [
        (ROOM, hours(9, 10), "unit_taken"),
        (ROOM, hours(20, 21), "outside_opening_hours"),
        (replace(ROOM, space_id="space-none"), hours(9, 10), "space_not_found"),
    ],
)
def test_a_refusal_leaves_no_trace(store: Store, space: domain.Space, period: domain.Period, code: str) -> None:
    book(store, "booking-1", hours(9, 10))
    before = [count(store, table) for table in (bookings, claims, tables.outbox)]
    with pytest.raises(ServiceError, match=code):
        book(store, "booking-2", period, space, OTHER)
    assert [count(store, table) for table in (bookings, claims, tables.outbox)] == before


def test_cancelling_frees_the_unit_at_once_and_is_told(store: Store) -> None:
    book(store, "booking-1", hours(9, 10))
    cancelled = cancel(store, "booking-1")
    assert (cancelled.status, cancelled.sequence, cancelled.cancel_reason) == ("cancelled", 1, "member")
    assert count(store, claims) == 0
    told = said(store)[-1]
    assert (told.name, told.sequence, told.data["reason"]) == ("booking.cancelled", 1, "member")
    assert book(store, "booking-2", hours(9, 10), actor=OTHER).status == "confirmed"


def test_cancelling_twice_is_answered_alike_and_told_once(store: Store) -> None:
    book(store, "booking-1", hours(9, 10))
    first, before = cancel(store, "booking-1"), len(said(store))
    assert cancel(store, "booking-1") == first
    assert len(said(store)) == before


def test_another_members_booking_is_unknown(store: Store) -> None:
    book(store, "booking-1", hours(9, 10))
    with pytest.raises(NotFound, match="booking_not_found"):
        cancel(store, "booking-1", OTHER)
    assert count(store, claims) == 1


def test_a_city_that_signs_for_anothers_member_reaches_nothing_of_theirs(store: Store) -> None:
    book(store, "booking-1", hours(9, 10))
    impostor = replace(ACTOR, city="marcq")
    with pytest.raises(NotFound, match="booking_not_found"):
        cancel(store, "booking-1", impostor)
    with store.reading() as session:
        assert queries.bookings_page(session, impostor, 10) == ([], None)
        assert len(queries.bookings_page(session, ACTOR, 10)[0]) == 1


def test_what_is_over_cannot_be_cancelled(store: Store) -> None:
    book(store, "booking-1", hours(9, 10))
    with store.transaction() as session, pytest.raises(Conflict, match="booking_over"):
        commands.cancel(session, "booking-1", ACTOR, "member", hours(9, 10).ends_at)


def test_publishing_the_same_again_tells_nobody(store: Store) -> None:
    before = said(store)
    with store.transaction() as session:
        commands.publish_place(session, PLACE, NOW + timedelta(days=1))
        commands.publish_space(session, DESKS, NOW + timedelta(days=1))
    assert said(store) == before
    assert [told.sequence for told in before] == [0, 0, 0]
    assert {told.city for told in before} == {None}


def test_publishing_a_change_tells_the_next_edition(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, capacity=10), NOW)
    told = said(store)[-1]
    assert (told.name, told.sequence, told.data["capacity"]) == ("space.published", 1, 10)


def test_a_place_that_is_renamed_publishes_its_spaces_too(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, name="Le Champ"), NOW)
    told = said(store)[3:]
    assert sorted((one.name, one.sequence) for one in told) == [
        ("place.published", 1),
        ("space.published", 1),
        ("space.published", 1),
    ]
    assert {one.data.get("place_name") for one in told} == {None, "Le Champ"}


def test_a_unit_too_many_is_offered_no_more_but_stays_held(store: Store) -> None:
    for number in range(3):
        book(store, f"booking-{number}", hours(9, 10), DESKS)
    with store.transaction() as session:
        commands.publish_space(session, replace(DESKS, units=1), NOW)
    assert count(store, claims) == 3
    book(store, "booking-4", hours(11, 12), DESKS)
    with pytest.raises(Conflict, match="unit_taken"):
        book(store, "booking-5", hours(11, 12), DESKS)
    with store.transaction() as session:
        commands.publish_space(session, replace(DESKS, units=2), NOW)
        alive = session.scalars(select(units.c.number).where(units.c.retired_at.is_(None)))
        assert sorted(alive.all()) == [1, 1, 2]
    book(store, "booking-5", hours(11, 12), DESKS)


def test_a_space_stands_in_a_place_that_is_known(empty_store: Store) -> None:
    with empty_store.transaction() as session, pytest.raises(NotFound, match="place_not_found"):
        commands.publish_space(session, ROOM, NOW)
