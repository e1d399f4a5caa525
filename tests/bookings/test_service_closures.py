"""Closures over the bus: JSON in, JSON out, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.database import Store
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, Unprocessable
from services.bookings import commands
from services.bookings.service import Bookings
from tests.bookings.closing import STAFF, know
from tests.bookings.domain.test_calendar_entries import calendar, entry
from tests.bookings.world import PLACE, ROOM, actor_json

TOMORROW = datetime.combine(clock.now().date() + timedelta(days=1), time(0), tzinfo=UTC)
WHERE = {"place_id": PLACE.place_id, "actor": actor_json(STAFF)}
DECIDED = {"booking_id": "b", "decision": "keep"}


def span(start: int, end: int) -> dict[str, str]:
    return {
        "starts_at": (TOMORROW + timedelta(hours=start)).isoformat(),
        "ends_at": (TOMORROW + timedelta(hours=end)).isoformat(),
    }


@pytest.fixture
def service(store: Store) -> Any:
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="24/7"), clock.now())
    know(store)
    service = Bookings()
    service.database = store
    return service


def test_a_closure_is_previewed_decided_made_and_withdrawn(service: Any) -> None:
    booking = service.book(space_id=ROOM.space_id, actor=actor_json(), **span(9, 11))
    [hit] = service.preview_closure(**WHERE, **span(8, 12))["hits"]
    assert hit["booking"]["id"] == booking["id"]
    proposal = hit["proposals"][0]
    assert proposal["space_id"] == ROOM.space_id and proposal["starts_at"] == span(12, 14)["starts_at"]
    decision = {name: proposal[name] for name in ("space_id", "starts_at", "ends_at")}
    made = service.close(
        **WHERE,
        **span(8, 12),
        reason="Inventaire",
        decisions=[{"booking_id": booking["id"], "decision": "propose", **decision}],
    )
    assert [one["status"] for one in made["bookings"]] == ["confirmed", "held"]
    closure = made["closure"]
    assert service.closures(place_id=PLACE.place_id) == {"items": [closure], "next": None}
    assert service.withdraw_hours(special_id=closure["id"], actor=actor_json(STAFF)) == closure
    assert service.closures(place_id=PLACE.place_id) == {"items": [], "next": None}


def test_a_closure_asked_for_twice_under_one_key_is_made_once(service: Any) -> None:
    asked = {**WHERE, **span(8, 12), "reason": "Inventaire", "idempotency_key": "k"}
    assert service.close(**asked) == service.close(**asked)
    assert len(service.closures(place_id=PLACE.place_id)["items"]) == 1
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        service.close(**{**asked, "reason": "Travaux"})
    evening = {**asked, "reason": "Nocturne"}
    assert service.open_extra(**evening) == service.open_extra(**evening)


def test_a_calendar_says_what_it_hits_until_everything_is_decided(service: Any) -> None:
    booking = service.book(space_id=ROOM.space_id, actor=actor_json(), **span(9, 11))
    text = calendar(entry(f"DTSTART;VALUE=DATE:{TOMORROW:%Y%m%d}"))
    asked = service.import_closures(**WHERE, calendar=text)
    assert asked["applied"] is False and asked["bookings"] == []
    assert [hit["booking"]["id"] for hit in asked["hits"]] == [booking["id"]]
    done = service.import_closures(**WHERE, calendar=text, decisions=[{**DECIDED, "booking_id": booking["id"]}])
    assert done["applied"] is True and done["hits"] == []
    assert len(done["announced"]) == 1 and [one["id"] for one in done["bookings"]] == [booking["id"]]


@pytest.mark.parametrize(
    ("method", "asked", "kind", "code"),
    [
        ("preview_closure", span(12, 8), Invalid, "period_invalid"),
        ("preview_closure", span(8, 12) | {"space_id": "no-space"}, NotFound, "space_not_found"),
        ("preview_closure", span(8, 12) | {"place_id": "no-place"}, NotFound, "place_not_found"),
        ("preview_closure", span(8, 12) | {"actor": actor_json()}, Forbidden, "permission_missing"),
        ("close", span(-80, -40) | {"reason": "x"}, Conflict, "in_the_past"),
        ("close", span(8, 12) | {"reason": "x", "decisions": [DECIDED, DECIDED]}, Invalid, "invalid"),
        ("close", span(8, 12) | {"reason": "x", "decisions": [{**DECIDED, "space_id": "s"}]}, Invalid, "invalid"),
        ("close", span(8, 12) | {"reason": "x", "decisions": [{**DECIDED, **span(1, 2)}]}, Invalid, "invalid"),
        ("close", span(8, 12), Invalid, "invalid"),
        ("import_closures", {"calendar": "x" * 300_000}, Invalid, "invalid"),
        ("import_closures", {"calendar": "x"}, Invalid, "calendar_invalid"),
    ],
)
def test_what_cannot_be_is_refused(service: Any, method: str, asked: dict[str, Any], kind: type, code: str) -> None:
    with pytest.raises(kind, match=code):
        getattr(service, method)(**{**WHERE, **asked})


def test_the_closures_of_a_place_that_is_not_there_are_refused(service: Any) -> None:
    with pytest.raises(NotFound, match="place_not_found"):
        service.closures(place_id="no-place")
