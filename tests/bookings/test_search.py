"""Which of many spaces are free, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from chassis.database import Store
from services.bookings import commands, domain, queries
from services.bookings.domain.search import Asker, Filters, Point
from services.bookings.tables import bookings
from tests.bookings import network
from tests.bookings.network import TEN, alternatives, book, ids, look, soon
from tests.bookings.test_queries import counted
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER, ROOM, hours

QUOTA = domain.Rules(quotas=(domain.Quota(domain.Of.MEMBER, domain.Over.DAY, most_bookings=1),))


def test_as_many_queries_find_what_is_free_among_200_spaces_as_among_10(empty_store: Store) -> None:
    some = {"rules": QUOTA, "tariffs": (domain.Tariff("plein", hour_cents=100),)}
    filters = Filters(cities=network.CITIES, kind="office", near=Point(50.7, 3.17), within_km=500)
    nothing = replace(filters, equipment=("laser",))
    night = domain.Period(MONDAY, MONDAY + timedelta(hours=2))

    def asked() -> list[int]:
        made: list[Callable[[], object]] = [
            lambda: look(empty_store, filters, Asker(ACTOR)),
            lambda: look(empty_store, filters, Asker(ACTOR), period=night),
            lambda: look(empty_store, nothing, Asker(ACTOR)),
            lambda: soon(empty_store, filters, most=10),
            lambda: soon(empty_store, filters, minutes=720, most=10),
            lambda: alternatives(empty_store, "space-1"),
        ]
        return [selects(empty_store, one) for one in made]

    network.publish(empty_store, [network.place(0)], [network.space(n, network.place(0), **some) for n in range(10)])
    for number in range(5):
        book(empty_store, f"space-{number}", actor=ACTOR)
    few = asked()
    places = [network.place(number) for number in range(1, 64)]
    network.publish(empty_store, places, [network.space(n, places[n // 3 - 4], **some) for n in range(12, 201)])
    assert len(look(empty_store, limit=200).items) > 150
    assert asked() == few
    assert max(few) <= 13


def selects(store: Store, asks: Callable[[], object]) -> int:
    with counted(store) as made:
        asks()
    return len([statement for statement in made if "SELECT" in statement])


def test_what_somebody_holds_is_not_found_and_what_has_lapsed_is(store: Store) -> None:
    assert ids(look(store)) == [DESKS.space_id, ROOM.space_id]
    book(store, ROOM.space_id, hours(11.5, 13), tentative=True)
    assert ids(look(store)) == [DESKS.space_id]
    assert ids(look(store, now=NOW + timedelta(minutes=15))) == [DESKS.space_id, ROOM.space_id]
    for number in range(3):
        assert [found.units for found in look(store).items] == [3 - number]
        store.retrying(lambda s, n=number: commands.book(s, f"d{n}", DESKS.space_id, TEN, OTHER, NOW))  # type: ignore[misc]
    assert ids(look(store)) == []


def test_what_a_whole_or_a_part_or_a_buffer_holds_is_not_found(store: Store) -> None:
    half = replace(ROOM, space_id="half", parent_id=ROOM.space_id, rules=domain.Rules(buffer_before_minutes=30))
    with store.transaction() as session:
        commands.publish_space(session, half, NOW)
    book(store, ROOM.space_id, hours(8, 9.75))
    assert ids(look(store)) == [DESKS.space_id, ROOM.space_id]  # it would be free too late for the half
    book(store, "half", hours(10.5, 11))
    assert ids(look(store)) == [DESKS.space_id]


def test_a_buffer_of_days_reaches_that_far(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, rules=domain.Rules(buffer_before_minutes=5 * 1440)), NOW)
    book(store, ROOM.space_id, hours(9, 10))
    for days, found in ((4, [DESKS.space_id]), (7, [DESKS.space_id, ROOM.space_id])):
        assert ids(look(store, period=hours(24 * days + 10, 24 * days + 11))) == found


@pytest.mark.parametrize("period", [hours(10, 17), hours(8, 12), hours(11, 11.25), hours(9, 10.25), hours(11.75, 14)])
def test_whatever_overlaps_hides_a_space_and_what_was_given_back_does_not(store: Store, period: domain.Period) -> None:
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, rules=domain.Rules(approval=True)), NOW)
    book(store, ROOM.space_id, period)
    assert ids(look(store)) == [DESKS.space_id]
    with store.transaction() as session:
        [booking] = session.scalars(select(bookings.c.booking_id))
        commands.cancel(session, booking, OTHER, "member", NOW)
    assert ids(look(store)) == [DESKS.space_id, ROOM.space_id]


def test_spaces_are_found_by_what_they_are_and_have_and_where(empty_store: Store) -> None:
    here, there, far = (network.place(number) for number in range(3))  # a kilometre from one to the next
    network.publish(
        empty_store,
        [here, there, far],
        [
            network.space(0, here, equipment=("Écran", "Wi-Fi"), accessible=True, accessibility=("hi", "mi")),
            network.space(1, there, equipment=("écran",), accessible=True, accessibility=("mi",)),
            network.space(2, far, capacity=30, equipment=('100 % "laine"', "wi-fi")),
        ],
    )

    def found(**asked: Any) -> set[str]:
        filters = Filters(**asked)
        page = look(empty_store, filters)
        with empty_store.reading() as session:
            listed, _ = queries.spaces_page(session, 50, filters=filters)
        assert {space.space_id for space in listed} == set(ids(page))
        return {space_id.removeprefix("space-") for space_id in ids(page)}

    assert found() == {"0", "1", "2"}
    assert found(cities=("roubaix", "marcq")) == {"0", "2"}
    assert found(kind="office") == {"1"}
    assert found(persons=9) == {"2"}
    assert found(place_id="place-1") == {"1"}
    assert found(space_ids=("space-1", "space-2", "space-9")) == {"1", "2"}
    assert found(equipment=("wi-fi",)) == {"0", "2"}
    assert found(equipment=("WI-FI", "Écran")) == {"0"}
    assert found(equipment=("wi",)) == set()
    assert found(equipment=('100 % "laine"',)) == {"2"}
    assert found(equipment=('100 _ "laine"',)) == set()
    assert found(accessible=True) == {"0", "1"}
    assert found(accessibility=("mi",)) == {"0", "1"}
    assert found(accessibility=("mi", "hi")) == {"0"}
    assert found(near=Point(50.7, 3.17), within_km=1.5) == {"0", "1"}
    assert found(near=Point(50.7, 3.17), within_km=0) == {"0"}
    assert found(near=Point(50.7, 3.17)) == {"0", "1", "2"}


def test_the_nearest_comes_first_page_after_page(empty_store: Store) -> None:
    spaces = network.publish_many(empty_store, 12)
    by_distance = sorted(spaces, key=lambda space: (-int(space.place_id[6:]), space.name))
    by_city = sorted(spaces, key=lambda space: (space.city, space.name))
    north = Filters(near=Point(50.75, 3.17))
    for filters, expected in ((north, by_distance), (Filters(), by_city)):
        seen, after = [], None
        while True:
            page = look(empty_store, filters, limit=5, after=after)
            seen += ids(page)
            if (after := page.following) is None:
                break
        assert seen == [space.space_id for space in expected]
    nearest = look(empty_store, north, limit=1).items[0]
    assert nearest.km == pytest.approx(0.05 * 111.195 - 3, abs=0.01)
    assert look(empty_store, limit=1).items[0].km is None


def test_what_a_member_may_hold_no_more_of_is_not_found_for_them(empty_store: Store) -> None:
    network.publish_many(empty_store, 2, rules=QUOTA)
    book(empty_store, "space-0", hours(14, 15), actor=ACTOR)
    assert ids(look(empty_store, asks=Asker(ACTOR))) == ["space-1"]
    assert ids(look(empty_store, asks=Asker(OTHER))) == ids(look(empty_store)) == ["space-0", "space-1"]
    day_after = hours(34, 36)
    assert ids(look(empty_store, asks=Asker(ACTOR), period=day_after)) == ["space-0", "space-1"]


def test_who_asks_is_known_by_what_their_city_told(store: Store) -> None:
    with store.reading() as session:
        assert queries.asker(session, None, None, 2) == Asker(persons=2)
        assert queries.asker(session, ACTOR, None, 2) == Asker(ACTOR, persons=2)


def test_closed_and_vanished_spaces_are_not_found(store: Store) -> None:
    with store.transaction() as session:
        last_day = MONDAY.date() - timedelta(days=1)
        commands.publish_space(session, replace(ROOM, valid_until=last_day), NOW)
    assert ids(look(store)) == [DESKS.space_id]
    assert ids(look(store, period=hours(3, 4))) == []
