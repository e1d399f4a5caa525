from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import commands
from tests.bookings.recurring import (
    STAFF,
    at,
    book_alone,
    book_series,
    cancel,
    publish,
    refused,
    standing,
    told,
    traces,
)
from tests.bookings.world import ACTOR, MONDAY, NOW, OTHER, ROOM, hours


def test_this_one_is_cancelled_alone(store: Store) -> None:
    made = book_series(store)
    change = cancel(store, made.bookings[1], "this")
    assert (change.booking.status, change.changed) == ("cancelled", 1)
    assert standing(store, made) == [at(8, 0), at(8, 2), at(8, 3)]
    assert [data["reason"] for data in told(store, "booking.cancelled")] == ["member"]
    assert told(store, "series.changed") == []


def test_this_and_the_following_are_cancelled_and_told_as_one(store: Store) -> None:
    made = book_series(store)
    change = cancel(store, made.bookings[1], "following", reason="ill")
    assert (change.booking.status, change.changed, change.refused) == ("cancelled", 3, [])
    assert standing(store, made) == [at(8, 0)]
    assert [data["reason"] for data in told(store, "booking.cancelled")] == ["series"] * 3
    [data] = told(store, "series.changed")
    assert (data["cancelled"], data["moved"], data["reason"]) == (3, 0, "ill")
    assert (data["first_starts_at"], data["last_starts_at"]) == (
        "2026-11-30T08:00:00+00:00", "2026-12-14T08:00:00+00:00",
    )  # fmt: skip
    book_alone(store, at(8, 1), at(8, 2), at(8, 3))  # their units are free at once


def test_all_that_are_to_come_are_cancelled_and_what_has_begun_stays(store: Store) -> None:
    made = book_series(store)
    change = cancel(store, made.bookings[0], "all", now=MONDAY + timedelta(hours=8.5))
    assert (change.booking.status, change.changed) == ("confirmed", 3)
    assert standing(store, made) == [at(8, 0)]


def test_the_second_time_nothing_happens(store: Store) -> None:
    made = book_series(store)
    cancel(store, made.bookings[0], "all")
    before = traces(store)
    change = cancel(store, made.bookings[0], "all")
    assert (change.booking.status, change.changed) == ("cancelled", 0)
    assert traces(store) == before


def test_what_was_refused_and_is_cancelled_with_the_others_is_not_tried_again(store: Store) -> None:
    book_alone(store, at(8, 0), at(8, 2))
    made = book_series(store)
    cancel(store, made.bookings[0], "following")
    assert refused(store, made) == {"2026-11-23T09:00:00": ("unit_taken",)}  # it comes before
    cancel(store, made.bookings[0], "all")
    assert refused(store, made) == {}


def test_one_that_is_too_near_to_be_cancelled_stays_unless_staff_goes_past(store: Store) -> None:
    publish(store, cancel_until_minutes=7 * 24 * 60)
    made = book_series(store)
    change = cancel(store, made.bookings[0], "all")
    assert (change.changed, [one.codes for one in change.refused]) == (3, [("cancelled_too_late",)])
    assert standing(store, made) == [at(8, 0)]
    before = traces(store)
    with pytest.raises(Conflict) as refusal:
        cancel(store, made.bookings[0], "all")
    assert refusal.value.code == "series_conflict"
    assert refusal.value.detail["occurrences"] == [
        {"occurrence": "2026-11-23T09:00:00", "codes": ["cancelled_too_late"]}
    ]
    assert traces(store) == before
    change = cancel(store, made.bookings[0], "all", actor=STAFF, past=frozenset({"cancelled_too_late"}))
    assert (change.changed, change.booking.went_past) == (1, ("cancelled_too_late",))


def test_a_booking_of_no_series_has_no_others(store: Store) -> None:
    with store.transaction() as session:
        alone = commands.book(session, "single", ROOM.space_id, hours(12, 13), ACTOR, NOW)
    for scope in ("following", "all"):
        with pytest.raises(Conflict, match="not_in_series"):
            cancel(store, alone, scope)
    assert cancel(store, alone, "this").booking.status == "cancelled"


def test_a_series_is_cancelled_by_its_member_and_the_staff_of_the_place_alone(store: Store) -> None:
    made = book_series(store)
    facilitator = replace(STAFF, roles=("facilitator",))
    for actor, refusal in ((OTHER, NotFound), (replace(STAFF, city="lille"), NotFound), (facilitator, Forbidden)):
        with pytest.raises(refusal):
            cancel(store, made.bookings[0], "all", actor=actor)
    assert len(standing(store, made)) == 4
    assert cancel(store, made.bookings[0], "all", actor=STAFF).changed == 4
