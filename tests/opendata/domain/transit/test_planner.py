"""Links to a journey planner."""

from __future__ import annotations

from services.opendata.domain.points import Point
from services.opendata.domain.transit import link
from tests.opendata.domain.transit.served import PARIS, local

HERE, HOME, AT = Point(50.7, 3.15), Point(50.65, -0.1), local("2026-11-28 22:30")


def test_a_link_holds_both_ends_and_the_time_by_the_clocks_of_the_place() -> None:
    template = "https://plan.example.org/?from={from_lat};{from_lon}&to={to_lat};{to_lon}&at={datetime}&m={mode}"
    assert link(template, HERE, HOME, AT, PARIS, arrives=False) == (
        "https://plan.example.org/?from=50.70000;3.15000&to=50.65000;-0.10000"
        "&at=2026-11-28T22%3A30%3A00%2B01%3A00&m=departure"
    )


def test_a_link_of_a_day_and_a_time() -> None:
    template = "https://plan.example.org/{date}/{time}/{mode}"
    assert link(template, None, None, AT, PARIS, arrives=True) == "https://plan.example.org/2026-11-28/22%3A30/arrival"


def test_without_an_end_that_it_names_there_is_no_link() -> None:
    to = "https://plan.example.org/?to={to_lat},{to_lon}"
    assert link(to, None, HERE, AT, PARIS, arrives=True) == "https://plan.example.org/?to=50.70000,3.15000"
    assert link(to, HERE, None, AT, PARIS, arrives=False) is None
    assert link("https://plan.example.org/?from={from_lat}", None, HERE, AT, PARIS, arrives=True) is None


def test_without_a_template_there_is_none() -> None:
    assert link("", HERE, HOME, AT, PARIS, arrives=True) is None
