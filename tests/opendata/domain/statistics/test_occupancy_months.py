"""A row a space and month, also of what nobody booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.opendata.domain.statistics import occupancy_months
from services.opendata.domain.statistics.occupancy_months import FIELDS, of_month
from tests.opendata.domain.statistics.facts import place, space
from tests.opendata.domain.statistics.test_uses import NINE, USE
from tests.opendata.heard import NETWORK

HERE = replace(USE, space_id="space-1", place_id="place-1")


def test_hours_and_bookings_are_those_of_the_space() -> None:
    uses = [
        replace(HERE, came_at=NINE + timedelta(minutes=30)),
        replace(HERE, ends_at=NINE + timedelta(minutes=45), status="missed"),
        replace(HERE, space_id="space-2"),
    ]
    places, spaces = {"place-1": place()}, {"space-1": space(units=3), "space-3": space("space-3")}
    one, three = of_month("2026-11", places, spaces, {}, uses)
    assert one == {
        "id": "2026-11/space-1", "month": "2026-11", "space_id": "space-1", "space_name": "Salle Lumière",
        "place_id": "place-1", "city": "roubaix", "units": 3, "open_hours": 180.0, "booked_hours": 2.75,
        "attended_hours": 1.5, "bookings": 2, "missed": 1,
    }  # fmt: skip
    assert (three["space_id"], three["open_hours"], three["bookings"], three["booked_hours"]) == (
        "space-3",
        180.0,
        0,
        0,
    )


def test_a_space_whose_place_is_unknown_is_not_counted() -> None:
    assert of_month("2026-11", {}, {"space-1": space()}, {}, [HERE]) == []


def test_a_record_has_all_columns_in_their_order() -> None:
    [content] = of_month("2026-11", {"place-1": place()}, {"space-1": space()}, {}, [])
    assert list(occupancy_months.record(content, NETWORK)) == [field.name for field in FIELDS]
