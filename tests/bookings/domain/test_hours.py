from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chassis.errors import Invalid
from chassis.periods import Period
from services.bookings.domain.hours import SpecialHours, check, open_periods
from services.bookings.domain.places import Place, Space
from tests.bookings.world import MONDAY, PLACE, ROOM, hours

WEEK = Period(MONDAY, MONDAY + timedelta(days=7))
TUESDAY = MONDAY + timedelta(days=1)


def special(period: Period, is_open: bool = False, **more: Any) -> SpecialHours:
    return SpecialHours("special-1", PLACE.place_id, None, period.starts_at, period.ends_at, is_open, "travaux", **more)


def opening(
    *exceptions: SpecialHours, place: Place = PLACE, space: Space = ROOM, within: Period | None = None
) -> list[Period]:
    return open_periods(place, space, exceptions, within or hours(0, 24))


def test_a_space_without_hours_is_open_as_its_place() -> None:
    assert opening() == [hours(8, 18)]


def test_a_space_is_open_when_its_place_and_it_are() -> None:
    evenings = replace(ROOM, opening_hours="Mo-Su 14:00-22:00")
    assert opening(space=evenings) == [hours(13, 18)]
    assert opening(space=replace(ROOM, opening_hours="Tu 09:00-12:00")) == []


def test_a_space_is_closed_on_a_holiday_of_its_own_hours() -> None:
    place = replace(PLACE, school_zone="B")
    christmas = Period(MONDAY.replace(month=12, day=21), MONDAY.replace(month=12, day=22))
    term = replace(ROOM, opening_hours="Mo-Fr 08:00-22:00; SH off")
    assert opening(place=place, within=christmas) != []
    assert opening(place=place, space=term, within=christmas) == []
    assert opening(place=place, space=term) == [hours(8, 18)]


def test_a_closure_goes_before_the_hours() -> None:
    assert opening(special(hours(11, 13))) == [hours(8, 11), hours(13, 18)]


def test_an_extra_opening_goes_before_the_hours_of_place_and_space() -> None:
    room = replace(ROOM, opening_hours="Mo 14:00-16:00")
    assert opening(special(hours(19, 21), is_open=True), space=room) == [hours(13, 15), hours(19, 21)]


def test_a_closure_goes_before_an_extra_opening_whichever_came_first() -> None:
    evening, fire_drill = special(hours(17, 21), is_open=True), special(hours(19, 20))
    assert opening(evening, fire_drill) == opening(fire_drill, evening) == [hours(8, 19), hours(20, 21)]


def test_what_is_past_midnight_is_closed_too() -> None:
    night = special(Period(MONDAY + timedelta(hours=12), TUESDAY + timedelta(hours=12)))
    assert opening(night, within=WEEK)[:2] == [hours(8, 12), hours(12, 18, TUESDAY)]


@pytest.mark.parametrize("what", ["place", "space"])
def test_a_building_is_open_from_its_first_to_its_last_day(what: str) -> None:
    first, last = TUESDAY.date(), TUESDAY.date()
    place = replace(PLACE, valid_from=first, valid_until=last) if what == "place" else PLACE
    room = replace(ROOM, valid_from=first, valid_until=last) if what == "space" else ROOM
    assert opening(place=place, space=room, within=WEEK) == [hours(8, 18, TUESDAY)]


def test_no_extra_opening_opens_a_building_that_is_gone() -> None:
    gone = replace(PLACE, valid_until=date(2026, 11, 22))
    assert opening(special(hours(8, 18), is_open=True), place=gone) == []


def test_hours_are_checked_for_the_place_that_they_are_of() -> None:
    for text, code in (("Mo-Fr", None), ("never mind", "opening_hours_invalid"), ("SH off", "school_zone_missing")):
        if code is None:
            check(PLACE, text)
            continue
        with pytest.raises(Invalid) as refused:
            check(PLACE, text)
        assert refused.value.code == code
    check(replace(PLACE, school_zone="B"), "SH off")


def test_the_first_and_the_last_day_of_the_calendar_are_days_like_others() -> None:
    endless = replace(PLACE, valid_from=date.min, valid_until=date.max)
    assert opening(place=endless, within=WEEK) == opening(within=WEEK)
