"""What is kept of an archive, and what of it is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.opendata.domain.transit import unpack
from services.opendata.transit import Broken, Contents, KeptRun, reading
from tests.opendata.transit.valmont import TODAY, reasons, taken, trip, valmont

HEADWAYS = [["trip_id", "start_time", "end_time", "headway_secs"]]
DATES = [["service_id", "date", "exception_type"]]


def days_of(contents: Contents, calendar: int) -> set[date]:
    return {day for day, numbers in contents.days.items() if calendar in numbers}


def departures(contents: Contents, line: str) -> list[list[int]]:
    """The departures of the trips of a line, in minutes of the day."""
    number = next(kept.number for kept in contents.lines if kept.name == line)
    patterns = {pattern.number: len(pattern.calls) for pattern in contents.patterns if pattern.line == number}
    return sorted(
        trip for run in contents.runs if run.pattern in patterns for trip in _trips(run, patterns[run.pattern])
    )


def _trips(run: KeptRun, calls: int) -> list[list[int]]:
    times = unpack(run.times, run.trips, calls)
    columns = [times.departures_at(position) for position in range(calls)]
    return [[seconds // 60 for seconds in trip] for trip in zip(*columns, strict=True)]


def broken(files: dict[str, list[list[str]]], today: date = TODAY) -> str:
    with pytest.raises(Broken) as refused:
        taken(files, today)
    return refused.value.reason


def test_a_network_is_read_whole() -> None:
    contents, refusals = taken(valmont())
    assert reasons(refusals) == {}
    assert (contents.zone, len(contents.stops), contents.trips) == ("Europe/Paris", 9, 5)
    assert {(line.name, line.kind, line.colour) for line in contents.lines} == {
        ("M1", "metro", "#ffcc00"),
        ("7", "bus", None),
    }
    assert departures(contents, "M1")[-1] == [24 * 60 + 30, 24 * 60 + 32, 24 * 60 + 34, 24 * 60 + 36]


def test_trips_that_call_alike_on_the_same_days_are_kept_together() -> None:
    contents, _ = taken(valmont())
    assert sorted(run.trips for run in contents.runs) == [1, 2, 2]


def test_a_platform_is_called_as_its_station_and_stands_there_when_nobody_says_where() -> None:
    files = valmont()
    files["stops.txt"][2][2:4] = ["", ""]
    contents, refusals = taken(files)
    kept = {stop.external_id: stop for stop in contents.stops}
    assert (kept["gare-1"].name, kept["gare-1"].latitude) == ("Gare", 50.7)
    assert reasons(refusals) == {}


@pytest.mark.parametrize("where", [["", ""], ["0", "0"], ["91", "3"], ["nan", "3"], ["50,7", "3,1"]])
def test_a_stop_that_is_nowhere_is_refused_and_its_trips_go_without_it(where: list[str]) -> None:
    files = valmont()
    files["stops.txt"][4][2:4] = where
    contents, refusals = taken(files)
    assert reasons(refusals) == {
        ("stops.txt", "no coordinates"): 1,
        ("stop_times.txt", "a stop that is not there"): 2,
    }
    assert min(len(pattern.calls) for pattern in contents.patterns if pattern.towards == "Hauts-Champs") == 3


def test_a_line_without_headsigns_goes_towards_its_last_stop() -> None:
    contents, _ = taken(valmont())
    assert {pattern.towards for pattern in contents.patterns} == {"Hauts-Champs", "Gare", "Bois"}


def test_exceptions_add_and_take_away_days() -> None:
    files = valmont()
    files["calendar_dates.txt"] = [*DATES, ["working", "20261225", "2"], ["working", "20261226", "1"]]
    working = days_of(taken(files)[0], 1)
    assert date(2026, 12, 25) not in working and date(2026, 12, 26) in working and date(2026, 12, 24) in working


def test_exceptions_alone_are_a_calendar() -> None:
    files = valmont()
    del files["calendar.txt"]
    files["calendar_dates.txt"] = [
        *DATES,
        *([calendar, f"202612{day:02d}", "1"] for calendar in ("daily", "working") for day in range(1, 24)),
    ]
    contents, _ = taken(files)
    assert (contents.valid_from, contents.valid_until) == (date(2026, 12, 1), date(2026, 12, 23))
    assert len(contents.days) == 23


def test_without_any_calendar_nothing_is_taken() -> None:
    files = valmont()
    del files["calendar.txt"]
    assert broken(files) == "neither calendar.txt nor calendar_dates.txt is there"


def test_a_feed_says_itself_from_when_until_when_it_is_valid() -> None:
    files = valmont()
    columns = ["feed_publisher_name", "feed_version", "feed_start_date", "feed_end_date"]
    files["feed_info.txt"] = [columns, ["Valmont Transports", "hiver", "20261130", "20270105"]]
    contents, _ = taken(files)
    assert (contents.valid_from, contents.valid_until) == (date(2026, 11, 30), date(2027, 1, 5))
    assert (contents.publisher, contents.version) == ("Valmont Transports", "hiver")
    assert max(contents.days) == date(2027, 1, 5)


def test_what_is_over_is_not_taken() -> None:
    assert broken(valmont(), date(2027, 4, 1)) == "it ended on 2027-03-31"


def test_of_what_is_valid_for_years_the_next_four_hundred_days_are_kept() -> None:
    files = valmont()
    files["calendar.txt"][1][9] = "20991231"
    contents, _ = taken(files)
    assert contents.valid_until == date(2099, 12, 31)
    assert contents.kept_until == max(contents.days) == TODAY + timedelta(days=400)
    assert min(contents.days) == TODAY - timedelta(days=7)


def test_a_trip_of_a_headway_goes_each_time_before_its_end() -> None:
    files = valmont()
    files["frequencies.txt"] = [*HEADWAYS, ["b7-evening", "23:00:00", "23:30:00", "600"]]
    assert departures(taken(files)[0], "7") == [[1380, 1392], [1390, 1402], [1400, 1412]]


@pytest.mark.parametrize("headway", ["0", "-600", "ten", "9" * 5000, ""])
def test_a_headway_that_is_none_is_refused(headway: str) -> None:
    files = valmont()
    files["frequencies.txt"] = [*HEADWAYS, *[["b7-evening", "23:00:00", "23:30:00", "600"]] * 20]
    files["frequencies.txt"].append(["b7-evening", "23:00:00", "23:30:00", headway])
    assert reasons(taken(files)[1]) == {("frequencies.txt", "no headway of 30 seconds or more"): 1}


def test_what_goes_more_often_than_anything_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CALLS", 1000)
    files = valmont()
    files["frequencies.txt"] = [*HEADWAYS, ["b7-evening", "04:00:00", "28:00:00", "30"]]
    assert "more than we keep" in broken(files)


def test_times_between_two_that_are_known_are_spread_evenly() -> None:
    files = valmont()
    for row in files["stop_times.txt"][2:4]:
        row[1:3] = ["", ""]
    files["stop_times.txt"][4][1:3] = ["20:06:00", ""]
    assert departures(taken(files)[0], "M1")[0] == [1200, 1202, 1204, 1206]


def test_the_rows_of_a_trip_may_stand_anywhere() -> None:
    files = valmont()
    head, *rows = files["stop_times.txt"]
    files["stop_times.txt"] = [head, *reversed(rows)]
    assert departures(taken(files)[0], "M1") == departures(taken(valmont())[0], "M1")


@pytest.mark.parametrize(
    "rows",
    [
        trip("b7-evening", ("21:00:00", "20:59:00"), ("theatre-2", "bois")),
        trip("b7-evening", ("", "21:10:00"), ("theatre-2", "bois")),
        [*trip("b7-evening", ("21:00:00", "21:12:00"), ("theatre-2", "bois"))[:1]] * 2,
    ],
    ids=["goes back", "begins at no time", "calls twice at one place"],
)
def test_a_trip_that_cannot_run_is_refused_alone(rows: list[list[str]]) -> None:
    files = valmont()
    files["stop_times.txt"][17:] = rows
    contents, refusals = taken(files)
    assert reasons(refusals) == {("stop_times.txt", "the first row of a trip whose times go back or are not there"): 1}
    assert [line.name for line in contents.lines] == ["M1"]


@pytest.mark.parametrize("time", ["25:61:00", "8h30", "48:00:00", "-1:00:00", "١٢:00:00"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    files = valmont()
    files["stop_times.txt"][3][1] = time
    assert reasons(taken(files)[1]) == {("stop_times.txt", "no time"): 1}


def test_rows_that_name_what_is_not_there_are_refused() -> None:
    files = valmont()
    files["trips.txt"] += [
        ["m9", "daily", "x", "", ""],
        ["m1", "holidays", "y", "", ""],
        ["m1", "daily", "m1-last", "", ""],
    ]
    files["stop_times.txt"] += [["z", "10:00:00", "10:00:00", "bois", "1"]]
    files["routes.txt"] += [["m1", "M1", "", "1", "", ""], ["x", "", "", "3", "", ""], ["y", "Y", "", "bus", "", ""]]
    assert reasons(taken(files)[1]) == {
        ("trips.txt", "a line that is not there"): 1,
        ("trips.txt", "a calendar that is not there"): 1,
        ("trips.txt", "no id, or one that was there before"): 1,
        ("stop_times.txt", "a trip that is not there"): 1,
        ("routes.txt", "an id that was there before"): 1,
        ("routes.txt", "no id, no name, or no type"): 2,
    }


def test_calendars_that_say_nothing_are_refused() -> None:
    files = valmont()
    week = ["1"] * 7
    files["calendar.txt"] += [
        ["a", *week, "20261301", "20261231"],
        ["b", *week, "20261231", "20261201"],
        ["c", *"1111112", "20261201", "20261231"],
        ["daily", *week, "20261201", "20261231"],
    ]
    assert sum(reasons(taken(files)[1]).values()) == 4


def test_trips_of_days_that_are_over_are_not_kept_and_not_refused() -> None:
    files = valmont()
    files["calendar.txt"].append(["summer", *"1111111", "20260601", "20260831"])
    files["trips.txt"].append(["m1", "summer", "m1-summer", "", "0"])
    files["stop_times.txt"] += trip("m1-summer", ("10:00:00", "10:02:00", "10:04:00", "10:06:00"))
    contents, refusals = taken(files)
    assert contents.trips == 5 and reasons(refusals) == {}


@pytest.mark.parametrize("name", ["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_without_one_of_its_files_nothing_is_taken(name: str) -> None:
    files = valmont()
    del files[name]
    assert broken(files).startswith(f"{name} is missing")


def test_a_network_without_a_clock_is_not_taken() -> None:
    files = valmont()
    files["agency.txt"][1][2] = "Europe/Valmont"
    assert broken(files) == "agency.txt names no time zone"


def test_a_network_that_has_no_trip_left_is_not_taken() -> None:
    files = valmont()
    files["stop_times.txt"] = files["stop_times.txt"][:1]
    assert broken(files) == "no trip calls at two stops"


def test_nobody_gets_on_where_a_trip_only_sets_down_or_wants_a_telephone_call() -> None:
    files = valmont()
    head, *rows = files["stop_times.txt"]
    plain = [[*row, "0", "0"] for row in rows]
    plain[1][5], plain[1][6], plain[2][5], plain[2][6] = "1", "3", "2", "1"
    files["stop_times.txt"] = [[*head, "pickup_type", "drop_off_type"], *plain]
    contents, _ = taken(files)
    calls = next(pattern.calls for pattern in contents.patterns if not all(on for _, on, _ in pattern.calls))
    assert [(on, off) for _, on, off in calls] == [(True, True), (False, True), (False, False), (True, True)]
