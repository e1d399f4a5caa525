"""What others ask over the bus: JSON in, JSON out, on both databases. The clock is the real one here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chassis import clock
from chassis.database import Store
from chassis.errors import Invalid, NotFound, Unavailable, Unprocessable
from services.bookings import commands
from services.bookings.domain import OWN_REASONS
from services.bookings.service import Bookings
from tests.bookings.test_parallel import all_at_once
from tests.bookings.world import OTHER, PLACE, ROOM, actor_json

TOMORROW = datetime.combine(clock.now().date() + timedelta(days=1), time(0), tzinfo=UTC)


def at(hour: float) -> str:
    """An hour of tomorrow as another zone may write it."""
    return (TOMORROW + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")


ASKED = {"space_id": ROOM.space_id, "starts_at": at(9), "ends_at": at(10), "actor": actor_json()}


@pytest.fixture
def service(store: Store) -> Any:
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="24/7"), clock.now())
    service = Bookings()
    service.database = store
    service.settings = SimpleNamespace(cities={"roubaix": None})
    return service


def test_places_and_spaces_are_shown_with_what_they_hold(service: Any) -> None:
    (place,) = service.places(city="roubaix")["items"]
    assert service.places(city="nowhere") == {"items": []}
    shown = service.place(place_id=place["id"])
    assert {space["id"] for space in shown["spaces"]} == {"space-room", "space-desks"}
    space = service.space(space_id="space-room")
    assert (space["units"], space["hourly_price_cents"], space["equipment"]) == (1, 1250, ["screen"])
    assert space["place"] == place
    first = service.spaces(limit=1)
    second = service.spaces(limit=1, after=first["next"])
    assert [page["items"][0]["id"] for page in (first, second)] == ["space-desks", "space-room"]
    assert second["next"] is None


def test_a_booking_is_quoted_made_shown_and_cancelled(service: Any) -> None:
    quote = service.quote(**ASKED)
    assert quote["refusals"] == []
    booking = service.book(**ASKED)
    assert (booking["price_cents"], booking["price_rule"]) == (quote["price_cents"], quote["rule"])
    assert booking["starts_at"] == (TOMORROW + timedelta(hours=9)).isoformat()
    named = {"booking_id": booking["id"], "actor": actor_json()}
    seen = booking | {"called": "000001"}  # the end of the id: no handle was chosen
    assert service.booking(**named) == seen
    assert service.bookings_of(actor=actor_json()) == {"items": [seen], "next": None}
    assert [refusal["code"] for refusal in service.quote(**ASKED)["refusals"]] == ["unit_taken"]
    cancelled = service.cancel(**named)
    assert (cancelled["status"], cancelled["sequence"]) == ("cancelled", 1)
    assert service.cancel(**named) == cancelled
    assert service.quote(**ASKED)["refusals"] == []


def test_availability_shows_what_is_left(service: Any) -> None:
    service.book(**ASKED)
    found = service.availability(space_id="space-room", from_=at(8), to=at(12))
    assert found["open"] == [{"starts_at": at(8).replace("Z", "+00:00"), "ends_at": at(12).replace("Z", "+00:00")}]
    assert [free["units"] for free in found["free"]] == [1, 1]
    assert found["free"][0]["ends_at"] == at(9).replace("Z", "+00:00")
    assert (found["units"], found["zone"]) == (1, "Europe/Paris")


def test_all_answers_are_json(service: Any) -> None:
    booking = service.book(**ASKED)
    for answer in (service.places(), service.spaces(), service.quote(**ASKED), booking, service.issuer_keys()):
        assert json.loads(json.dumps(answer)) == answer


def test_a_key_makes_one_booking_however_often_it_is_sent(service: Any) -> None:
    once = service.book(**ASKED, idempotency_key="key-1")
    assert service.book(**ASKED, idempotency_key="key-1") == once
    newer_token = {**ASKED, "actor": {**actor_json(), "roles": ["member", "facilitator"]}}
    assert service.book(**newer_token, idempotency_key="key-1") == once
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        service.book(**{**ASKED, "ends_at": at(11)}, idempotency_key="key-1")
    others = {**ASKED, "starts_at": at(12), "ends_at": at(13), "actor": actor_json(OTHER)}
    assert service.book(**others, idempotency_key="key-1")["id"] != once["id"]


def test_a_key_sent_twice_at_once_makes_one_booking(service: Any) -> None:
    desks = {**ASKED, "space_id": "space-desks"}
    assert all_at_once(lambda: service.book(**desks, idempotency_key="key-1") for _ in range(8)) == {"done": 8}
    assert len(service.bookings_of(actor=actor_json())["items"]) == 1


def test_64_requests_for_one_unit_make_one_booking(service: Any) -> None:
    def book() -> Any:
        """As somebody does who asks again when the answer is that the database has too much to do."""
        while True:
            try:
                return service.book(**ASKED)
            except Unavailable as refusal:
                if refusal.code != "database_busy":
                    raise

    outcomes = all_at_once(book for _ in range(64))
    assert outcomes == {"done": 1, "unit_taken": 63}


def test_bookings_of_another_are_unknown(service: Any) -> None:
    booking = service.book(**ASKED)
    for ask in (service.booking, service.cancel):
        with pytest.raises(NotFound, match="booking_not_found"):
            ask(booking_id=booking["id"], actor=actor_json(OTHER))


@pytest.mark.parametrize(
    ("ask", "asked", "pointer"),
    [
        ("spaces", {"limit": 0}, "/limit"),
        ("spaces", {"limit": 10**9}, "/limit"),
        ("spaces", {"after": "not a cursor"}, "/after"),
        ("spaces", {"after": "WyJhXHUwMDAwIiwgImIiXQ"}, "/after"),  # a NUL character in it
        ("spaces", {"persons": "many"}, "/persons"),
        ("spaces", {"colour": "red"}, "/colour"),
        ("space", {"space_id": "a\0b"}, "/space_id"),
        ("space", {"space_id": 7}, "/space_id"),
        ("place", {}, "/place_id"),
        ("places", {"city": "'; DROP TABLE places"}, "/city"),
        ("availability", {"space_id": "space-room", "from_": "yesterday", "to": at(9)}, "/from_"),
        ("book", {**ASKED, "starts_at": "2026-11-23T09:00:00"}, "/starts_at"),
        ("book", {**ASKED, "actor": {**actor_json(), "member_id": None}}, "/actor/member_id"),
        ("book", {**ASKED, "idempotency_key": "k" * 256}, "/idempotency_key"),
        ("cancel", {"booking_id": "b", "actor": actor_json(), "reason": "Robert'); --"}, "/reason"),
    ],
)
def test_what_has_not_the_form_is_refused_where_it_is_wrong(
    service: Any, ask: str, asked: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Invalid) as refused:
        getattr(service, ask)(**asked)
    assert [error["pointer"] for error in refused.value.detail["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (at(10), at(9), "period_invalid"),
        ("0001-01-01T00:00:00Z", at(9), "period_invalid"),
        (at(0), "9999-12-31T23:59:59Z", "period_invalid"),
        (at(0), at(24 * 32), "span_too_long"),
    ],
)
def test_a_span_that_is_none_or_too_long_is_refused(service: Any, start: str, end: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        service.availability(space_id="space-room", from_=start, to=end)


@pytest.mark.parametrize("reason", OWN_REASONS)
def test_what_only_we_say_of_a_booking_that_ended_nobody_else_says(service: Any, reason: str) -> None:
    booking = service.book(**ASKED)
    for end in (service.cancel, service.cancel_series, service.deny):
        with pytest.raises(Invalid) as refused:
            end(booking_id=booking["id"], actor=actor_json(), reason=reason)
        assert [error["pointer"] for error in refused.value.detail["errors"]] == ["/reason"]
