"""The week of a place: 168 hours, each a share of what could have been booked over a quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from chassis.periods import Period
from services.opendata.domain.statistics import occupancy_profile
from services.opendata.domain.statistics.occupancy_profile import FIELDS, of_quarter, slots
from services.opendata.domain.statistics.uses import Use
from tests.opendata.domain.statistics.facts import place, space
from tests.opendata.heard import NETWORK

QUARTER = ("2026-10", "2026-11", "2026-12")  # 13 Tuesdays
PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Paris
USE = Use("u", "space-1", "place-1", "roubaix", "Europe/Paris", "confirmed", TUESDAY, TUESDAY + timedelta(minutes=90))


def shares(*uses: Use, **of_place: str) -> dict[tuple[int, int], tuple[float, float]]:
    spaces = {"space-1": space(units=3), "space-2": space("space-2", opening_hours="Tu 10:00-12:00")}
    found = of_quarter(QUARTER, {"place-1": place(**of_place)}, spaces, {}, uses)
    return {(each["weekday"], each["hour"]): (each["open_share"], each["booked_share"]) for each in found}


def test_each_place_has_168_hours() -> None:
    found = shares()
    assert sorted(found) == [(weekday, hour) for weekday in range(1, 8) for hour in range(24)]


def test_an_hour_is_open_and_booked_by_the_share_of_its_units() -> None:
    missed = replace(USE, status="missed", space_id="space-2")
    found = shares(USE, missed, replace(USE, status="none"), replace(USE, space_id="elsewhere"))
    assert found[2, 10] == (1.0, round(2 / 52, 4))  # of four units, on each of thirteen Tuesdays
    assert found[2, 11] == (1.0, round(1 / 52, 4))
    assert found[2, 13] == (0.75, 0.0)
    assert found[2, 20] == (0.0, 0.0)
    assert found[1, 10] == (0.75, 0.0)


def test_public_holidays_lower_the_share() -> None:
    assert shares()[3, 10][0] == round(12 * 3 / (13 * 4), 4)  # the 11th of November is a Wednesday


def test_what_is_always_open_is_so_in_each_hour_of_each_night() -> None:
    found = of_quarter(QUARTER, {"place-1": place(opening_hours="24/7")}, {"space-1": space()}, {}, [])
    assert {each["open_share"] for each in found} == {1.0}


def test_what_reaches_over_the_quarter_counts_within_it() -> None:
    newyear = datetime(2026, 12, 31, 22, tzinfo=UTC)
    over = replace(USE, starts_at=newyear, ends_at=newyear + timedelta(hours=4))
    found = shares(over)
    assert (found[4, 23][1], found[5, 0][1]) == (round(1 / 56, 4), 0.0)  # fourteen Thursdays


def test_the_night_of_autumn_has_an_hour_twice_and_that_of_spring_lacks_one() -> None:
    autumn = Period(datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC))
    assert [slot for slot, _ in slots(autumn, PARIS)] == [(7, 1), (7, 2), (7, 2), (7, 3)]
    spring = Period(datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 2, 15, tzinfo=UTC))
    assert list(slots(spring, PARIS)) == [((7, 0), 1800), ((7, 1), 3600), ((7, 3), 3600), ((7, 4), 900)]


def test_a_place_without_spaces_has_no_week() -> None:
    assert of_quarter(QUARTER, {"place-1": place()}, {}, {}, []) == []


def test_a_record_has_all_columns_in_their_order() -> None:
    content = of_quarter(QUARTER, {"place-1": place()}, {"space-1": space()}, {}, [])[0]
    assert list(occupancy_profile.record(content, NETWORK)) == [field.name for field in FIELDS]
