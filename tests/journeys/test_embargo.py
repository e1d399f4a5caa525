"""A quarter under embargo is its staff's alone until the hour that was said, then everybody's."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.clock import rfc3339
from gateway.web import quarters
from tests.network import Network
from tests.network.desk import PARIS
from tests.network.programme import Programme, local, told


@pytest.fixture(scope="module")
def programme(network: Network) -> Programme:
    return Programme(network)


@pytest.fixture(scope="module")
def quarter() -> str:
    """One of which nothing is announced yet."""
    found = quarters.beside(quarters.of(clock.now().astimezone(PARIS).date()), 3)
    assert found is not None
    return found


def plan(until: timedelta) -> dict[str, Any]:
    """What Tourcoing says of a quarter, so long from now."""
    return {
        "city": "tourcoing",
        "embargo_until": rfc3339(clock.now() + until),
        "introduction": {"fr": "Ce que nous préparons."},
    }


def test_what_is_under_embargo_is_seen_when_its_hour_has_come(programme: Programme, quarter: str) -> None:
    told(programme.ines.ask("PUT", f"/programmes/{quarter}", plan(timedelta(days=1))))
    starts = datetime.combine(quarters.first_day(quarter), time(18))
    activity = programme.drafted(title={"fr": "Sous le sceau du secret"})
    date = programme.scheduled(
        activity, starts_local=local(starts), ends_local=local(starts + timedelta(hours=2)), capacity=5
    )
    told(programme.ines.ask("POST", f"/activities/{activity['id']}/publication"))

    assert programme.hugo.ask("GET", f"/activities/{activity['id']}").status_code == 404
    assert programme.agenda(programme.hugo, text="sceau secret") == []
    assert programme.hugo.get(f"/programmes/{quarter}")["items"] == []
    assert date["id"] not in programme.hugo.ask("GET", f"/programmes/{quarter}.ics").text
    before = programme.ines.get(f"/programmes/{quarter}")
    assert [item["occurrence"]["id"] for item in before["items"]] == [date["id"]]
    assert [city["introduction"] for city in before["cities"]] == [{"fr": "Ce que nous préparons."}]

    told(programme.ines.ask("PUT", f"/programmes/{quarter}", plan(timedelta(seconds=-1))))
    assert [item["activity"]["id"] for item in programme.agenda(programme.hugo, text="sceau secret")] == [
        activity["id"]
    ]
    assert date["id"] in programme.hugo.ask("GET", f"/programmes/{quarter}.ics").text
    assert date["id"] in programme.hugo.ask("GET", f"/programmes/{quarter}.csv?cities=tourcoing").text


def test_a_quarter_is_presented_by_those_who_publish_in_words_that_hold(programme: Programme, quarter: str) -> None:
    for who, path, said, code in (
        (programme.fatou, quarter, plan(timedelta(days=1)), "permission_missing"),
        (programme.ines, "winter", plan(timedelta(days=1)), "quarter_invalid"),
        (programme.ines, quarter, plan(timedelta(days=3650)), "programme_invalid"),
    ):
        assert who.ask("PUT", f"/programmes/{path}", said).json()["code"] == code
