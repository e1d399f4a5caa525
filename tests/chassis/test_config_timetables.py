"""The timetables of transit networks, and the journey planner, in a node's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chassis.config import read
from tests.chassis.test_config import errors, node

TIMETABLE = {
    "name": "Valmont Transports",
    "licence": "Licence Ouverte 2.0",
    "page": "https://valmont.example.org/donnees",
    "path": "/var/lib/champlibre/valmont.zip",
}


def with_timetables(**timetables: Any) -> dict[str, Any]:
    return node(opendata={"timetables": timetables})


def test_a_timetable_says_whose_it_is_and_under_what_licence() -> None:
    found = read(with_timetables(valmont=TIMETABLE), {}).timetables["valmont"]
    assert (found.code, found.name, found.licence) == ("valmont", "Valmont Transports", "Licence Ouverte 2.0")
    assert found.path == Path("/var/lib/champlibre/valmont.zip")
    assert read(node(), {}).timetables == {}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": None}, "name is missing"),
        ({"licence": None}, "licence is missing"),
        ({"path": None}, "path is missing"),
        ({"path": 7}, "path has the wrong type"),
        ({"page": "javascript:alert(1)"}, "page must begin"),
        ({"name": "x" * 101}, "at most 100"),
        ({"pathe": "x"}, "pathe is not a setting"),
    ],
)
def test_what_is_wrong_with_a_timetable_is_said(changes: dict[str, Any], told: str) -> None:
    raw = {name: value for name, value in (TIMETABLE | changes).items() if value is not None}
    assert any(
        error.startswith("opendata.timetables.valmont") and told in error
        for error in errors(with_timetables(valmont=raw))
    )


@pytest.mark.parametrize("code", ["Valmont", "1a", "a-b"])
def test_a_timetable_has_a_code_of_its_own(code: str) -> None:
    assert any(f"opendata.timetables.{code}: " in error for error in errors(with_timetables(**{code: TIMETABLE})))


def test_a_journey_planner_is_linked_to_by_what_we_know() -> None:
    template = "https://plan.example.org/?from={from_lat},{from_lon}&to={to_lat},{to_lon}&at={datetime}&m={mode}"
    assert read(node(opendata={"journey_planner": template}), {}).journey_planner == template


@pytest.mark.parametrize(
    "template",
    [
        "http://plan.example.org/?to={to_lat}",
        "javascript:alert({to_lat})",
        "https://plan.example.org/?to={home}",
        "https://plan.example.org/?to={to_lat.real}",
        "https://plan.example.org/?to={to_lat!r}",
        "https://plan.example.org/?to={to_lat:>9999999}",
        "https://plan.example.org/?to={}",
        "https://plan.example.org/?to={to_lat",
    ],
)
def test_a_journey_planner_gets_nothing_else(template: str) -> None:
    assert any(
        "opendata.journey_planner must" in error for error in errors(node(opendata={"journey_planner": template}))
    )
