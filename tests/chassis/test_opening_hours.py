from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.opening_hours import LONGEST_HOURS, Site, check, openings
from chassis.periods import Period

INSTANTS = st.floats(0, 700).map(lambda days: datetime(2026, 11, 20, 8, 0, tzinfo=UTC) + timedelta(days=days))
ZONES = available_timezones() - {"Factory", "localtime"}
LILLE = Site("Europe/Paris", "B", 50.63, 3.06)


def utc(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def opening(hours: str, start: datetime, end: datetime, site: Site = LILLE) -> list[tuple[datetime, datetime]]:
    return [(period.starts_at, period.ends_at) for period in openings(hours, site, Period(start, end))]


def test_a_place_opens_at_the_same_local_time_in_summer_and_in_winter() -> None:
    assert opening("Mo-Fr 09:00-12:00", utc(10, 23), utc(10, 27)) == [
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


def test_an_opening_past_the_last_midnight_of_a_month_is_one() -> None:
    assert opening("Mo 20:00-26:00", utc(11, 30), utc(12, 2)) == [(utc(11, 30, 19), utc(12, 1, 1))]
    assert opening("24/7", utc(9, 1), utc(12, 2)) == [(utc(9, 1), utc(12, 2))]


def test_neighbouring_openings_are_one() -> None:
    assert opening('09:00-12:00 "desk", 12:00-14:00', utc(11, 23), utc(11, 23, 20)) == [
        (utc(11, 23, 8), utc(11, 23, 13))
    ]


def test_unknown_is_not_open() -> None:
    assert opening("Mo-Fr 09:00-18:00 unknown", utc(11, 23), utc(11, 24)) == []


@pytest.mark.parametrize(
    "hours",
    [
        "",
        "when we feel like it",
        "SH +1 day 10:00-12:00",
        "SH SH off",
        "Mo " + "(" * 200,
        "24/7; " * 15_000 + "off",
        '"' + "x" * LONGEST_HOURS,
        "Mo[" + ",".join("1" * 200) + "] 10:00-12:00",
    ],
)
def test_hours_that_cannot_be_read_are_refused(hours: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(hours, LILLE)
    assert refused.value.code == "opening_hours_invalid"


def test_the_longest_hours_that_are_taken_are_read() -> None:
    minutes = ",".join(
        f"{minute // 60:02}:{minute % 60:02}-{minute // 60:02}:{minute % 60 + 1:02}" for minute in range(0, 84, 4)
    )
    hours = ("SH " + minutes)[:LONGEST_HOURS]
    check(hours, LILLE)
    assert len(opening(hours, utc(12, 21), utc(12, 22))) == 21


@given(start=INSTANTS, length=st.timedeltas(timedelta(minutes=1), timedelta(days=4)))
def test_a_place_that_never_closes_is_open_in_every_period(start: datetime, length: timedelta) -> None:
    assert opening("24/7", start, start + length) == [(start, start + length)]


@given(
    start=INSTANTS,
    length=st.timedeltas(timedelta(minutes=1), timedelta(days=4)),
    cut=st.floats(0.01, 0.99),
    hours=st.sampled_from(["Mo-Fr 09:00-12:00,14:00-26:00; Su 02:15-05:00; PH off", "SH Mo-Fr 20:00-26:00, PH off"]),
)
def test_looking_in_two_parts_shows_the_same(start: datetime, length: timedelta, cut: float, hours: str) -> None:
    middle = start + length * cut
    whole = opening(hours, start, start + length)
    parts = opening(hours, start, middle) + opening(hours, middle, start + length)
    assert sum((end - begin for begin, end in whole), timedelta()) == sum((e - b for b, e in parts), timedelta())


def test_hours_are_read_in_every_zone_that_a_place_may_be_in() -> None:
    assert len(ZONES) > 400
    for zone in ZONES:
        check("Mo-Fr 09:00-12:00", Site(zone, None, 50.63, 3.06))
