"""Places are closed, and opened, beside their hours; no booking ends without a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from chassis.database import Store
from chassis.errors import Conflict, Forbidden, NotFound
from services.bookings import commands, queries
from tests.bookings.closing import (
    CANCEL,
    KEEP,
    NINE,
    STAFF,
    book,
    booking,
    close,
    closures,
    do,
    know,
    said,
    special,
)
from tests.bookings.world import DESKS, MONDAY, NOW, PLACE, ROOM, hours

EVENING = hours(18, 20)
FLOOR = replace(ROOM, space_id="space-floor", name="Étage", capacity=30, kind="floor")


@pytest.fixture
def floor(store: Store) -> Store:
    """The same, with a floor that the room is a part of, and the desks are not."""
    do(store, commands.publish_space, FLOOR)
    do(store, commands.publish_space, replace(ROOM, parent_id=FLOOR.space_id))
    return store


def test_nobody_books_what_is_closed_and_everybody_is_told(store: Store) -> None:
    assert close(store) == []
    for space in (ROOM, DESKS):
        with pytest.raises(Conflict, match="outside_opening_hours"):
            book(store, space=space)
    book(store, period=hours(11, 13))
    [told] = said(store, "hours.announced")
    assert told.subject == "special-1" and told.data["host_city"] == "roubaix" and told.data["is_open"] is False


def test_a_closure_is_refused_until_every_booking_that_it_hits_is_decided_about(store: Store) -> None:
    book(store)
    book(store, "booking-2", space=DESKS)
    book(store, "booking-3", hours(13, 14))
    with pytest.raises(Conflict, match="closure_hits_bookings") as refused:
        close(store, decisions={"booking-1": KEEP})
    assert refused.value.detail == {"bookings": ["booking-2"]}
    assert closures(store) == [] and said(store, "hours.announced") == []
    close(store, decisions={"booking-1": KEEP, "booking-2": CANCEL})
    assert closures(store) == [NINE]
    assert [booking(store, f"booking-{number}").status for number in (1, 2, 3)] == [
        "confirmed",
        "cancelled",
        "confirmed",
    ]


def test_a_closed_space_closes_its_parts_and_what_it_is_a_part_of(floor: Store) -> None:
    book(floor)
    book(floor, "booking-2", space=DESKS)
    with pytest.raises(Conflict, match="closure_hits_bookings") as refused:
        close(floor, space_id=FLOOR.space_id)
    assert refused.value.detail == {"bookings": ["booking-1"]}
    close(floor, hours(13, 15), space_id=ROOM.space_id)
    for space in (ROOM, FLOOR):
        with pytest.raises(Conflict, match="outside_opening_hours"):
            book(floor, "booking-3", hours(13, 15), space)
    book(floor, "booking-4", hours(13, 15), DESKS)


def test_a_closed_part_hits_the_bookings_of_the_whole(floor: Store) -> None:
    book(floor, space=FLOOR)
    with pytest.raises(Conflict, match="closure_hits_bookings"):
        close(floor, space_id=ROOM.space_id)


def test_many_spaces_show_the_same_special_hours_as_each_alone(floor: Store) -> None:
    close(floor, space_id=ROOM.space_id)
    close(floor, hours(13, 14), special_id="special-2")
    do(floor, commands.open_extra, special(EVENING, "special-3", ROOM.space_id, is_open=True), STAFF)
    spaces = [FLOOR, replace(ROOM, parent_id=FLOOR.space_id), DESKS]
    with floor.reading() as session:
        found = queries.specials(session, spaces, hours(0, 24))
        alone = {space.space_id: queries.special(session, space, hours(0, 24)) for space in spaces}
    assert {name: {one.special_id for one in many} for name, many in found.items()} == {
        "space-floor": {"special-1", "special-2"},
        "space-room": {"special-1", "special-2", "special-3"},
        "space-desks": {"special-2"},
    }
    assert {name: set(many) for name, many in found.items()} == {name: set(many) for name, many in alone.items()}


@pytest.mark.parametrize("role", ["member", "facilitator", "front_desk"])
def test_only_who_may_close_places_of_the_city_does(store: Store, role: str) -> None:
    for actor in (replace(STAFF, roles=(role,)), replace(STAFF, city="tourcoing")):
        with pytest.raises(Forbidden, match="permission_missing"):
            close(store, actor=actor)
        with pytest.raises(Forbidden, match="permission_missing"):
            do(store, commands.open_extra, special(EVENING, is_open=True), actor)
    assert closures(store) == []


def test_what_is_not_there_or_not_of_the_place_or_over_is_not_closed(store: Store) -> None:
    elsewhere = replace(PLACE, place_id="place-2")
    do(store, commands.publish_place, elsewhere)
    do(store, commands.publish_space, replace(ROOM, space_id="space-2", place_id="place-2"))
    for space_id in ("space-2", "space-9"):
        with pytest.raises(NotFound, match="space_not_found"):
            close(store, space_id=space_id)
    with pytest.raises(NotFound, match="place_not_found"):
        close(store, place_id="place-9")
    with pytest.raises(Conflict, match="in_the_past"):
        close(store, hours(9, 11, MONDAY - timedelta(days=7)))


def test_an_extra_opening_asks_for_no_decision_and_lets_people_book(store: Store) -> None:
    with pytest.raises(Conflict, match="outside_opening_hours"):
        book(store, period=EVENING)
    do(store, commands.open_extra, special(EVENING, is_open=True), STAFF)
    assert book(store, period=EVENING).status == "confirmed"
    assert said(store, "hours.announced")[0].data["is_open"] is True


def test_a_closure_withdrawn_is_open_again_and_told(store: Store) -> None:
    close(store)
    do(store, commands.withdraw_hours, "special-1", STAFF)
    assert book(store).status == "confirmed"
    [told] = said(store, "hours.withdrawn")
    assert (told.subject, told.sequence) == ("special-1", 1)
    with pytest.raises(NotFound, match="closure_not_found"):
        do(store, commands.withdraw_hours, "special-1", STAFF)


def test_only_who_may_close_withdraws(store: Store) -> None:
    close(store)
    with pytest.raises(Forbidden, match="permission_missing"):
        do(store, commands.withdraw_hours, "special-1", replace(STAFF, roles=("front_desk",)))


def test_an_extra_opening_is_not_withdrawn_over_the_heads_of_those_who_booked_it(store: Store) -> None:
    do(store, commands.open_extra, special(EVENING, is_open=True), STAFF)
    book(store, period=EVENING)
    with pytest.raises(Conflict, match="closure_hits_bookings") as refused:
        do(store, commands.withdraw_hours, "special-1", STAFF)
    assert refused.value.detail == {"bookings": ["booking-1"]}
    do(store, commands.withdraw_hours, "special-1", STAFF, keep_bookings=True)
    assert closures(store) == [] and booking(store, "booking-1").status == "confirmed"


def test_who_would_close_sees_what_it_hits_and_what_might_be_proposed(floor: Store) -> None:
    do(floor, commands.publish_place, replace(PLACE, place_id="place-2", city="tourcoing", latitude=50.72))
    there = replace(ROOM, space_id="space-2", place_id="place-2")
    do(floor, commands.publish_space, there)
    booked, planned = book(floor), special(hours(8, 12), space_id=FLOOR.space_id)
    with floor.reading() as session:
        found = queries.hit_by(session, planned, NOW)
        [hit] = queries.with_proposals(session, PLACE, found, [planned], NOW)
    assert hit.booking == booked
    proposed = [(one.space.space_id, one.period.starts_at) for one in hit.proposals]
    assert proposed[0] == ("space-room", hours(12, 14).starts_at)
    assert proposed[-1] == ("space-2", NINE.starts_at)


def test_what_is_looked_at_for_proposals_grows_with_no_number_of_bookings(store: Store) -> None:
    know(store)
    for number in range(6):
        book(store, f"booking-{number}", hours(8 + number, 9 + number))
    statements: list[str] = []

    with store.reading() as session:

        def count(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(store.engine, "before_cursor_execute", count)
        planned = special(hours(0, 24))
        found = queries.hit_by(session, planned, NOW)
        hits = queries.with_proposals(session, PLACE, found, [planned], NOW)
        event.remove(store.engine, "before_cursor_execute", count)
    assert len(hits) == 6
    assert len([one for one in statements if one.startswith("SELECT")]) <= 9


def test_the_closures_to_come_are_shown_page_by_page(store: Store) -> None:
    for day in range(5):
        close(store, hours(9, 10, MONDAY + timedelta(days=day)), special_id=f"special-{day}")
    with store.reading() as session:
        first, after = queries.special_page(session, PLACE.place_id, MONDAY + timedelta(days=1), 3)
        rest, end = queries.special_page(session, PLACE.place_id, MONDAY + timedelta(days=1), 3, after)
    assert [one.special_id for one in (*first, *rest)] == ["special-1", "special-2", "special-3", "special-4"]
    assert end is None
