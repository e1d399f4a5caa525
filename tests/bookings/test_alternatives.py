"""What is near a period in which nothing is free, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.database import Store
from chassis.errors import NotFound
from services.bookings.domain.search import Filters, Point, Reason
from tests.bookings import network
from tests.bookings.network import alternatives, book, look
from tests.bookings.test_queries import counted
from tests.bookings.world import ROOM, hours


def test_when_nothing_is_free_other_times_kinds_and_cities_are_told(empty_store: Store) -> None:
    network.publish_many(empty_store, 12)  # at four places: roubaix, tourcoing, marcq, roubaix
    asked = Filters(cities=("tourcoing",), kind="office", persons=2)
    for number in (3, 5):
        book(empty_store, f"space-{number}", hours(9, 11))
    page = look(empty_store, asked)
    assert page.items == []
    told = [(str(one.reason), one.wish.space.space_id) for one in page.alternatives]
    assert told[:2] == [("shifted", "space-3"), ("shifted", "space-5")]
    assert page.alternatives[0].wish.period == hours(11, 13)
    assert [space_id for reason, space_id in told if reason == "other_kind"] == ["space-4"]
    assert [space_id for reason, space_id in told if reason == "other_city"] == [
        "space-7", "space-1", "space-9", "space-11",
    ]  # fmt: skip
    assert {reason for reason, _ in told} == {"shifted", "other_kind", "other_city"}
    assert look(empty_store, asked, after=(0.0, "a", "b", "c")).alternatives == ()
    assert look(empty_store, replace(asked, persons=9)).alternatives == []


def test_other_cities_are_looked_in_where_no_space_is_as_was_asked(empty_store: Store) -> None:
    network.publish_many(empty_store, 6)  # roubaix and tourcoing
    page = look(empty_store, Filters(cities=("marcq",), near=Point(50.7, 3.17), within_km=2))
    assert {one.reason for one in page.alternatives} == {Reason.OTHER_CITY}
    assert [one.km for one in page.alternatives] == sorted(one.km or 0 for one in page.alternatives)


def test_alternatives_to_one_space_are_other_times_and_spaces_nearby(empty_store: Store) -> None:
    network.publish_many(empty_store, 12)
    book(empty_store, "space-0", hours(11.5, 12))
    found = alternatives(empty_store, "space-0")
    assert ("shifted", "space-0", hours(9.5, 11.5)) in found
    assert found[5] == ("shorter", "space-0", hours(10, 11.5))
    assert [one[:2] for one in found[6:]] == [
        ("other_space", "space-2"), ("other_space", "space-10"),
        ("other_kind", "space-1"), ("other_kind", "space-9"), ("other_kind", "space-11"),
        ("other_city", "space-4"), ("other_city", "space-6"), ("other_city", "space-8"),
    ]  # fmt: skip
    with pytest.raises(NotFound, match="space_not_found"):
        alternatives(empty_store, "space-99")


def test_nothing_is_near_a_period_of_more_than_a_week(store: Store) -> None:
    with counted(store) as made:
        assert alternatives(store, ROOM.space_id, period=hours(0, 24 * 7 + 1)) == []
    assert len([statement for statement in made if "SELECT" in statement]) == 2
