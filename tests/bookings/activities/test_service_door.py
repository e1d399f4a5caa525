"""The door over the bus. The clock is the real one here."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from chassis import clock, ids
from chassis.database import Store
from chassis.errors import Forbidden, Invalid
from services.bookings.service import Bookings
from services.bookings.tables import members, registrations
from tests.bookings.activities.doors import expect, registration
from tests.bookings.front_desk import DESK
from tests.bookings.test_queries import counted
from tests.bookings.world import ACTOR, actor_json

HERE = {"occurrence_id": "occurrence-1", "actor": actor_json(DESK)}


def fill(store: Store, size: int) -> None:
    now = clock.now()
    dated: dict[str, Any] = {"starts_at": now, "ends_at": now + timedelta(hours=2), "capacity": 1000}
    expect(store, *(registration(number) for number in range(1, size + 1)), **dated)


@pytest.fixture
def service(store: Store) -> Any:
    service = Bookings()
    service.database = store
    return service


def sent(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "nonce": f"nonce-{number:04}",
        "registration_id": f"registration-{number}",
        "scanned_at": clock.now().isoformat(),
        **more,
    }


def test_a_door_lists_who_is_expected_by_what_they_are_called(service: Any, store: Store) -> None:
    fill(store, 3)
    told = {"member_id": registration(3).member_id, "city": ACTOR.city, "category": "resident", "status": "active"}
    with store.transaction() as session:
        more = {"organisation_kind": "individual", "roles": [], "sequence": 0, "handle": "0A"}
        session.execute(insert(members).values(**told, **more))
    seen = service.door(**HERE)
    called = [one["called"] for one in seen["registrations"]]
    assert called == ["000001", "000002", "0A"]
    assert called[0] == ids.spoken(registration(1).member_id)
    assert (seen["closed"], seen["walked_in"]) == (None, 0)
    assert seen["counts"] == {"registered": 3, "came": 0, "absent": 0, "walked_in": 0}
    assert seen["bands"] == {"under_12": 0, "12_17": 0, "18_25": 0, "26_59": 0, "60_plus": 0}
    assert seen["occurrence"]["id"] == "occurrence-1" and seen["activity"]["title"] == {"fr": "Fabriquer sa lampe"}
    assert json.loads(json.dumps(seen)) == seen


def test_a_door_takes_as_many_queries_however_many_are_expected(service: Any, store: Store) -> None:
    fill(store, 2)
    with counted(store) as few:
        service.door(**HERE)
    with store.transaction() as session:
        session.execute(insert(registrations), [asdict(registration(number)) for number in range(3, 60)])
    with counted(store) as many:
        service.door(**HERE)
    assert len(many) == len(few) <= 8


def test_each_scan_is_answered_in_its_place_also_one_that_is_none(service: Any, store: Store) -> None:
    fill(store, 2)
    scans = [sent(2), {"nonce": "nonce-bad"}, "nothing", sent(1, seats=0), sent(1), sent(7)]
    told = service.scan(**HERE, scans=scans)["results"]
    assert [one["result"] for one in told] == ["ok", "malformed", "malformed", "malformed", "ok", "unknown"]
    assert [one["nonce"] for one in told] == ["nonce-0002", "nonce-bad", None, "nonce-0001", "nonce-0001", "nonce-0007"]
    again = service.scan(**HERE, scans=[sent(2, nonce="nonce-again")])["results"]
    assert again[0]["result"] == "already"
    assert again[0]["first_scanned_at"] == told[0]["scanned_at"]


def test_walk_ins_bands_and_absences_come_back_in_the_list(service: Any, store: Store) -> None:
    fill(store, 2)
    assert service.count_walk_ins(**HERE, nonce="nonce-walk", persons=2)["walked_in"] == 2
    assert service.count_bands(**HERE, bands={"12_17": 3})["bands"]["12_17"] == 3
    actor = actor_json(DESK)
    noted = service.note_absence(registration_id="registration-2", actor=actor, reason="transport")
    assert noted["absence_reason"] == "transport"
    seen = service.door(**HERE)
    assert seen["counts"] == {"registered": 2, "came": 0, "absent": 1, "walked_in": 2}
    assert seen["bands"]["12_17"] == 3


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("scan", {"scans": []}),
        ("scan", {"scans": [sent()] * 201}),
        ("count_walk_ins", {"nonce": "nonce-walk", "persons": 0}),
        ("count_walk_ins", {"nonce": "short", "persons": 1}),
        ("count_bands", {"bands": {"forties": 1}}),
        ("count_bands", {"bands": {"12_17": -1}}),
    ],
)
def test_what_does_not_fit_is_refused(service: Any, method: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        getattr(service, method)(**HERE, **asked)


def test_a_door_is_seen_by_who_may_check_in_there(service: Any, store: Store) -> None:
    fill(store, 1)
    with pytest.raises(Forbidden, match="permission_missing"):
        service.door(occurrence_id="occurrence-1", actor=actor_json(ACTOR))
