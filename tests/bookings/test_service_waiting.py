"""The waiting list over the bus, and the timer that offers what nobody offered. The clock is the real one here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete

from chassis import clock
from chassis.database import Store
from chassis.errors import Conflict, Invalid, NotFound, Unprocessable
from services.bookings import commands
from services.bookings.service import Bookings
from services.bookings.tables import bookings, claims
from tests.bookings.world import OTHER, PLACE, ROOM, actor_json

TOMORROW = datetime.combine(clock.now().date() + timedelta(days=1), time(9), tzinfo=UTC)
PERIOD = {"starts_at": TOMORROW.isoformat(), "ends_at": (TOMORROW + timedelta(hours=1)).isoformat()}
TAKEN = {"space_id": ROOM.space_id, **PERIOD, "actor": actor_json()}
ASKED = {**TAKEN, "actor": actor_json(OTHER)}


@pytest.fixture
def service(store: Store) -> Any:
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="24/7"), clock.now())
    service = Bookings()
    service.database = store
    return service


def test_a_member_waits_sees_their_place_and_leaves(service: Any) -> None:
    service.book(**TAKEN)
    wait = service.join_waiting_list(**ASKED)
    assert (wait["status"], wait["position"], wait["starts_at"]) == ("waiting", 1, PERIOD["starts_at"])
    listed = {"items": [wait], "next": None}
    assert service.waits_of(actor=actor_json(OTHER)) == json.loads(json.dumps(listed)) == listed
    assert service.waits_of(actor=actor_json()) == {"items": [], "next": None}
    left = service.leave_waiting_list(wait_id=wait["id"], actor=actor_json(OTHER))
    assert (left["status"], left["position"]) == ("left", None)
    with pytest.raises(NotFound, match="wait_not_found"):
        service.leave_waiting_list(wait_id=wait["id"], actor=actor_json())


def test_a_key_makes_one_wait(service: Any) -> None:
    service.book(**TAKEN)
    once = service.join_waiting_list(**ASKED, idempotency_key="key-1")
    assert service.join_waiting_list(**ASKED, idempotency_key="key-1") == once
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        service.join_waiting_list(**{**ASKED, "persons": 2}, idempotency_key="key-1")
    with pytest.raises(Conflict, match="already_waiting"):
        service.join_waiting_list(**ASKED, idempotency_key="key-2")


def test_what_does_not_fit_is_refused(service: Any) -> None:
    with pytest.raises(Invalid, match="period_invalid"):
        service.join_waiting_list(**{**ASKED, "ends_at": ASKED["starts_at"]})
    with pytest.raises(Invalid, match="invalid"):
        service.join_waiting_list(**ASKED, past=["too_long"])  # nobody's wait goes past a rule


def test_an_offer_is_a_booking_of_the_same_id_that_the_member_confirms(service: Any) -> None:
    booked = service.book(**TAKEN)
    wait = service.join_waiting_list(**ASKED)
    service.cancel(booking_id=booked["id"], actor=actor_json())
    (shown,) = service.waits_of(actor=actor_json(OTHER))["items"]
    assert (shown["id"], shown["status"], shown["position"]) == (wait["id"], "offered", None)
    assert service.confirm(booking_id=wait["id"], actor=actor_json(OTHER))["status"] == "confirmed"


def test_the_timer_offers_what_nobody_offered_and_tells_how_many_wait(service: Any, store: Store) -> None:
    def seen(name: str, **labels: str) -> float | None:
        return REGISTRY.get_sample_value(name, {"service": "bookings", **labels})

    service.book(**TAKEN)
    wait = service.join_waiting_list(**ASKED)
    service.offer_what_is_free()
    assert seen("champlibre_waits_queued") == 1
    with store.transaction() as session:  # as if it had been freed by nobody
        session.execute(delete(claims))
        session.execute(delete(bookings))
    held = seen("champlibre_events_recorded_total", event="booking.held") or 0
    service.offer_what_is_free()
    assert service.booking(booking_id=wait["id"], actor=actor_json(OTHER))["status"] == "held"
    assert seen("champlibre_waits_queued") == 0
    assert seen("champlibre_events_recorded_total", event="booking.held") == held + 1
