"""Registrations over the bus. The clock is the real one here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from marshmallow import fields
from prometheus_client import REGISTRY
from sqlalchemy import event, insert

from chassis import clock
from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from chassis.schema import Cursor
from services.bookings.domain.activities import Field, Terms
from services.bookings.service import Bookings
from services.bookings.tables import guardianships, members, registrations
from tests.bookings.activities.programme import activity
from tests.bookings.activities.theatre import DESK, LOOKER, somebody, stage
from tests.bookings.front_desk import know
from tests.bookings.world import actor_json

NOW = clock.now()
SOON: dict[str, Any] = {"starts_at": NOW + timedelta(days=3), "ends_at": NOW + timedelta(days=3, hours=2)}
SEEN: dict[str, Any] = {"visible_from": NOW - timedelta(days=1)}


@pytest.fixture
def service(store: Store) -> Any:
    service = Bookings()
    service.database = store
    return service


def put_on(store: Store, terms: Terms | None = None, **more: Any) -> None:
    stage(store, lamp=activity(terms=terms or Terms(), online_url="https://example.org/s", **SEEN), **SOON, **more)


def asked(number: int, **more: Any) -> dict[str, Any]:
    return {"occurrence_id": "occurrence-1", "actor": actor_json(somebody(number)), **more}


@contextmanager
def queries_of(store: Store) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(args[2])

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


def counted(way: str, outcome: str) -> float:
    labels = {"service": "bookings", "way": way, "outcome": outcome}
    return REGISTRY.get_sample_value("champlibre_registrations_total", labels) or 0


def test_a_registration_is_told_with_all_that_it_is_for(service: Any, store: Store) -> None:
    form = (Field("allergies", {"fr": "Des allergies ?"}, required=True),)
    put_on(store, Terms(form=form))
    before = counted("member", "confirmed")
    told = service.register(**asked(1, seats=2))
    assert told == json.loads(json.dumps(told))
    assert (told["status"], told["seats"], told["position"], told["number"]) == ("confirmed", 2, None, 1)
    assert (told["title"], told["kind"], told["place_name"]) == (
        {"fr": "Fabriquer sa lampe"},
        "workshop",
        "Le Champ Libre",
    )
    assert (told["host_city"], told["home_city"], told["member_id"]) == ("roubaix", "tourcoing", "member-1")
    assert (told["answers_due"], told["answered_at"], told["online_url"]) == (True, None, None)
    assert counted("member", "confirmed") == before + 1
    named = {"registration_id": told["id"], "actor": actor_json(somebody(1))}
    assert service.registration(**named) == told
    assert service.registrations_of(actor=actor_json(somebody(1))) == {"items": [told], "next": None}


def test_a_key_makes_one_registration(service: Any, store: Store) -> None:
    put_on(store)
    before = counted("member", "confirmed")
    once = service.register(**asked(1), idempotency_key="key-1")
    assert service.register(**asked(1), idempotency_key="key-1") == once
    assert counted("member", "confirmed") == before + 1
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        service.register(**asked(1, seats=2), idempotency_key="key-1")
    with pytest.raises(Conflict, match="already_registered"):
        service.register(**asked(1), idempotency_key="key-2")


def test_who_registered_them_is_counted(service: Any, store: Store) -> None:
    put_on(store)
    know(store, somebody(1))
    know(store, somebody(2))
    row = {"member_id": "member-2", "guardian_id": "member-9", "city": "tourcoing", "ended_at": None, "sequence": 0}
    with store.transaction() as session:
        session.execute(insert(guardianships).values(row))
    for number, actor, way in ((1, DESK, "helper"), (2, somebody(9), "guardian")):
        before = counted(way, "confirmed")
        whom = {"member_id": f"member-{number}", "city": "tourcoing"}
        told = service.register(occurrence_id="occurrence-1", actor=actor_json(actor), beneficiary=whom)
        assert (told["member_id"], told["registered_by_id"]) == (f"member-{number}", actor.member_id)
        assert counted(way, "confirmed") == before + 1


@pytest.mark.parametrize(
    "wrong", [{"seats": 0}, {"seats": "2"}, {"seats": 1001}, {"occurrence_id": "a b"}, {"more": 1}]
)
def test_what_does_not_fit_is_refused(service: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        service.register(**{**asked(1), **wrong})


@pytest.mark.parametrize("reason", ["offer_lapsed", "erased", "closed", "below_minimum", "Über"])
def test_nobody_gives_our_own_reasons(service: Any, reason: str) -> None:
    with pytest.raises(Invalid):
        service.cancel_registration(registration_id="r", actor=actor_json(), reason=reason)


def test_a_list_from_its_beginning_to_its_end(service: Any, store: Store) -> None:
    put_on(store, capacity=1, waiting_seats=5)
    ids = [service.register(**asked(number, accept_waiting=True))["id"] for number in (1, 2, 3, 4)]

    def mine(number: int) -> dict[str, Any]:
        return {"registration_id": ids[number - 1], "actor": actor_json(somebody(number))}

    assert [service.registration(**mine(number))["position"] for number in (1, 2, 3, 4)] == [None, 1, 2, 3]
    assert service.prioritise(registration_id=ids[3], actor=actor_json(DESK), priority=1)["position"] == 1
    assert service.registration(**mine(2))["position"] == 2
    assert service.cancel_registration(**mine(1))["end_reason"] == "member"
    assert service.registration(**mine(4))["status"] == "offered"
    assert service.refuse_offer(**mine(4))["end_reason"] == "offer_refused"
    assert service.accept_offer(**mine(2))["status"] == "confirmed"
    assert service.change_seats(**mine(2), seats=1)["sequence"] == 2
    page = service.registrations_at(occurrence_id="occurrence-1", actor=actor_json(LOOKER), limit=3)
    assert [one["status"] for one in page["items"]] == ["cancelled", "confirmed", "waiting"]
    assert [one["called"] for one in page["items"]] == ["MBER-1", "MBER-2", "MBER-3"]
    rest = service.registrations_at(occurrence_id="occurrence-1", actor=actor_json(LOOKER), after=page["next"])
    assert [one["number"] for one in rest["items"]] == [4]
    waiting = service.registrations_at(occurrence_id="occurrence-1", actor=actor_json(LOOKER), status="waiting")
    assert [one["id"] for one in waiting["items"]] == [ids[2]]


def test_who_is_called_by_a_handle_is_called_so(service: Any, store: Store) -> None:
    put_on(store)
    know(store, somebody(1))
    with store.transaction() as session:
        session.execute(members.update().values(handle="EP"))
    service.register(**asked(1))
    page = service.registrations_at(occurrence_id="occurrence-1", actor=actor_json(DESK))
    assert [one["called"] for one in page["items"]] == ["EP"]


def test_a_member_reads_why_of_their_own_and_staff_of_all(service: Any, store: Store) -> None:
    put_on(store, capacity=2, waiting_seats=5)
    first = service.register(**asked(1, seats=2))["id"]
    second = service.register(**asked(2, accept_waiting=True, seats=2))["id"]
    actor = actor_json(somebody(2))
    service.change_seats(registration_id=first, actor=actor_json(somebody(1)), seats=1)
    told = service.decisions_of(registration_id=second, actor=actor)
    assert [(line["code"], line["by"]) for line in told["items"]] == [("queued", "rules"), ("passed_over", "rules")]
    assert told["items"][1]["detail"] | {"free": 1, "seats": 2, "position": 1} == told["items"][1]["detail"]
    assert "decided_by_id" not in told["items"][0]
    everything = service.decisions_of(occurrence_id="occurrence-1", actor=actor_json(LOOKER), limit=3)
    assert [line["code"] for line in everything["items"]] == ["seated", "queued", "resized"]
    assert (everything["items"][2]["by"], everything["items"][2]["decided_by_id"]) == ("member", "member-1")
    rest = service.decisions_of(occurrence_id="occurrence-1", actor=actor_json(LOOKER), after=everything["next"])
    assert ([line["code"] for line in rest["items"]], rest["next"]) == (["passed_over"], None)


def test_nobody_reads_what_is_not_theirs(service: Any, store: Store) -> None:
    put_on(store)
    named = {"registration_id": service.register(**asked(1))["id"], "actor": actor_json(somebody(2))}
    for method in (service.registration, service.decisions_of, service.cancel_registration, service.accept_offer):
        with pytest.raises(NotFound, match="registration_not_found"):
            method(**named)
    for method in (service.registrations_at, service.decisions_of):
        with pytest.raises(Forbidden, match="permission_missing"):
            method(occurrence_id="occurrence-1", actor=actor_json(somebody(1)))
        with pytest.raises(NotFound, match="occurrence_not_found"):
            method(occurrence_id="nowhere", actor=actor_json(DESK))
    with pytest.raises(Invalid):
        service.decisions_of(actor=actor_json(DESK))


def test_staff_approves_declines_and_promotes(service: Any, store: Store) -> None:
    put_on(store, Terms(mode="moderated", promotion="manual"), capacity=2, waiting_seats=5)
    ids = [service.register(**asked(number, accept_waiting=True))["id"] for number in (1, 2, 3)]
    staff = {"actor": actor_json(DESK)}
    assert service.approve_registration(registration_id=ids[0], **staff)["status"] == "confirmed"
    assert service.decline_registration(registration_id=ids[1], **staff)["end_reason"] == "staff"
    assert service.promote(registration_id=ids[2], **staff)["status"] == "offered"


def test_a_timer_ends_what_has_lapsed_and_measures_who_waits(service: Any, store: Store) -> None:
    put_on(store, capacity=1, waiting_seats=5)
    ids = [service.register(**asked(number, accept_waiting=True))["id"] for number in (1, 2, 3)]
    service.cancel_registration(registration_id=ids[0], actor=actor_json(somebody(1)))
    with store.transaction() as session:
        session.execute(registrations.update().values(lapses_at=NOW - timedelta(seconds=1)))
    mine = {"registration_id": ids[1], "actor": actor_json(somebody(2))}
    assert service.registration(**mine)["status"] == "lapsed"  # read before anybody wrote it down
    service.settle_lists()
    assert [service.registration(registration_id=one, actor=actor_json(DESK))["status"] for one in ids] == [
        "cancelled",
        "lapsed",
        "offered",
    ]
    labels = {"service": "bookings"}
    assert REGISTRY.get_sample_value("champlibre_registrations_waiting", labels) == 0
    service.register(**asked(4, accept_waiting=True))
    service.settle_lists()
    assert REGISTRY.get_sample_value("champlibre_registrations_waiting", labels) == 1
    assert REGISTRY.get_sample_value("champlibre_registrations_waiting_oldest_seconds", labels) is not None


@pytest.mark.parametrize("number", [2**70, 2**63, -1])
def test_a_list_goes_on_from_no_number_that_no_row_has(service: Any, store: Store, number: int) -> None:
    put_on(store)
    after = Cursor(fields.Integer()).serialize("after", {"after": (number,)})
    for method in (service.registrations_at, service.decisions_of):
        with pytest.raises(Invalid, match="invalid"):
            method(occurrence_id="occurrence-1", actor=actor_json(DESK), after=after)


def test_what_is_listed_takes_as_many_queries_for_many_as_for_one(service: Any, store: Store) -> None:
    put_on(store, capacity=2, waiting_seats=50)
    counts = []
    for upto in (range(1, 4), range(4, 20)):
        for number in upto:
            service.register(**asked(number, accept_waiting=True))
        with queries_of(store) as seen:
            service.registrations_at(occurrence_id="occurrence-1", actor=actor_json(DESK))
        counts.append(len(seen))
    assert counts[0] == counts[1]
