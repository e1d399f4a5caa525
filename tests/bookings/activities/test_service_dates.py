"""Dates over the bus, and the timers that look after them. The clock is the real one here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import update

from chassis import clock
from chassis.database import Store
from chassis.errors import Forbidden, Invalid, NotFound
from services.bookings.service import Bookings
from services.bookings.tables import occurrences
from tests.bookings.activities.dates import have
from tests.bookings.activities.dates import seen as seen_occurrence
from tests.bookings.activities.programme import ELSEWHERE, STAFF, activity, put
from tests.bookings.front_desk import names
from tests.bookings.world import ROOM, actor_json

EDITOR = actor_json(STAFF)


def weekday(days: int = 7) -> str:
    """A Monday that comes in so many days, or soon after."""
    day = (clock.now() + timedelta(days=days)).date()
    return (day + timedelta(days=-day.weekday() % 7)).isoformat()


def asked(days: int = 7, **more: Any) -> dict[str, Any]:
    day = weekday(days)
    when = {"starts_local": f"{day}T17:00", "ends_local": f"{day}T19:00"}
    return {"activity_id": "activity-lamp", "actor": EDITOR, "capacity": 8, **when, **more}


@pytest.fixture
def service(store: Store) -> Any:
    long_ago = clock.now() - timedelta(days=60)
    with store.transaction() as session:
        put(session, activity(visible_from=long_ago, announced_at=long_ago))
    service = Bookings()
    service.database = store
    return service


def made(service: Any, **more: Any) -> dict[str, Any]:
    [occurrence] = service.schedule(**asked(**more))["occurrences"]
    return dict(occurrence)


def test_a_date_is_seen_before_it_is_made_and_made_once_under_a_key(service: Any) -> None:
    looked_at = asked(space_id=ROOM.space_id)
    seen = service.preview_schedule(**looked_at)
    assert (seen["zone"], [item["status"] for item in seen["items"]]) == ("Europe/Paris", ["free"])
    assert seen["items"][0]["price_cents"] == 2500
    first = service.schedule(**asked(space_id=ROOM.space_id, idempotency_key="key-1"))
    assert service.schedule(**asked(space_id=ROOM.space_id, idempotency_key="key-1")) == first
    assert first["occurrences"][0]["space_id"] == ROOM.space_id and first["occurrences"][0]["booking_id"]
    seen = service.preview_schedule(**looked_at, rule="FREQ=WEEKLY;COUNT=2")
    assert [(item["status"], item["codes"]) for item in seen["items"]] == [("taken", ["unit_taken"]), ("free", [])]
    refused = service.schedule(**asked(space_id=ROOM.space_id))["refused"]
    assert [(one["starts_local"], one["codes"]) for one in refused] == [(f"{weekday()}T17:00", ["unit_taken"])]


def test_a_date_without_a_space_is_seen_as_the_clocks_allow(service: Any) -> None:
    past: dict[str, Any] = {"starts_local": "2020-01-06T17:00", "ends_local": "2020-01-06T19:00"}
    assert service.preview_schedule(**asked())["items"][0]["status"] == "free"
    assert service.preview_schedule(**asked(**past))["items"][0]["codes"] == ["in_the_past"]


def test_a_date_is_moved_and_its_space_stays_unless_another_is_said(service: Any) -> None:
    at = {"occurrence_id": made(service, space_id=ROOM.space_id)["id"], "actor": EDITOR}
    when = {name: asked(14)[name] for name in ("starts_local", "ends_local")}
    moved = service.reschedule(**at, **when)
    assert (moved["state"], moved["starts_local"], moved["space_id"]) == (
        "rescheduled",
        when["starts_local"],
        ROOM.space_id,
    )
    assert service.reschedule(**at, **when, space_id=None)["space_id"] is None


def test_a_date_is_postponed_moved_online_resized_and_cancelled(service: Any, store: Store) -> None:
    at = {"occurrence_id": made(service)["id"], "actor": EDITOR}
    kept_back = [{"organisation_id": "organisation-1", "seats": 2}]
    resized = service.resize(**at, capacity=12, kept_back=kept_back)
    assert (resized["capacity"], resized["seats_left"], resized["kept_back"]) == (12, 10, kept_back)
    online = service.move_online(**at, online_url="https://visio.example.org/lampe")
    assert (online["state"], online["online_url"]) == ("moved_online", "https://visio.example.org/lampe")
    assert service.postpone(**at)["state"] == "postponed"
    assert service.cancel_occurrence(**at, reason="ill")["cancel_reason"] == "ill"
    assert names(store, at["occurrence_id"]) == [
        "occurrence.scheduled",
        "occurrence.resized",
        "occurrence.moved_online",
        "occurrence.postponed",
        "occurrence.cancelled",
    ]


def test_what_is_ours_to_say_is_no_reason_of_staff(service: Any) -> None:
    with pytest.raises(Invalid):
        service.cancel_occurrence(occurrence_id=made(service)["id"], actor=EDITOR, reason="below_minimum")


def test_everybody_sees_a_date_on_the_programme_and_only_staff_what_is_kept_of_it(service: Any) -> None:
    occurrence_id = made(service, space_id=ROOM.space_id)["id"]
    seen = service.occurrence(occurrence_id=occurrence_id)
    assert seen["activity"]["id"] == "activity-lamp" and seen["occurrence"]["registration"] == "open"
    assert "booking_id" not in seen["occurrence"]
    assert service.occurrence(occurrence_id=occurrence_id, actor=EDITOR)["occurrence"]["booking_id"]
    with pytest.raises(NotFound):
        service.occurrence(occurrence_id="nowhere")


def test_a_date_of_a_draft_is_seen_by_its_staff_alone(service: Any, store: Store) -> None:
    with store.transaction() as session:
        put(session, activity("activity-draft", status="draft", announced_at=None, visible_from=None))
    [occurrence] = service.schedule(**asked(activity_id="activity-draft"))["occurrences"]
    assert service.occurrence(occurrence_id=occurrence["id"], actor=EDITOR)
    for actor in (None, actor_json(ELSEWHERE)):
        with pytest.raises(NotFound):
            service.occurrence(occurrence_id=occurrence["id"], actor=actor)


def test_the_front_desk_sees_what_is_booked_for_which_activity(service: Any) -> None:
    occurrence = made(service, space_id=ROOM.space_id)
    at = {"place_id": ROOM.place_id, "from_": occurrence["starts_at"], "to": occurrence["ends_at"]}
    [booking] = service.bookings_at(actor=EDITOR, **at)["items"]
    assert (booking["called"], booking["for_occurrence_id"]) == ("Fabriquer sa lampe", occurrence["id"])


def test_nobody_else_looks_what_a_date_would_come_to(service: Any) -> None:
    with pytest.raises(Forbidden):
        service.preview_schedule(**asked(actor=actor_json(ELSEWHERE), space_id=ROOM.space_id))


def test_the_timer_warns_of_what_is_short_and_cancels_it(service: Any, store: Store) -> None:
    occurrence = made(service, min_persons=5)
    service.watch_minimums()
    assert names(store, occurrence["id"]) == ["occurrence.scheduled"]
    _starts_in(store, occurrence["id"], hours=48)
    service.watch_minimums()
    service.watch_minimums()
    assert names(store, occurrence["id"])[1:] == ["occurrence.found_short"]
    assert REGISTRY.get_sample_value("champlibre_occurrences_short", {"service": "bookings"}) == 1
    _starts_in(store, occurrence["id"], hours=23)
    service.watch_minimums()
    assert names(store, occurrence["id"])[2:] == ["occurrence.cancelled"]
    assert REGISTRY.get_sample_value("champlibre_occurrences_short", {"service": "bookings"}) == 0


def test_the_timer_notes_what_is_over(service: Any, store: Store) -> None:
    occurrence = made(service)
    have(store, seen_occurrence(store, occurrence["id"]))
    service.note_ends()
    assert names(store, occurrence["id"]) == ["occurrence.scheduled"]
    _starts_in(store, occurrence["id"], hours=-3)
    service.note_ends()
    service.note_ends()
    assert names(store, occurrence["id"])[1:] == ["occurrence.ended"]


def _starts_in(store: Store, occurrence_id: str, hours: int) -> None:
    """Time passes: it was planned a month ago."""
    now = clock.now()
    starts_at = now + timedelta(hours=hours)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "dated_at": now - timedelta(days=30)}
    with store.transaction() as session:
        session.execute(update(occurrences).where(occurrences.c.occurrence_id == occurrence_id).values(times))
