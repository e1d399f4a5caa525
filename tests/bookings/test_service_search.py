"""What others ask of the search over the bus: JSON in, JSON out, on both databases. The clock is the real one here."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chassis import clock
from chassis.database import Store
from chassis.errors import Invalid, NotFound
from services.bookings.service import Bookings
from tests.bookings import network
from tests.bookings.test_service import at
from tests.bookings.world import OTHER, actor_json

TEN = {"starts_at": at(10), "ends_at": at(12)}
DAY = {"from_": at(0), "to": at(24)}


@pytest.fixture
def service(empty_store: Store) -> Any:
    """Six spaces in two cities, always open; somebody holds the first from nine to eleven."""
    places = [network.place(number, opening_hours="24/7") for number in range(2)]
    spaces = [network.space(number, places[number // 3], equipment=("screen",)) for number in range(6)]
    network.publish(empty_store, places, spaces)
    service = Bookings()
    service.database = empty_store
    service.book(space_id="space-0", starts_at=at(9), ends_at=at(11), actor=actor_json())
    return service


def test_what_is_free_is_told_with_its_price_and_distance_page_after_page(service: Any) -> None:
    near = {"near": {"latitude": 50.7, "longitude": 3.17}, "within_km": 5, "kind": "meeting_room", "limit": 1}
    first = service.search(**TEN, **near)
    [found] = first["items"]
    assert found["space"]["id"] == "space-2"
    assert (found["units_free"], found["price_cents"], found["currency"], found["rule"]) == (
        1, 2500, "EUR", "started_quarters",
    )  # fmt: skip
    assert (found["zone"], found["approval"], found["tariff"], found["distance_km"]) == ("Europe/Paris", False, None, 0)
    assert first["alternatives"] == []
    second = service.search(**TEN, **near, after=first["next"])
    assert [one["space"]["id"] for one in second["items"]] == ["space-4"]
    assert second["items"][0]["distance_km"] == pytest.approx(1, abs=0.01)
    assert second["next"] is None


def test_a_search_knows_who_asks(service: Any) -> None:
    assert len(service.search(**TEN, actor=actor_json(), persons=8)["items"]) == 5
    unknown = {"member_id": "nobody", "city": "marcq"}
    assert service.search(**TEN, actor=actor_json(), beneficiary=unknown) == {
        "items": [], "next": None, "alternatives": [],
    }  # fmt: skip


def test_when_nothing_is_free_what_is_near_is_told_with_its_reason(service: Any) -> None:
    asked = {**TEN, "space_ids": ["space-0"], "cities": ["roubaix"], "kind": "meeting_room"}
    found = service.search(**asked)
    assert found["items"] == []
    assert {one["reason"] for one in found["alternatives"]} == {"shifted", "other_kind", "other_city"}
    [shifted, *_] = found["alternatives"]
    assert (shifted["space"]["id"], shifted["starts_at"][11:16]) == ("space-0", "11:00")


def test_what_is_near_one_space_is_told_too(service: Any) -> None:
    items = service.alternatives(space_id="space-0", **TEN, actor=actor_json(OTHER), persons=2)["items"]
    assert [one["reason"] for one in items[:2]] == ["shifted", "shifted"]
    assert items[-1]["distance_km"] == pytest.approx(1, abs=0.01)
    with pytest.raises(NotFound, match="space_not_found"):
        service.alternatives(space_id="space-9", **TEN)


def test_the_next_free_periods_of_many_spaces_are_told_at_once(service: Any) -> None:
    some = {"space_ids": ["space-0", "space-1"], "minutes": 600, "most": 2}
    found = service.next_free(**some, **DAY)["items"]
    assert [(one["space_id"], one["zone"], len(one["free"])) for one in found] == [
        ("space-1", "Europe/Paris", 2), ("space-0", "Europe/Paris", 1),
    ]  # fmt: skip
    assert found[1]["free"][0] == {"starts_at": at(11).replace("Z", "+00:00"), "ends_at": at(21).replace("Z", "+00:00")}
    assert {one["space_id"] for one in service.next_free(city="tourcoing", **DAY)["items"]} == {
        "space-3", "space-4", "space-5",
    }  # fmt: skip


def test_spaces_are_listed_by_the_same_filters(service: Any) -> None:
    def listed(**asked: Any) -> int:
        return len(service.spaces(**asked)["items"])

    assert listed(cities=["tourcoing", "marcq"]) == listed(city="tourcoing") == 3
    assert (listed(equipment=["screen"]), listed(equipment=["laser"]), listed(accessible=True)) == (6, 0, 0)
    assert listed(near={"latitude": 50.7, "longitude": 3.17}, within_km=0.5) == 3


def test_availability_tells_the_rules_and_how_long_one_and_the_same_unit_is_free(service: Any) -> None:
    found = service.availability(space_id="space-0", **DAY)
    assert (found["rules"]["step_minutes"], found["rules"]["max_minutes"]) == (15, 720)
    assert [(free["ends_at"][11:16], free["until"][11:16]) for free in found["free"]] == [
        ("09:00", "09:00"), ("00:00", "00:00"),
    ]  # fmt: skip


def test_who_moves_a_booking_sees_its_own_period_free(service: Any) -> None:
    [booking] = service.bookings_of(actor=actor_json())["items"]
    asked = {"space_id": "space-0", **DAY, "moving": booking["id"]}
    assert len(service.availability(**asked, actor=actor_json())["free"]) == 1
    for stranger in (actor_json(OTHER), None):
        with pytest.raises(NotFound, match="booking_not_found"):
            service.availability(**asked, actor=stranger)


def test_all_answers_of_the_search_are_json(service: Any) -> None:
    asks: list[Callable[[], Any]] = [
        lambda: service.search(**TEN),
        lambda: service.alternatives(space_id="space-0", **TEN),
        lambda: service.next_free(**DAY),
    ]
    for ask in asks:
        answer = ask()
        assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("ask", "asked", "pointer"),
    [
        ("search", {**TEN, "near": {"latitude": 91, "longitude": 0}}, "/near/latitude"),
        ("search", {**TEN, "near": {"latitude": float("nan"), "longitude": 0}}, "/near/latitude"),
        ("search", {**TEN, "within_km": -1}, "/within_km"),
        ("search", {**TEN, "cities": ["a"] * 21}, "/cities"),
        ("search", {**TEN, "equipment": ["a\0"]}, "/equipment/0"),
        ("search", {**TEN, "persons": None}, "/persons"),
        ("search", {**TEN, "after": "WyJhIl0"}, "/after"),
        ("search", {**TEN, "actor": {}}, "/actor/member_id"),
        ("search", {"starts_at": at(1)}, "/ends_at"),
        ("spaces", {"space_ids": ["a"] * 201}, "/space_ids"),
        ("next_free", {**DAY, "minutes": 0}, "/minutes"),
        ("next_free", {**DAY, "most": 11}, "/most"),
        ("alternatives", TEN, "/space_id"),
    ],
)
def test_a_search_that_has_not_the_form_is_refused_where_it_is_wrong(
    service: Any, ask: str, asked: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        getattr(service, ask)(**asked)
    assert pointer in [error["pointer"] for error in refused.value.detail["errors"]]


def test_a_search_beyond_the_calendar_is_refused_and_one_of_a_century_finds_nothing(service: Any) -> None:
    with pytest.raises(Invalid, match="period_invalid"):
        service.search(starts_at=at(2), ends_at=at(1))
    with pytest.raises(Invalid, match="span_too_long"):
        service.next_free(from_=at(0), to=at(24 * 32))
    century = {"starts_at": clock.now().isoformat(), "ends_at": "2126-01-01T00:00:00Z"}
    assert service.search(**century) == {"items": [], "next": None, "alternatives": []}
