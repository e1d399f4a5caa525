"""The way to an outing and back, as a page and a program are told: with the last departure, or nothing at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from chassis.config import Settings, Timetable
from chassis.database import Store
from services.opendata.domain.happenings import Happening, Timing, Where
from services.opendata.loading import Loader
from tests.opendata.announcing import concert, one
from tests.opendata.transit.valmont import CHAMPS, THEATRE, point_east_of, put, valmont
from tests.opendata.web.outings.conftest import PAGE, Announce
from tests.opendata.web.outings.reading import Words

START = datetime(2026, 12, 1, 19, 30, tzinfo=UTC)  # half past eight by the clocks of Valmont
DOOR, HOME = point_east_of(THEATRE, -150), point_east_of(CHAMPS, 200)
FROM = f"from={HOME.latitude},{HOME.longitude}"


def play(**changed: Any) -> Happening:
    facts: dict[str, Any] = {
        "timings": (Timing(START, START + timedelta(minutes=90)),),
        "where": Where("Théâtre de Valmont", latitude=DOOR.latitude, longitude=DOOR.longitude),
        **changed,
    }
    return concert("7", **facts)


@pytest.fixture
def clock() -> list[datetime]:
    """An hour before it begins."""
    return [START - timedelta(hours=1)]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Those of a node that knows a journey planner."""
    return replace(settings, journey_planner="https://plan.example.org/?to={to_lat},{to_lon}&from={from_lat}")


@pytest.fixture
def valmont_runs(store: Store, tmp_path: Path) -> None:
    """The timetable of Valmont is known."""
    source = Timetable("valmont", "Valmont Transports", "Licence Ouverte 2.0", "", put(tmp_path, valmont()))
    Loader(store.retrying, lambda: START - timedelta(hours=9), lambda: None).look([source])


def address(happening: Happening, end: str = "") -> str:
    return f"/outings/{one(happening).id}{end}"


def words(client: Client, asked: str) -> str:
    response = client.get(asked, headers=PAGE)
    assert response.status_code == 200
    page = Words(response.text)
    assert page.open == []
    return page.text.replace("\u00a0", " ")


def test_the_last_metro_home_is_told_before_anybody_asks(
    client: Client, announce: Announce, valmont_runs: None
) -> None:
    announce(play())
    way = json.loads(client.get(address(play())).text)["way"]
    assert [(one["line"]["name"], one["towards"]) for one in way["departures"]] == [
        ("M1", "Hauts-Champs"),
        ("M1", "Gare"),
    ]
    assert way["there"] is way["back"] is None
    told = words(client, address(play()))
    assert "Derniers départs après la fin" in told
    assert "métro M1 vers Hauts-Champs : le dernier à 0 h 32, à Théâtre (3 min à pied)" in told


def test_who_says_where_they_live_is_told_the_way_there_and_back(
    client: Client, announce: Announce, valmont_runs: None
) -> None:
    announce(play())
    told = words(client, address(play(), f"/way?{FROM}"))
    assert "partir à 20 h" in told
    assert "Retour métro M1 vers Hauts-Champs : partir à 0 h 29, monter à Théâtre à 0 h 32" in told
    assert "Ou 45 min à pied." in told
    way = json.loads(client.get(address(play(), f"/way?{FROM}")).text)["way"]
    assert len(way["back"]) == 1
    assert way["links"]["there"].startswith("https://plan.example.org/")


def test_who_names_their_stop_is_told_too_without_a_script(
    client: Client, announce: Announce, valmont_runs: None
) -> None:
    announce(play())
    assert "jusqu'à Hauts-Champs" in words(client, address(play(), "/way?stop=hauts+champs"))
    assert "Aucun arrêt n'est appelé ainsi" in words(client, address(play(), "/way?stop=Tombouctou"))
    refused = client.get(address(play(), "/way?stop=Tombouctou"))
    assert (refused.status_code, json.loads(refused.text)["errors"][0]["parameter"]) == (400, "stop")


def test_where_somebody_lives_is_kept_in_no_cache_and_told_to_a_hundred_metres(
    client: Client, announce: Announce, valmont_runs: None
) -> None:
    announce(play())
    for headers in ({}, PAGE):
        response = client.get(address(play(), "/way?from=50.699987,3.200123"), headers=headers)
        assert response.headers["Cache-Control"] == "no-store"
        assert "50.699987" not in response.text
    assert client.get(address(play(), "/way?from=nowhere")).status_code == 400


def test_when_nobody_said_the_end_what_follows_the_start_is_told(
    client: Client, announce: Announce, valmont_runs: None
) -> None:
    happening = play(timings=(Timing(START, START),))
    announce(happening)
    assert "Derniers départs après le début (la fin n'est pas annoncée)" in words(client, address(happening))


@pytest.mark.parametrize(
    "changed",
    [
        {"where": None},
        {"where": Where("Loin", latitude=50.9, longitude=3.15)},
        {"status": "cancelled"},
        {"attendance": "online"},
        {"timings": (Timing(START, START + timedelta(days=30)),)},
        {"timings": (Timing(START - timedelta(days=1), START - timedelta(hours=20)),)},
        {"timings": (Timing(START + timedelta(days=900), START + timedelta(days=900, hours=1)),)},
    ],
    ids=["nowhere", "no stop", "cancelled", "online", "for a month", "over", "no timetable"],
)
def test_nothing_is_shown_when_nothing_is_known(
    client: Client, announce: Announce, valmont_runs: None, changed: dict[str, Any]
) -> None:
    announce(play(**changed))
    assert json.loads(client.get(address(play(**changed))).text)["way"] is None
    told = words(client, address(play(**changed)))
    assert "Y aller" not in told
    assert "Derniers départs" not in told


def test_without_a_timetable_nothing_is_shown(client: Client, announce: Announce) -> None:
    announce(play())
    assert json.loads(client.get(address(play())).text)["way"] is None
    assert "Y aller" not in words(client, address(play()))
