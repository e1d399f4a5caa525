from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Conflict
from services.bookings.domain import Booking, Price, Rules, cancel, grant
from services.bookings.domain.places import units_of
from tests.bookings.world import NOW, ROOM, hours, wish

LATER = NOW + timedelta(hours=1)


def confirmed() -> Booking:
    (unit,) = units_of(ROOM)
    return grant(wish(hours(9, 10)), "booking-1", unit, Price(1250, "started_quarters"), NOW)


def test_a_booking_keeps_what_was_agreed() -> None:
    booking = confirmed()
    assert (booking.status, booking.sequence, booking.booked_at) == ("confirmed", 0, NOW)
    assert (booking.price_cents, booking.price_rule) == (1250, "started_quarters")
    assert booking.address == "1 rue de l'Invention, 59100 Roubaix"
    assert (booking.host_city, booking.home_city, booking.zone) == ("roubaix", "tourcoing", "Europe/Paris")


def test_a_cancelled_booking_is_kept_with_its_reason() -> None:
    ended = replace(confirmed(), status="cancelled", sequence=1, cancelled_at=LATER, cancel_reason="member")
    assert cancel(confirmed(), "member", Rules(), LATER) == ended


def test_cancelling_again_changes_nothing() -> None:
    once = cancel(confirmed(), "member", Rules(), LATER)
    assert cancel(once, "closure", Rules(), LATER + timedelta(days=30)) is once


def test_a_booking_can_be_cancelled_until_it_ends() -> None:
    end = hours(9, 10).ends_at
    assert cancel(confirmed(), "member", Rules(), end - timedelta(seconds=1)).status == "cancelled"
    with pytest.raises(Conflict, match="booking_over"):
        cancel(confirmed(), "member", Rules(), end)
