"""Who came is counted by place and age band; whom nobody asked their age is unknown, and counts all the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.opendata.domain.statistics import Attendance, participation
from services.opendata.domain.statistics.participation import FIELDS, in_bands, of_month
from tests.opendata.domain.statistics.facts import place
from tests.opendata.heard import NETWORK

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def came(persons: int, place_id: str | None = "place-1", **bands: int) -> Attendance:
    return Attendance(place_id, "Europe/Paris", NINE, persons, {name.removeprefix("_"): n for name, n in bands.items()})


@pytest.mark.parametrize(
    ("attendance", "bands"),
    [
        (came(6, _12_17=3, _26_59=3), {"12_17": 3, "26_59": 3, "unknown": 0}),
        (came(9, _12_17=3), {"12_17": 3, "unknown": 6}),
        (came(2, _12_17=3), {"12_17": 3, "unknown": 0}),
        (came(5, elsewhere=5), {"unknown": 5}),
        (came(0), {"unknown": 0}),
    ],
)
def test_who_was_not_counted_by_age_is_unknown(attendance: Attendance, bands: dict[str, int]) -> None:
    assert in_bands(attendance) == bands


def test_visits_of_a_month_are_added_up_by_place() -> None:
    places = {"place-1": place(), "place-2": place(id="place-2", name="L'Autre")}
    everyone = {"under_12": 20, "_12_17": 20, "_18_25": 20, "_26_59": 20, "_60_plus": 20}
    attendances = [came(120, place_id, **everyone) for place_id in (*places, *places, None, "unknown-place")]
    found = {each["id"]: each for each in of_month("2026-11", places, attendances)}
    assert found["2026-11/place-1/12_17"] == {
        "id": "2026-11/place-1/12_17", "month": "2026-11", "place_id": "place-1", "place_name": "L'Union",
        "age_band": "12_17", "visits": 40, "statut": "public",
    }  # fmt: skip
    assert (found["2026-11/total/total"]["visits"], found["2026-11/total/total"]["place_name"]) == (480, None)


def test_a_record_has_all_columns_in_their_order() -> None:
    content = of_month("2026-11", {"place-1": place()}, [])[0]
    assert list(participation.record(content, NETWORK)) == [field.name for field in FIELDS]
