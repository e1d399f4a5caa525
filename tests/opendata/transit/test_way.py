"""How to get to an activity in Valmont, and back: asked of the database as a page asks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from chassis.config import Timetable
from chassis.database import Store
from services.opendata import queries
from services.opendata.domain.points import Point
from services.opendata.domain.transit import Way, as_json
from services.opendata.loading import Loader
from tests.opendata.transit.valmont import BOIS, CHAMPS, GARE, THEATRE, Files, point_east_of, put, trip, valmont

LOADED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
PLACE = point_east_of(THEATRE, -150)
HOME = point_east_of(CHAMPS, 200)
PLANNER = "https://plan.example.org/?from={from_lat},{from_lon}&to={to_lat},{to_lon}&at={datetime}"


def paris(day: str, clock: str) -> datetime:
    """An instant by the clocks of Valmont."""
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


def clock(instant: str) -> str:
    """The clocks of Valmont at an instant of the answer."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo("Europe/Paris")).strftime("%H:%M")


def load(store: Store, folder: Path, files: Files, code: str = "valmont") -> None:
    source = Timetable(code, "Valmont Transports", "Licence Ouverte 2.0", "", put(folder, files))
    Loader(store.retrying, lambda: LOADED, lambda: None).look([source])


@pytest.fixture
def network(store: Store, tmp_path: Path) -> Store:
    """A database that knows Valmont."""
    load(store, tmp_path, valmont())
    return store


def ask(store: Store, day: str = "2026-12-01", start: str = "20:30", end: str = "22:00", **more: Any) -> Way | None:
    place = more.pop("place", PLACE)
    with store.reading() as session:
        return queries.transit.way(session, place, paris(day, start), paris(day, end), "Europe/Paris", **more)


def told(way: Way | None) -> dict[str, Any]:
    assert way is not None
    found: dict[str, Any] = json.loads(json.dumps(as_json(way)))
    return found


def test_the_nearest_stops_with_their_lines_and_the_last_metros_home_are_told(network: Store) -> None:
    way = told(ask(network))
    (stop,) = way["stops"]
    assert (stop["name"], stop["metres"], stop["minutes"]) == ("Théâtre", 195, 3)
    assert [(line["kind"], line["name"]) for line in stop["lines"]] == [("metro", "M1"), ("bus", "7")]
    assert [(one["line"]["name"], one["towards"], clock(one["last_at"])) for one in way["departures"]] == [
        ("M1", "Hauts-Champs", "00:32"),
        ("M1", "Gare", "00:14"),
    ]
    assert way["sources"] == [
        {
            "name": "Valmont Transports",
            "licence": "Licence Ouverte 2.0",
            "page": None,
            "updated_on": "2026-12-01",
            "valid_until": "2027-03-31",
        }
    ]
    assert way["walking"] == {"metres_per_minute": 75, "detour": 1.3, "within_metres": 800}
    assert way["links"] == {"there": None, "back": None} and way["there"] is way["back"] is way["on_foot"] is None


def test_to_and_from_home_the_last_direct_rides_are_told(network: Store) -> None:
    way = told(ask(network, home=HOME, planner=PLANNER))
    (there,), (back,) = way["there"], way["back"]
    assert (there["boards_at"], there["alights_at"], there["towards"]) == ("Hauts-Champs", "Théâtre", "Gare")
    assert [clock(there[at]) for at in ("sets_off_at", "leaves_at", "arrives_at", "is_there_at")] == [
        "20:06",
        "20:10",
        "20:14",
        "20:17",
    ]
    assert (back["boards_at"], back["alights_at"]) == ("Théâtre", "Hauts-Champs")
    assert [clock(back[at]) for at in ("sets_off_at", "leaves_at", "arrives_at", "is_there_at")] == [
        "00:29",
        "00:32",
        "00:36",
        "00:40",
    ]
    assert way["on_foot"]["minutes"] > 40
    assert way["links"]["back"].startswith("https://plan.example.org/?from=50.70000,3.1635")
    assert way["links"]["there"].endswith("&at=2026-12-01T20%3A30%3A00%2B01%3A00")


def test_after_the_last_metro_it_is_known_that_there_is_none(network: Store) -> None:
    way = told(ask(network, start="23:00", end="23:59", home=HOME))
    assert [clock(one["last_at"]) for one in way["departures"]] == ["00:32", "00:14"]
    late = told(ask(network, day="2026-12-02", start="00:10", end="00:31", home=HOME))
    assert late["departures"] == [] and late["back"] == []


def test_on_a_sunday_the_bus_of_working_days_is_not_named(network: Store) -> None:
    way = told(ask(network, day="2026-12-06", start="15:00", end="17:00"))
    assert [line["name"] for line in way["stops"][0]["lines"]] == ["M1"]


def test_when_nobody_said_when_it_ends_that_is_told(network: Store) -> None:
    assert told(ask(network, end="20:30"))["knows_end"] is False
    assert told(ask(network))["knows_end"] is True


@pytest.mark.parametrize(
    "day", ["2026-10-30", "2027-04-01", "2030-01-01"], ids=["before it is valid", "after it", "years later"]
)
def test_nothing_is_said_of_days_that_no_timetable_speaks_of(network: Store, day: str) -> None:
    assert ask(network, day=day) is None


def test_of_the_last_night_only_what_is_known_is_told(network: Store) -> None:
    with network.reading() as session:
        way = queries.transit.way(
            session, PLACE, paris("2027-03-31", "20:30"), paris("2027-04-03", "22:00"), "Europe/Paris", HOME
        )
    assert way is not None and way.departures is None and way.back is None and way.there is not None


def test_nothing_is_said_where_no_stop_is_near(network: Store) -> None:
    assert ask(network, place=Point(50.75, 3.15)) is None
    assert ask(network, place=Point(-50.7, 3.15)) is None


def test_without_a_timetable_nothing_is_said(store: Store) -> None:
    assert ask(store) is None


def test_who_lives_where_no_stop_is_has_no_ride_and_still_the_last_departures(network: Store) -> None:
    way = told(ask(network, home=Point(50.75, 3.15)))
    assert way["there"] == [] and way["back"] == [] and len(way["departures"]) == 2


def test_a_day_on_which_nothing_runs_is_known(store: Store, tmp_path: Path) -> None:
    files = valmont()
    files["calendar_dates.txt"] = [
        ["service_id", "date", "exception_type"],
        *([calendar, day, "2"] for calendar in ("daily", "working") for day in ("20261130", "20261201", "20261202")),
    ]
    load(store, tmp_path, files)
    way = told(ask(store, home=HOME))
    assert way["stops"] == [] and way["departures"] == [] and way["back"] == []


def test_it_takes_the_same_number_of_questions_however_many_lines_there_are(store: Store, tmp_path: Path) -> None:
    def counted() -> int:
        statements: list[str] = []

        def count(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith("BEGIN"):
                statements.append(statement)

        event.listen(store.engine, "before_cursor_execute", count)
        assert ask(store, home=HOME) is not None
        event.remove(store.engine, "before_cursor_execute", count)
        return len(statements)

    load(store, tmp_path, valmont())
    few = counted()
    files = valmont()
    for number in range(60):
        files["routes.txt"].append([f"x{number}", f"X{number}", "", "3", "", ""])
        files["trips.txt"].append([f"x{number}", "daily", f"x{number}", "", "0"])
        files["stop_times.txt"] += trip(f"x{number}", ("23:00:00", "23:10:00"), ("theatre-1", "champs-1"))
    load(store, tmp_path, files)
    assert counted() == few == 6
    way = told(ask(store, home=HOME))
    assert len(way["back"]) == 3 and len(way["stops"][0]["lines"]) == 62


def test_in_the_night_in_which_the_clocks_go_forward_the_last_metro_is_at_its_own_instant(
    store: Store, tmp_path: Path
) -> None:
    files = valmont()
    files["stop_times.txt"][5:9] = trip("m1-last", ["26:30:00", "26:32:00", "26:34:00", "26:36:00"])
    load(store, tmp_path, files)
    way = ask(store, day="2027-03-27", start="21:00", end="23:00", place=GARE)
    assert way is not None and way.departures is not None
    # 26:30 of the 27th is an hour and a half after two o'clock, which is three that night.
    assert [one.last_at.isoformat() for one in way.departures] == ["2027-03-28T01:30:00+00:00"]
    assert (way.night.ends_at - way.night.starts_at) == timedelta(hours=4)


def test_two_networks_are_asked_together(store: Store, tmp_path: Path) -> None:
    other = valmont()
    other["routes.txt"] = [other["routes.txt"][0], ["t9", "T9", "", "0", "", ""]]
    other["trips.txt"] = [other["trips.txt"][0], ["t9", "daily", "t9", "", ""]]
    other["stop_times.txt"] = [other["stop_times.txt"][0], *trip("t9", ("23:50:00", "23:59:00"), ("theatre-1", "bois"))]
    sources = [
        Timetable("valmont", "Valmont Transports", "Licence Ouverte 2.0", "", put(tmp_path, valmont())),
        Timetable("trams", "Trams du Val", "ODbL 1.0", "", put(tmp_path, other, "trams.zip")),
    ]
    Loader(store.retrying, lambda: LOADED, lambda: None).look(sources)
    way = told(ask(store, home=BOIS))
    assert [stop["name"] for stop in way["stops"]] == ["Théâtre", "Théâtre"]
    assert {line["name"] for stop in way["stops"] for line in stop["lines"]} == {"M1", "7", "T9"}
    assert [ride["line"]["name"] for ride in way["back"]] == ["T9"]
    assert [source["name"] for source in way["sources"]] == ["Trams du Val", "Valmont Transports"]
