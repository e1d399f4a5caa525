from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from services.bookings.domain import Diary, Place, Rules, Tariff, search
from services.bookings.domain.places import units_of
from services.bookings.domain.search import Asker, Candidate, Choice, Filters, Point
from tests.bookings.world import ACTOR, DESKS, NOW, PLACE, ROOM, hours

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)
ONE, TWO, THREE = units_of(DESKS)
NINE = hours(9, 10)


def place_at(latitude: float, longitude: float) -> Place:
    return replace(PLACE, latitude=latitude, longitude=longitude)


def candidate(asks: Asker = Asker(), diary: Diary | None = None, **space: object) -> Candidate:  # noqa: B008  frozen
    """A wish for some desks at nine."""
    wish = asks.wish(replace(DESKS, **space), PLACE, NINE)  # type: ignore[arg-type]
    return Candidate(wish, {ONE: [], TWO: [NINE], THREE: []} if diary is None else diary)


def chosen(found: Candidate) -> Choice:
    possible = search.choice(found, NOW)
    assert possible is not None
    return possible


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        ((50.69421, 3.17456), (50.72391, 3.16117), 3.4),  # the town halls of Roubaix and Tourcoing
        ((48.85341, 2.3488), (51.50735, -0.12776), 343.7),  # Paris and London
        ((0, 0), (90, 77), 10007.6),  # a quarter of the way around
        ((0, 179.5), (0, -179.5), 111.2),  # not the long way
        ((12, 34), (-12, -146), 20015.1),  # the other side of the world
        ((50.7, 3.17), (50.7, 3.17), 0),
    ],
)
def test_a_distance_is_that_of_a_great_circle(here: tuple[float, float], there: tuple[float, float], km: float) -> None:
    assert Point(*here).km_to(place_at(*there)) == pytest.approx(km, abs=0.1)
    assert Point(*there).km_to(place_at(*here)) == pytest.approx(km, abs=0.1)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES, st.floats(0, 20_100))
@example(89.9, 0, 89.9, 180, 30)
@example(0, 179.9, 0, -179.9, 30)
@example(60, 0, 60, 0, 0)
def test_a_place_that_is_near_enough_is_in_the_box(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float, within_km: float
) -> None:
    filters = Filters(near=Point(latitude, longitude), within_km=within_km)
    place, box = place_at(other_latitude, other_longitude), filters.box
    assume(filters.is_at(place))
    assert box is not None
    assert box.south <= place.latitude <= box.north
    assert box.west <= place.longitude <= box.east


def test_what_is_in_the_corner_of_the_box_is_too_far() -> None:
    filters = Filters(near=Point(50.7, 3.17), within_km=10)
    box = filters.box
    assert box is not None
    assert not filters.is_at(place_at(box.north, box.east))
    assert filters.is_at(place_at(50.7 + 9.9 / 111.2, 3.17))
    assert box.north - box.south < 0.19  # and it is not the whole world


def test_without_a_radius_nothing_is_too_far() -> None:
    assert Filters(near=Point(0, 0)).box is None
    assert Filters(near=Point(0, 0)).is_at(PLACE)


def test_a_place_is_in_any_of_the_cities() -> None:
    assert Filters(cities=("tourcoing", "roubaix")).is_at(PLACE)
    assert not Filters(cities=("tourcoing",)).is_at(PLACE)


def test_a_choice_tells_how_many_units_are_free_for_the_whole_period_and_what_one_costs() -> None:
    found = chosen(candidate(rules=Rules(approval=True)))
    assert (found.units, found.price.cents, found.approval) == (2, 1250, True)


def test_there_is_no_choice_where_no_unit_is_free_or_a_rule_is_broken() -> None:
    assert search.choice(candidate(diary={ONE: [hours(9.5, 9.75)]}), NOW) is None
    assert search.choice(candidate(rules=Rules(min_minutes=90)), NOW) is None
    assert search.choice(candidate(Asker(persons=2)), NOW) is None
    assert search.choice(candidate(), hours(9.25, 10).starts_at) is None


def test_a_visitor_sees_what_only_some_may_book_and_a_member_only_what_they_may() -> None:
    for_partners = Rules(categories=("partner",))
    assert chosen(candidate(rules=for_partners)).units == 2
    assert search.choice(candidate(Asker(ACTOR), rules=for_partners), NOW) is None


def test_the_price_is_that_of_who_asks() -> None:
    tariffs = (Tariff("habitants", categories=("resident",), hour_cents=100),)
    assert chosen(candidate(tariffs=tariffs)).price.cents == 1250
    assert chosen(candidate(Asker(ACTOR), tariffs=tariffs)).price.cents == 100


@given(st.lists(st.tuples(st.sampled_from([None, 0.5, 7.25]), st.booleans()), max_size=12), st.integers(1, 5))
def test_pages_of_what_is_free_follow_each_other_in_order_without_gap_or_repeat(
    spaces: list[tuple[float | None, bool]], limit: int
) -> None:
    all_of_them = search.in_order(
        replace(candidate(space_id=f"s{number}", rules=Rules(min_minutes=15 if free else 90)), km=km)
        for number, (km, free) in enumerate(spaces)
    )
    seen: list[Choice] = []
    after = None
    for _ in range(len(spaces) + 1):
        page = search.page(all_of_them, NOW, limit, after)
        seen += page.items
        assert len(page.items) <= limit
        if (after := page.following) is None:
            break
    assert seen == [possible for found in all_of_them if (possible := search.choice(found, NOW))]
    assert [found.km or 0 for found in seen] == sorted(found.km or 0 for found in seen)


def test_spaces_come_by_distance_else_by_city_and_name() -> None:
    def one(km: float | None, city: str, name: str) -> Candidate:
        return replace(candidate(city=city, name=name), km=km)

    near, far = one(1, "tourcoing", "Z"), one(2, "marcq", "A")
    assert search.in_order([far, near]) == [near, far]
    unplaced = [one(None, "marcq", "B"), one(None, "roubaix", "A"), one(None, "roubaix", "C")]
    assert search.in_order(reversed(unplaced)) == unplaced


def test_what_is_like_a_space_is_of_its_kind_in_its_city_around_it() -> None:
    found = search.like(ROOM, PLACE, 4)
    assert (found.kind, found.cities, found.persons) == ("meeting_room", ("roubaix",), 4)
    assert found.near == Point(PLACE.latitude, PLACE.longitude)
    assert found.is_at(PLACE)
