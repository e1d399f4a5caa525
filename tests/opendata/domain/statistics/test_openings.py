"""Hours open are those in which one could have booked: hours, narrower hours, holidays, special hours, validity."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.opendata.domain.months import span
from services.opendata.domain.statistics.openings import length, opened, present, special_of
from tests.opendata.domain.statistics.facts import place, space, special

NOVEMBER = span("2026-11", "Europe/Paris")  # 21 days from Monday to Friday, one of them a public holiday: the 11th


def hours(
    of_place: dict[str, Any], of_space: dict[str, Any], *announced: dict[str, Any], month: str = "2026-11"
) -> float:
    found = opened(of_place, of_space, announced, span(month, of_place["zone"]))
    return length(found) / timedelta(hours=1)


def test_a_space_is_open_when_its_place_is_but_on_public_holidays() -> None:
    assert hours(place(), space()) == 20 * 9
    assert hours(place(opening_hours="Mo-Fr 09:00-18:00"), space()) == 21 * 9


def test_narrower_hours_of_a_space_go_within_those_of_its_place() -> None:
    assert hours(place(), space(opening_hours="Mo-Su 16:00-22:00")) == 20 * 2


def test_the_hours_of_a_space_count_alone_where_its_place_tells_none() -> None:
    assert hours(place(opening_hours=None), space(opening_hours="Mo 10:00-12:00")) == 5 * 2
    assert hours(place(opening_hours=None), space()) == 0


@pytest.mark.parametrize(("month", "expected"), [("2026-03", 31 * 24 - 1), ("2026-10", 31 * 24 + 1)])
def test_what_is_always_open_is_so_as_long_as_the_month_really_lasts(month: str, expected: int) -> None:
    assert hours(place(opening_hours="24/7"), space(), month=month) == expected


@pytest.mark.parametrize(("month", "expected"), [("2026-03", 5 * 3 - 1), ("2026-10", 4 * 3 + 1)])
def test_in_the_nights_the_clocks_change_an_hour_is_lacking_or_comes_twice(month: str, expected: int) -> None:
    assert hours(place(opening_hours="Su 01:00-04:00"), space(), month=month) == expected


def test_a_closure_closes_and_an_extra_opening_opens() -> None:
    closed = special("2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z")
    extra = special("2026-11-28T09:00:00Z", "2026-11-28T12:00:00Z", is_open=True)
    assert hours(place(), space(), closed) == 20 * 9 - 2
    assert hours(place(), space(), extra) == 20 * 9 + 3
    over_the_end = special("2026-11-30T12:00:00Z", "2026-12-05T12:00:00Z")
    assert hours(place(), space(), over_the_end) == 20 * 9 - 5


def test_a_space_is_open_only_while_it_and_its_place_are_there() -> None:
    assert hours(place(), space(valid_from="2026-11-24")) == 5 * 9
    assert hours(place(valid_until="2026-11-02"), space()) == 9
    assert hours(place(valid_from="2026-12-01"), space()) == 0
    extra = special("2026-11-01T09:00:00Z", "2026-11-01T12:00:00Z", is_open=True)
    assert hours(place(), space(valid_from="2026-11-24"), extra) == 5 * 9


def test_who_is_there_the_whole_month_is_present_for_it() -> None:
    assert present(place(), space(), NOVEMBER) == [NOVEMBER]
    assert present(place(valid_from="0001-01-01", valid_until="9999-12-31"), space(), NOVEMBER) == [NOVEMBER]


def test_hours_that_nobody_can_read_are_closed_and_stop_nothing() -> None:
    assert hours(place(opening_hours="when we feel like it"), space()) == 0


def test_school_holidays_are_those_of_the_zone_of_the_place() -> None:
    assert hours(place(opening_hours="SH 10:00-12:00", school_zone="B"), space(), month="2026-10") == 15 * 2
    assert hours(place(opening_hours="SH 10:00-12:00", school_zone=None), space(), month="2026-10") == 0


def test_special_hours_are_those_of_the_place_and_of_what_a_space_is_in() -> None:
    spaces = {each["id"]: each for each in (space("whole"), space("part", parent_id="whole"), space("other"))}
    announced = [
        special("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", id=str(of), space_id=of)
        for of in (None, "whole", "part", "other")
    ]
    found = {name: [each["id"] for each in special_of(spaces[name], spaces, announced)] for name in spaces}
    assert found == {"whole": ["None", "whole"], "part": ["None", "whole", "part"], "other": ["None", "other"]}


def test_special_hours_that_were_withdrawn_count_no_more() -> None:
    withdrawn = {"id": "special-1", "place_id": "place-1", "withdrawn_at": "2026-11-20T09:00:00Z"}
    assert special_of(space(), {"space-1": space()}, [withdrawn]) == []


def test_spaces_that_contain_each_other_end_nothing() -> None:
    spaces = {each["id"]: each for each in (space("a", parent_id="b"), space("b", parent_id="a"))}
    assert special_of(spaces["a"], spaces, []) == []
