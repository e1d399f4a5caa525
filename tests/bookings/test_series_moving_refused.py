"""Who may move a series, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound, ServiceError
from services.bookings import commands
from tests.bookings.recurring import STAFF, at, book_series, make_known, move, publish, standing, traces
from tests.bookings.world import ACTOR, NOW, OTHER, ROOM, hours


def test_one_that_is_too_near_to_be_moved_stays_unless_staff_goes_past(store: Store) -> None:
    make_known(store)
    publish(store, move_until_minutes=7 * 24 * 60)
    made = book_series(store)
    change = move(store, made.bookings[0], "all", at(13, 0))
    assert (change.changed, [one.codes for one in change.refused]) == (3, [("moved_too_late",)])
    change = move(store, made.bookings[0], "all", at(14, 0), actor=STAFF, past=frozenset({"moved_too_late"}))
    assert (change.changed, change.booking.went_past) == (4, ("moved_too_late",))


def test_a_booking_of_no_series_has_no_others(store: Store) -> None:
    with store.transaction() as session:
        alone = commands.book(session, "single", ROOM.space_id, hours(12, 13), ACTOR, NOW)
    for scope in ("following", "all"):
        with pytest.raises(Conflict, match="not_in_series"):
            move(store, alone, scope, hours(13, 14))
    assert move(store, alone, "this", hours(13, 14)).booking.period == hours(13, 14)


def test_a_series_is_moved_by_its_member_and_the_staff_of_the_place_alone(store: Store) -> None:
    make_known(store)
    made = book_series(store)
    facilitator = replace(STAFF, roles=("facilitator",))
    for actor, refusal in ((OTHER, NotFound), (replace(STAFF, city="lille"), NotFound), (facilitator, Forbidden)):
        with pytest.raises(refusal):
            move(store, made.bookings[0], "all", at(13, 0), actor=actor)
    assert move(store, made.bookings[0], "all", at(13, 0), actor=STAFF).changed == 4


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"starts_at": at(9, 0).starts_at}, "period_invalid"),
        ({"ends_at": datetime.max.replace(tzinfo=UTC)}, "period_invalid"),
        ({"space_id": "nowhere"}, "space_not_found"),
        ({"persons": 9}, "series_conflict"),
    ],
)
def test_what_cannot_be_leaves_no_trace(store: Store, more: dict[str, Any], code: str) -> None:
    made = book_series(store)
    before = traces(store)
    with pytest.raises(ServiceError) as refusal:
        move(store, made.bookings[0], "all", **more)
    assert refusal.value.code == code
    assert traces(store) == before
    assert standing(store, made) == [at(8, week) for week in range(4)]
