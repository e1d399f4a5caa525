from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.bookings.domain.hours import check, open_periods
from services.bookings.domain.periods import Period
from services.bookings.domain.places import Place
from tests.bookings.world import INSTANTS, PLACE


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def opening(hours: str, start: datetime, end: datetime, place: Place = PLACE) -> list[tuple[datetime, datetime]]:
    found = open_periods(replace(place, opening_hours=hours), Period(start, end))
    return [(period.starts_at, period.ends_at) for period in found]


def test_a_place_opens_at_the_same_local_time_in_summer_and_in_winter() -> None:
    assert opening("Mo-Fr 09:00-12:00", utc(10, 23, 0), utc(10, 27, 0)) == [
        (utc(10, 23, 7), utc(10, 23, 10)),
        (utc(10, 26, 8), utc(10, 26, 11)),
    ]


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    assert opening("Su 01:00-05:00", utc(3, 28, 20), utc(3, 29, 12)) == [(utc(3, 29, 0), utc(3, 29, 3))]


def test_an_opening_that_the_spring_night_does_not_have_begins_when_the_clocks_jump() -> None:
    assert opening("Mo-Su 02:15-05:00", utc(3, 28, 12), utc(3, 29, 12)) == [(utc(3, 29, 1), utc(3, 29, 3))]
    assert opening("Mo-Su 02:15-02:45", utc(3, 28, 12), utc(3, 29, 12)) == []


def test_the_night_the_clocks_go_back_is_an_hour_longer() -> None:
    assert opening("Su 01:00-05:00", utc(10, 24, 20), utc(10, 25, 12)) == [(utc(10, 24, 23), utc(10, 25, 4))]


def test_a_time_that_the_autumn_night_has_twice_is_the_second() -> None:
    assert opening("Su 02:15-05:00", utc(10, 24, 20), utc(10, 25, 12)) == [(utc(10, 25, 1, 15), utc(10, 25, 4))]
    assert opening("Su 00:00-02:30", utc(10, 24, 20), utc(10, 25, 12)) == [(utc(10, 24, 22), utc(10, 25, 1, 30))]


def test_an_opening_past_midnight_belongs_to_the_day_before() -> None:
    assert opening("Sa 20:00-26:00", utc(11, 21, 23), utc(11, 22, 23)) == [(utc(11, 21, 23), utc(11, 22, 1))]


def test_public_holidays_are_those_of_the_country() -> None:
    lille = opening("Mo-Su 09:00-10:00; PH off", utc(7, 14, 0), utc(7, 15, 0))
    brussels = replace(PLACE, latitude=50.85, longitude=4.35, zone="Europe/Brussels")
    assert lille == []
    assert opening("Mo-Su 09:00-10:00; PH off", utc(7, 14, 0), utc(7, 15, 0), brussels) != []
    assert opening("Mo-Su 09:00-10:00; PH off", utc(7, 21, 0), utc(7, 22, 0), brussels) == []


def test_neighbouring_openings_are_one() -> None:
    assert opening('09:00-12:00 "desk", 12:00-14:00', utc(11, 23, 0), utc(11, 23, 20)) == [
        (utc(11, 23, 8), utc(11, 23, 13))
    ]


def test_unknown_is_not_open() -> None:
    assert opening("Mo-Fr 09:00-18:00 unknown", utc(11, 23, 0), utc(11, 24, 0)) == []


@given(
    start=INSTANTS,
    length=st.timedeltas(timedelta(minutes=1), timedelta(days=4)),
)
def test_a_place_that_never_closes_is_open_in_every_period(start: datetime, length: timedelta) -> None:
    assert opening("24/7", start, start + length) == [(start, start + length)]


@given(
    start=INSTANTS,
    length=st.timedeltas(timedelta(minutes=1), timedelta(days=4)),
    cut=st.floats(0.01, 0.99),
)
def test_looking_in_two_parts_shows_the_same(start: datetime, length: timedelta, cut: float) -> None:
    hours, middle = "Mo-Fr 09:00-12:00,14:00-26:00; Su 02:15-05:00; PH off", start + length * cut
    whole = opening(hours, start, start + length)
    parts = opening(hours, start, middle) + opening(hours, middle, start + length)
    assert sum((end - begin for begin, end in whole), timedelta()) == sum((e - b for b, e in parts), timedelta())


def test_hours_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        check(replace(PLACE, opening_hours="when we feel like it"))
    assert refused.value.code == "opening_hours_invalid"
