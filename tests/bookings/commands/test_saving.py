from __future__ import annotations

from chassis.database import Store
from services.bookings import commands
from tests.bookings.front_desk import DESK, NINE, book, cancel, do, move, said, seen, to
from tests.bookings.world import ACTOR, NOW, hours


def test_every_step_of_a_booking_is_told_once_with_its_number(store: Store) -> None:
    book(store, tentative=True)
    move(store, "booking-1", **to(hours(11, 12)))
    do(store, commands.confirm, "booking-1", ACTOR, NOW)
    do(store, commands.check_in, "booking-1", DESK, hours(11, 12).starts_at)
    do(store, commands.check_out, "booking-1", DESK, hours(11, 12).ends_at)
    told = said(store, "booking-1")
    assert [(one.sequence, one.name, one.data["status"]) for one in told] == [
        (0, "booking.held", "held"),
        (1, "booking.moved", "held"),
        (2, "booking.confirmed", "confirmed"),
        (3, "booking.checked_in", "confirmed"),
        (4, "booking.checked_out", "confirmed"),
    ]
    assert seen(store).sequence == 4


def test_an_event_tells_the_booking_as_it_is_from_then_on(store: Store) -> None:
    book(store, persons=2)
    cancel(store)
    booking, told = seen(store), said(store, "booking-1")[-1].data
    assert told["cancelled_at"] == NOW.isoformat()
    assert (told["status"], told["persons"], told["sequence"]) == (booking.status, 2, booking.sequence)
    assert (told["starts_at"], told["latitude"]) == (NINE.starts_at.isoformat(), 50.7)


def test_the_city_of_the_member_is_told_and_nobody_is_named(store: Store) -> None:
    book(store)
    [told] = said(store, "booking-1")
    assert (told.city, told.data["member_id"]) == (ACTOR.city, ACTOR.member_id)
    assert not {"name", "email", "phone", "address_of_member"} & told.data.keys()
