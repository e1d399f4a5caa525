"""Which of many spaces are free, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis.database import Store
from chassis.errors import NotFound
from services.bookings import commands, domain, queries
from services.bookings.domain.search import Asker, Filters, Page, Point, Reason, Soon
from tests.bookings import network
from tests.bookings.test_queries import counted
from tests.bookings.world import ACTOR, DESKS, MONDAY, NOW, OTHER, PLACE, ROOM, hours

TEN = hours(10, 12)
VISITOR = Asker()
MONTH = domain.Period(MONDAY, MONDAY + timedelta(days=30))
QUOTA = domain.Rules(quotas=(domain.Quota(domain.Of.MEMBER, domain.Over.DAY, most_bookings=1),))


def look(store: Store, filters: Filters = Filters(), asks: Asker = VISITOR, **changes: Any) -> Page:  # noqa: B008
    asked = {"period": TEN, "now": NOW, "limit": 50, **changes}
    with store.reading() as session:
        return queries.free_spaces(session, filters, asks, **asked)


def ids(page: Page) -> list[str]:
    return [found.wish.space.space_id for found in page.items]


def soon(store: Store, filters: Filters = Filters(), **changes: Any) -> list[Soon]:  # noqa: B008
    asked = {"minutes": 60, "within": MONTH, "now": NOW, "most": 1, **changes}
    with store.reading() as session:
        return queries.next_free(session, filters, **asked)


def book(store: Store, space_id: str, period: domain.Period = TEN, **asked: Any) -> None:
    actor, now = asked.pop("actor", OTHER), asked.pop("now", NOW)
    booking_id = f"{space_id} {period.starts_at:%d %H:%M}"
    store.retrying(lambda session: commands.book(session, booking_id, space_id, period, actor, now, **asked))


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


def alternatives(store: Store, space_id: str, **changes: Any) -> list[tuple[str, str, domain.Period]]:
    asked = {"asks": VISITOR, "period": TEN, "now": NOW, **changes}
    with store.reading() as session:
        found = queries.alternatives(session, space_id, **asked)
    return [(str(one.reason), one.wish.space.space_id, one.wish.period) for one in found]


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


def test_the_soonest_spaces_come_first_with_their_next_periods(store: Store) -> None:
    book(store, ROOM.space_id, hours(8, 17.5))
    desks, room = soon(store, most=2)
    assert (desks.space_id, desks.free, desks.zone) == (DESKS.space_id, (hours(8, 9), hours(9, 10)), PLACE.zone)
    assert (room.space_id, room.free) == (ROOM.space_id, (hours(32, 33), hours(33, 34)))
    assert [found.space_id for found in soon(store, Filters(space_ids=(ROOM.space_id,)))] == [ROOM.space_id]
    assert soon(store, minutes=721) == []


def test_what_is_free_in_three_weeks_is_found_too_but_not_beyond_what_was_asked(store: Store) -> None:
    late = MONDAY.date() + timedelta(days=21)
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, valid_from=late), NOW)
    found = {one.space_id: one.free[0] for one in soon(store)}
    assert found[ROOM.space_id] == hours(8 + 24 * 21, 9 + 24 * 21)
    assert len(soon(store, within=domain.Period(MONDAY, MONDAY + timedelta(days=20)))) == 1


def test_without_a_length_the_shortest_booking_of_each_is_looked_for(store: Store) -> None:
    with store.transaction() as session:
        commands.publish_space(session, replace(ROOM, rules=domain.Rules(min_minutes=50, step_minutes=20)), NOW)
    assert [found.free for found in soon(store, minutes=None)] == [(hours(8, 8.25),), (hours(8, 9),)]


@pytest.mark.parametrize("most", [1, 4, 10])
@pytest.mark.parametrize("minutes", [30, 420, 600])
def test_looking_day_by_day_finds_what_looking_at_the_month_does(store: Store, minutes: int, most: int) -> None:
    for day in (0, 1, 2, 3, 4, 7, 8):
        book(store, ROOM.space_id, hours(24 * day + 8.25, 24 * day + 10 + day))
    for looked_at in (MONTH, domain.Period(NOW + timedelta(hours=5, minutes=7), MONTH.ends_at)):
        with store.reading() as session:
            space, place = queries.space_and_place(session, ROOM.space_id)
            diary = queries.diary(session, space, looked_at, NOW)
        whole = domain.next_bookable(space, place, (), diary, minutes, looked_at, NOW, most)
        [found] = soon(store, Filters(space_ids=(ROOM.space_id,)), minutes=minutes, most=most, within=looked_at)
        assert list(found.free) == whole
        assert len(whole) == most


def test_nothing_is_free_in_the_past(store: Store) -> None:
    assert soon(store, now=MONTH.ends_at) == []
    [desks, _] = soon(store, now=hours(9.1, 10).starts_at)
    assert desks.free == (hours(9.25, 10.25),)
