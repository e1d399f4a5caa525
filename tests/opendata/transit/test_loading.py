"""A timetable appears whole or not at all, and the one before it stays when the new one is broken."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.config import Timetable
from chassis.database import Store
from services.opendata import loading, queries, timetables
from services.opendata.loading import Loader
from services.opendata.transit import reading
from tests.opendata.transit.valmont import CHAMPS, GARE, put, trip, valmont

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
TONIGHT = datetime(2026, 12, 1, 21, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends in the middle."""


@pytest.fixture
def source(tmp_path: Path) -> Timetable:
    return Timetable(
        "valmont", "Valmont Transports", "Licence Ouverte 2.0", "https://valmont.example.org/", tmp_path / "valmont.zip"
    )


Look = Callable[..., None]


@pytest.fixture
def look(store: Store, source: Timetable) -> Look:
    """`look(now=NOW)`: a turn of the loader over the one source, or over others."""

    def turn(*sources: Timetable, now: datetime = NOW, change: Any = store.retrying) -> None:
        Loader(change, lambda: now, lambda: None).look(sources or [source])

    return turn


def last_home(store: Store, at: datetime = TONIGHT) -> list[str]:
    """When the last metro leaves from Gare after an instant, UTC."""
    with store.reading() as session:
        way = queries.transit.way(session, GARE, at, at, "Europe/Paris")
    return [f"{one.last_at:%H:%M}" for one in (way.departures or ())] if way else ["unknown"]


def state(store: Store) -> list[tuple[Any, ...]]:
    with store.reading() as session:
        return [(row["id"], row["loaded_at"] is not None) for row in queries.timetables.timetables(session)]


def refused(store: Store) -> str | None:
    with store.reading() as session:
        found = queries.timetables.sources(session)[0]["refused"]
    return found if found is None else str(found)


def rows(store: Store) -> set[int]:
    """The ids of the timetables that have rows somewhere."""
    with store.reading() as session:
        return {found for table in timetables.PARTS for found in session.scalars(select(table.c.timetable).distinct())}


def later(hour: str) -> dict[str, list[list[str]]]:
    """The network with another last metro."""
    files = valmont()
    files["stop_times.txt"][5:9] = trip("m1-last", [f"{hour}:{minute}:00" for minute in (40, 42, 44, 46)])
    return files


def test_a_timetable_is_loaded_once_and_again_when_it_changed(store: Store, source: Timetable, look: Look) -> None:
    assert last_home(store) == ["unknown"]
    put(source.path.parent, valmont())
    look()
    look()
    assert state(store) == [(1, True)] and last_home(store) == ["23:30"]
    put(source.path.parent, later("25"))
    look()
    assert [whole for _, whole in state(store)] == [True, True] and last_home(store) == ["00:40"]


def test_a_file_that_was_only_touched_is_not_loaded_again(store: Store, source: Timetable, look: Look) -> None:
    put(source.path.parent, valmont())
    look()
    os.utime(source.path, (1, 1))
    look()
    assert len(state(store)) == 1


def test_the_one_before_is_thrown_away_when_nobody_reads_it_any_more(
    store: Store, source: Timetable, look: Look
) -> None:
    put(source.path.parent, valmont())
    look()
    put(source.path.parent, later("25"))
    look()
    look(now=NOW + timedelta(minutes=9))
    assert len(rows(store)) == 2
    look(now=NOW + timedelta(minutes=10))
    assert len(state(store)) == 1 and rows(store) == {state(store)[0][0]} and last_home(store) == ["00:40"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.write_bytes(b"<html>404</html>"), "no ZIP archive"),
        (lambda path: path.write_bytes(path.read_bytes()[:900]), "no ZIP archive"),
        (lambda path: path.unlink(), "cannot be read: No such file"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read: Is a directory"),
        (lambda path: put(path.parent, {**valmont(), "stops.txt": [["stop_id"]]}), "a stop that is not there 18 times"),
    ],
    ids=["another file", "half of it", "away", "a folder", "no stops"],
)
def test_a_broken_one_is_refused_with_a_reason_and_the_one_before_stays(
    store: Store, source: Timetable, look: Look, spoil: Callable[[Path], None], told: str
) -> None:
    put(source.path.parent, valmont())
    look()
    spoil(source.path)
    look()
    assert told in str(refused(store)) and last_home(store) == ["23:30"] and len(state(store)) == 1
    if source.path.is_dir():
        source.path.rmdir()
    put(source.path.parent, valmont())
    look()
    assert refused(store) is None and len(state(store)) == 1


def test_a_broken_one_is_not_read_at_every_look(store: Store, source: Timetable, look: Look) -> None:
    source.path.write_bytes(b"nothing")
    look()
    changes: list[object] = []

    def counting(action: Callable[[Session], Any]) -> Any:
        changes.append(action)
        return store.retrying(action)

    look(change=counting)
    assert len(changes) == 3, "the sources, this source, what is thrown away"


def test_a_mistake_of_ours_in_one_archive_keeps_no_other_network_from_being_loaded(
    store: Store, source: Timetable, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(file: Any, *rest: Any) -> Any:
        return reading.read(file, *rest) if file.name.endswith("valmont.zip") else rest[99]

    monkeypatch.setattr(loading, "read", mistaken)
    put(source.path.parent, valmont())
    put(source.path.parent, later("25"), "other.zip")
    look(replace(source, code="other", path=source.path.with_name("other.zip")), source)
    assert "a mistake of ours" in str(refused(store)) and last_home(store) == ["23:30"]


def test_an_operator_has_everything_read_again(store: Store, source: Timetable, look: Look) -> None:
    source.path.write_bytes(b"nothing")
    look()
    store.retrying(timetables.look_again)
    assert refused(store) is None
    look()
    assert refused(store) is not None


@pytest.mark.parametrize("at", range(2, 11))
def test_of_a_process_that_dies_while_it_loads_nothing_is_ever_seen(
    store: Store, source: Timetable, look: Look, at: int
) -> None:
    put(source.path.parent, valmont())
    look()
    put(source.path.parent, later("25"))
    changes = iter(range(100))

    def dying(action: Callable[[Session], Any]) -> Any:
        if next(changes) == at:
            raise Killed
        return store.retrying(action)

    with pytest.raises(Killed):
        look(change=dying)
    assert last_home(store) == (["00:40"] if at > 9 else ["23:30"])
    look(now=NOW + timedelta(minutes=5))
    assert last_home(store) == ["00:40"]
    look(now=NOW + timedelta(minutes=20))
    assert len(state(store)) == 1 and rows(store) == {state(store)[0][0]}


def test_while_one_process_loads_another_does_not(store: Store, source: Timetable, look: Look) -> None:
    put(source.path.parent, valmont())
    seen: list[list[tuple[Any, ...]]] = []

    def meanwhile(action: Callable[[Session], Any]) -> Any:
        done = store.retrying(action)
        if state(store) and not state(store)[0][1]:
            look()
            seen.append(state(store))
        return done

    look(change=meanwhile)
    assert seen and all(len(found) == 1 for found in seen)
    assert [whole for _, whole in state(store)] == [True]


def test_what_took_so_long_that_it_was_thrown_away_is_not_shown(store: Store, source: Timetable, look: Look) -> None:
    put(source.path.parent, valmont())
    written: list[object] = []

    def interrupted(action: Callable[[Session], Any]) -> Any:
        done = store.retrying(action)
        if state(store):
            written.append(action)
            if len(written) == 3:
                Loader(store.retrying, lambda: NOW + timedelta(hours=1), lambda: None)._throw_away(["valmont"])
        return done

    look(change=interrupted)
    assert state(store) == [] and last_home(store) == ["unknown"]
    look()
    assert last_home(store) == ["23:30"]


def test_a_network_that_the_configuration_names_no_more_is_not_shown(
    store: Store, source: Timetable, look: Look
) -> None:
    put(source.path.parent, valmont())
    look()
    look(replace(source, code="other", path=source.path.with_name("other.zip")))
    assert last_home(store) == ["unknown"] and rows(store) == set()


def test_the_timetable_to_come_is_used_from_its_first_day(store: Store, source: Timetable, look: Look) -> None:
    put(source.path.parent, valmont())
    look()
    coming = later("25")
    for row in coming["calendar.txt"][1:]:
        row[8] = "20270104"
    put(source.path.parent, coming)
    look()
    assert last_home(store) == ["23:30"]
    assert last_home(store, datetime(2027, 1, 4, 21, tzinfo=UTC)) == ["00:40"]
    look(now=datetime(2027, 1, 5, 12, tzinfo=UTC))
    assert len(state(store)) == 1


def test_a_network_of_many_rows_is_written_in_portions(
    store: Store, source: Timetable, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetables, "PORTION_ROWS", 3)
    monkeypatch.setattr(timetables, "PORTION_BYTES", 30)
    put(source.path.parent, valmont())
    look()
    with store.reading() as session:
        counted = [session.scalar(select(func.count()).select_from(table)) for table in timetables.PARTS]
    assert counted == [128, 9, 2, 3, 10, 3] and last_home(store) == ["23:30"]


def test_how_long_a_timetable_is_good_for_is_measured(store: Store, source: Timetable, look: Look) -> None:
    put(source.path.parent, valmont())
    look()
    source.path.write_bytes(b"nothing")
    look()
    with store.reading() as session:
        loading.measure(session, "opendata")
    found = {
        name: REGISTRY.get_sample_value(f"champlibre_timetable_{name}", {"service": "opendata", "source": "valmont"})
        for name in ("valid_until_timestamp_seconds", "loaded_timestamp_seconds", "refused")
    }
    assert found["refused"] == 1 and found["loaded_timestamp_seconds"] == NOW.timestamp()
    ends = datetime.fromtimestamp(found["valid_until_timestamp_seconds"] or 0, UTC)
    assert f"{ends:%Y-%m-%d %H}" == "2027-03-31 23"


def test_a_stop_is_found_by_a_part_of_its_name(store: Store, source: Timetable, look: Look) -> None:
    put(source.path.parent, valmont())
    look()
    with store.reading() as session:
        found = {
            typed: [stop.name for stop in queries.transit.stops_named(session, typed, TONIGHT.date())]
            for typed in ("hauts champs", "THEA", "a", "%", "", "zoo", "gare_")
        }
        (champs,) = queries.transit.stops_named(session, "champs", TONIGHT.date())
    assert found == {
        "hauts champs": ["Hauts-Champs"],
        "THEA": ["Théâtre"],
        "a": ["Gare", "Marché", "Théâtre", "Hauts-Champs"],
        "%": [],
        "": [],
        "zoo": [],
        "gare_": ["Gare"],
    }
    assert (champs.point.latitude, champs.point.longitude) == pytest.approx((CHAMPS.latitude, CHAMPS.longitude))
