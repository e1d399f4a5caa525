from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chassis import holidays
from chassis.errors import Invalid
from chassis.opening_hours import Site, check, openings
from chassis.periods import Period

LILLE = Site("Europe/Paris", "B", 50.63, 3.06)
BRUSSELS = Site("Europe/Brussels", None, 50.85, 4.35)


def utc(month: int, day: int, hour: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def opening(hours: str, start: datetime, end: datetime, site: Site = LILLE) -> list[tuple[datetime, datetime]]:
    return [(period.starts_at, period.ends_at) for period in openings(hours, site, Period(start, end))]


def open_days(hours: str, first: date, days: int, site: Site = LILLE) -> list[str]:
    """The days, MM-DD, on which they open at some time, which must be past the first hour."""
    span = Period(site.midnight(first), site.midnight(first + timedelta(days=days)))
    return [f"{period.starts_at:%m-%d}" for period in openings(hours, site, span)]


@pytest.mark.parametrize(
    ("year", "movable"),
    [
        (2025, ["04-21", "05-29", "06-09"]),
        (2026, ["04-06", "05-14", "05-25"]),
        (2027, ["03-29", "05-06", "05-17"]),
        (2028, ["04-17", "05-25", "06-05"]),
    ],
)
def test_public_holidays_are_the_eleven_of_metropolitan_france(year: int, movable: list[str]) -> None:
    """Source: the government's calendar of public holidays, metropole: eight fixed days, three that follow Easter."""
    fixed = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"]
    assert open_days("PH 09:00-10:00", date(year, 1, 1), 365) == sorted(fixed + movable)


def test_public_holidays_are_those_of_the_country() -> None:
    assert open_days("Mo-Su 09:00-10:00; PH off", date(2026, 7, 14), 1) == []
    assert open_days("Mo-Su 09:00-10:00; PH off", date(2026, 7, 14), 1, BRUSSELS) == ["07-14"]
    assert open_days("Mo-Su 09:00-10:00; PH off", date(2026, 7, 21), 1, BRUSSELS) == []


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        # Of these ten days in zone B the holidays are the last eight, and Christmas a Friday.
        ("SH 10:00-12:00", ["12-19", "12-20", "12-21", "12-22", "12-23", "12-24", "12-25", "12-26"]),
        ("SH Mo-Fr 10:00-12:00", ["12-21", "12-22", "12-23", "12-24", "12-25"]),
        ("SH,Sa 10:00-12:00; PH off", ["12-19", "12-20", "12-21", "12-22", "12-23", "12-24", "12-26"]),
        ("SH off", []),
        ("Mo-Sa 10:00-12:00; SH off", ["12-17", "12-18"]),
        ("Mo-Sa 10:00-12:00; SH,PH off", ["12-17", "12-18"]),
        ("Mo-Fr 10:00-12:00; SH Tu,We off", ["12-17", "12-18", "12-21", "12-24", "12-25"]),
        ("Fr 10:00-12:00 || SH Sa 10:00-12:00", ["12-18", "12-19", "12-25", "12-26"]),
        ("PH Sa,Su 10:00-12:00, SH Su 10:00-12:00", ["12-20"]),
        ("Dec 23-31 SH Mo-Fr 10:00-12:00", ["12-23", "12-24", "12-25"]),
        ('Tu 10:00-12:00 "pas SH; ni PH"', ["12-22"]),
    ],
)
def test_school_holidays_are_days_that_a_rule_can_name(hours: str, days: list[str]) -> None:
    check(hours, LILLE)
    assert open_days(hours, date(2026, 12, 17), 10) == days


def test_a_later_rule_for_the_school_holidays_takes_the_place_of_the_one_before() -> None:
    found = opening("Mo-Fr 09:00-19:00; SH 10:00-12:00", utc(12, 18), utc(12, 20))
    assert found == [(utc(12, 18, 8), utc(12, 18, 18)), (utc(12, 19, 9), utc(12, 19, 11))]


def test_a_night_of_the_school_holidays_reaches_into_the_next_month() -> None:
    assert opening("SH 22:00-26:00", utc(8, 31, 12), utc(9, 2)) == [(utc(8, 31, 20), utc(9, 1, 0))]


def test_each_zone_has_its_own_school_holidays() -> None:
    winter = {
        zone: open_days("SH Mo 09:00-10:00", date(2027, 2, 1), 45, replace(LILLE, school_zone=zone)) for zone in "ABC"
    }
    assert winter == {"A": ["02-15", "02-22"], "B": ["02-22", "03-01"], "C": ["02-08", "02-15"]}


def test_what_hangs_on_school_holidays_that_nobody_published_yet_is_closed() -> None:
    hours = "Mo-Su 09:00-10:00; SH off"
    assert openings(hours, LILLE, Period(utc(9, 1, year=2050), utc(9, 3, year=2050))) == []
    assert openings("Mo-Su 09:00-10:00", LILLE, Period(utc(9, 1, year=2050), utc(9, 3, year=2050))) != []


def test_hours_that_name_the_school_holidays_need_a_zone() -> None:
    for hours in ("SH off", "Mo-Fr 09:00-12:00; SH Mo 10:00-12:00"):
        with pytest.raises(Invalid) as refused:
            check(hours, BRUSSELS)
        assert refused.value.code == "school_zone_missing"
    check('Mo-Fr 09:00-12:00 "SH"', BRUSSELS)


def test_the_school_holidays_are_known_a_year_ahead() -> None:
    assert holidays.are_known(date(2027, 11, 30))
    assert date(2027, 7, 14) in holidays.of_schools("B")
