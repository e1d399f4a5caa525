"""The door in the API: what a client sends, and what is asked of bookings for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chassis.errors import Conflict, Forbidden
from tests.gateway.fakes import MEMBER, Gateway, problem

NONCE = "2f1d7a34-8c0b-4e5f-9d6a-1b2c3d4e5f60"
SCAN = {"nonce": NONCE, "registration_id": "r-1", "scanned_at": "2026-12-09T18:25:00+01:00"}
AT = "/occurrences/lamp-monday"


def test_arrivals_are_sent_on_in_their_order_with_instants_in_utc(gateway: Gateway) -> None:
    result = {"nonce": NONCE, "registration_id": "r-1", "result": "already", "seats": 0}
    times = {"scanned_at": "2026-12-09T17:25:00+00:00", "first_scanned_at": "2026-12-09T17:20:00+00:00"}
    gateway.services.answers["bookings.scan"] = {"results": [{**result, **times}]}
    reply = gateway.signed_in().post(f"{AT}/scans", {"scans": [SCAN, {**SCAN, "kind": "undo", "undoes": NONCE}]})
    assert json.loads(reply.data) == {"results": [{**result, **times}]}
    [asked] = gateway.services.asked("bookings.scan")
    assert (asked["occurrence_id"], asked["actor"]["member_id"]) == ("lamp-monday", MEMBER)
    assert [one["scanned_at"] for one in asked["scans"]] == ["2026-12-09T17:25:00+00:00"] * 2
    assert asked["scans"][1]["undoes"] == NONCE


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("scans", {"scans": []}),
        ("scans", {"scans": [SCAN] * 201}),
        ("scans", {"scans": [{**SCAN, "nonce": "short"}]}),
        ("scans", {"scans": [{**SCAN, "kind": "dance"}]}),
        ("walk-ins", {"nonce": NONCE, "persons": 0}),
        ("bands", {"bands": {"forties": 1}}),
        ("bands", {"bands": {"12_17": -1}}),
    ],
)
def test_what_has_not_the_form_is_refused_and_sent_to_nobody(gateway: Gateway, path: str, body: Any) -> None:
    assert problem(gateway.signed_in().post(f"{AT}/{path}", body)) == (400, "invalid")
    assert not [name for name, _ in gateway.services.calls if name != "bookings.issuer_keys"]


def test_walk_ins_bands_and_an_absence_are_counted(gateway: Gateway) -> None:
    gateway.signed_in()
    gateway.services.answers["bookings.count_walk_ins"] = {"nonce": NONCE, "result": "ok", "seats": 3, "walked_in": 5}
    gateway.services.answers["bookings.count_bands"] = {"bands": {"12_17": 4}}
    gateway.services.answers["bookings.note_absence"] = {"id": "r-1", "absence_reason": "transport"}
    assert json.loads(gateway.post(f"{AT}/walk-ins", {"nonce": NONCE, "persons": 3}).data)["walked_in"] == 5
    assert json.loads(gateway.post(f"{AT}/bands", {"bands": {"12_17": 4}}).data) == {"bands": {"12_17": 4}}
    noted = gateway.ask("PUT", "/registrations/r-1/absence", {"reason": "transport"})
    assert json.loads(noted.data)["absence_reason"] == "transport"
    assert gateway.services.asked("bookings.note_absence")[0]["registration_id"] == "r-1"


def test_a_door_tells_by_what_people_are_called(gateway: Gateway) -> None:
    expected = {"id": "r-1", "called": "LND", "name": "never", "seats": 2}
    gateway.services.answers["bookings.door"] = {"registrations": [expected], "closed": None}
    told = json.loads(gateway.signed_in().get(f"{AT}/door").data)
    assert told["registrations"] == [{"id": "r-1", "called": "LND", "seats": 2}]


def test_what_bookings_refuses_is_a_problem(gateway: Gateway) -> None:
    gateway.services.answers["bookings.door"] = Forbidden("permission_missing", detail={"permission": "check_in"})
    assert problem(gateway.signed_in().get(f"{AT}/door")) == (403, "permission_missing")
    gateway.services.answers["bookings.count_bands"] = Conflict("door_closed", detail={"reason": "too_early"})
    assert problem(gateway.post(f"{AT}/bands", {"bands": {}})) == (409, "door_closed")
    gateway.headers.clear()
    assert problem(gateway.get(f"{AT}/door")) == (401, "token_missing")
