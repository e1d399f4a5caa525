"""Every refusal at a door, as the API gives it; and a door over HTTP, from the first arrival to the numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from chassis import clock, ids
from gateway.api.operations import door
from gateway.api.problems import CODES
from tests.network import Network
from tests.network.programme import Programme, told

Scene = Callable[[Programme], requests.Response]
SCENES: dict[str, Scene] = {}
ELSEWHERE = {"member_not_active"}  # tests/bookings: a token of who is gone is valid for some minutes


@pytest.fixture(scope="module")
def desk(network: Network) -> Programme:
    return Programme(network)


def refuses(code: str) -> Callable[[Scene], Scene]:
    def remember(scene: Scene) -> Scene:
        SCENES[code] = scene
        return scene

    return remember


def bands(desk: Programme, occurrence_id: str) -> requests.Response:
    return desk.fatou.ask("POST", f"/occurrences/{occurrence_id}/bands", {"bands": {"12_17": 3}})


def scan(registration: dict[str, Any], **more: Any) -> dict[str, Any]:
    known = {"nonce": ids.new(), "registration_id": registration["id"], "scanned_at": clock.now().isoformat()}
    return {**known, **more}


@refuses("occurrence_not_found")
def _(desk: Programme) -> requests.Response:
    return bands(desk, "no-such-date")


@refuses("permission_missing")
def _(desk: Programme) -> requests.Response:
    return desk.hugo.ask("GET", f"/occurrences/{desk.on()['id']}/door")


@refuses("door_closed")
def _(desk: Programme) -> requests.Response:
    return bands(desk, desk.on()["id"])


@refuses("registration_not_found")
def _(desk: Programme) -> requests.Response:
    return desk.fatou.ask("PUT", "/registrations/no-such-seat/absence", {"reason": "excused"})


@refuses("registration_not_confirmed")
def _(desk: Programme) -> requests.Response:
    seat = desk.registered(desk.amina, desk.on({"mode": "moderated"}, **desk.soon(minutes=10)))
    return desk.fatou.ask("PUT", f"/registrations/{seat['id']}/absence", {"reason": "excused"})


@pytest.mark.parametrize("code", sorted(SCENES))
def test_a_refusal_at_the_door_says_its_code_and_what_to_do(desk: Programme, code: str) -> None:
    reply = SCENES[code](desk)
    assert (reply.status_code, reply.json()["code"]) == (CODES[code].status, code), reply.text


def test_every_refusal_at_the_door_has_its_scene() -> None:
    assert {code for operation in door.OPERATIONS for code in operation.refusals} == {*SCENES, *ELSEWHERE}


def test_who_comes_is_counted_once_by_two_doors(desk: Programme) -> None:
    held = desk.on(capacity=5, **desk.soon(minutes=30))
    at = f"/occurrences/{held['id']}"
    amina, hugo = desk.registered(desk.amina, held, seats=2), desk.registered(desk.hugo, held)
    sent = {"scans": [scan(amina, seats=1), scan(hugo), scan({"id": ids.new()})]}
    first = told(desk.fatou.ask("POST", f"{at}/scans", sent))
    assert [one["result"] for one in first["results"]] == ["ok", "ok", "unknown"]
    assert told(desk.reception.ask("POST", f"{at}/scans", sent)) == first
    [again] = told(desk.reception.ask("POST", f"{at}/scans", {"scans": [scan(hugo)]}))["results"]
    assert (again["result"], again["first_scanned_at"]) == ("already", first["results"][1]["scanned_at"])
    told(desk.fatou.ask("POST", f"{at}/walk-ins", {"nonce": ids.new(), "persons": 2}))
    seen = desk.fatou.get(f"{at}/door")
    assert seen["counts"] == {"registered": 3, "came": 2, "absent": 0, "walked_in": 2}
    assert desk.hugo.get(f"/registrations/{hugo['id']}")["checked_in_at"] == first["results"][1]["scanned_at"]
