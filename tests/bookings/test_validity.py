"""A building, or a room, that closes for good: who has booked it afterwards is not forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict
from services.bookings import commands
from tests.bookings.closing import book, booking, do
from tests.bookings.world import ACTOR, DESKS, MONDAY, PLACE, ROOM, hours

SUNDAY = date(2026, 11, 22)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def booked(store: Store) -> Store:
    """The same, with the room booked on Monday, and a desk on Tuesday."""
    book(store)
    book(store, "booking-2", hours(9, 10, TUESDAY), DESKS)
    return store


@pytest.mark.parametrize(
    ("change", "hit"),
    [
        ({"valid_until": SUNDAY}, ["booking-1", "booking-2"]),
        ({"valid_until": MONDAY.date()}, ["booking-2"]),
        ({"valid_from": TUESDAY.date()}, ["booking-1"]),
    ],
)
def test_a_place_closes_for_good_when_nobody_has_booked_it_any_more(
    booked: Store, change: dict[str, Any], hit: list[str]
) -> None:
    temporary = replace(PLACE, **change)
    with pytest.raises(Conflict, match="validity_hits_bookings") as refused:
        do(booked, commands.publish_place, temporary)
    assert refused.value.detail == {"bookings": hit}
    for booking_id in hit:
        do(booked, commands.cancel, booking_id, ACTOR, "member")
    assert do(booked, commands.publish_place, temporary).valid_until == change.get("valid_until")


def test_a_space_closes_for_good_when_nobody_has_booked_it_any_more(booked: Store) -> None:
    with pytest.raises(Conflict, match="validity_hits_bookings") as refused:
        do(booked, commands.publish_space, replace(ROOM, valid_until=SUNDAY))
    assert refused.value.detail == {"bookings": ["booking-1"]}
    do(booked, commands.move, "booking-1", ACTOR, space_id=DESKS.space_id, persons=1)
    do(booked, commands.publish_space, replace(ROOM, valid_until=SUNDAY))
    with pytest.raises(Conflict, match="outside_opening_hours"):
        book(booked, "booking-3")


def test_who_says_so_keeps_the_bookings_in_what_closes_for_good(booked: Store) -> None:
    do(booked, commands.publish_space, replace(ROOM, valid_until=SUNDAY), keep_bookings=True)
    do(booked, commands.publish_place, replace(PLACE, valid_until=SUNDAY), keep_bookings=True)
    assert [booking(booked, f"booking-{number}").status for number in (1, 2)] == ["confirmed", "confirmed"]
