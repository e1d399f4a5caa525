"""Series over the bus: JSON in, JSON out, on both databases. The clock is the real one here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.database import Store
from chassis.errors import Conflict, Invalid, NotFound, Unprocessable
from services.bookings import commands, domain
from services.bookings.service import Bookings
from tests.bookings.world import ACTOR, OTHER, PLACE, ROOM, actor_json

START = domain.occurrences.wall_time(clock.now(), PLACE.zone).replace(hour=9, minute=0, second=0, microsecond=0)
FIRST = START + timedelta(days=2)
ASKED: dict[str, Any] = {
    "space_id": ROOM.space_id,
    "rule": "FREQ=DAILY;COUNT=3",
    "starts_local": FIRST.isoformat(timespec="minutes"),
    "ends_local": (FIRST + timedelta(hours=1)).isoformat(),
    "actor": actor_json(),
}
KEYS = [(FIRST + timedelta(days=n)).isoformat() for n in range(4)]


def on_day(number: int) -> dict[str, str]:
    """The same hours of a day, as instants."""
    start = FIRST + timedelta(days=number)
    one = domain.occurrences.occurrence(start, start + timedelta(hours=1), PLACE.zone).period
    assert one is not None, "nine in the morning is in every day"
    return {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}


@pytest.fixture
def service(store: Store) -> Any:
    with store.transaction() as session:
        commands.publish_place(session, replace(PLACE, opening_hours="24/7"), clock.now())
    service = Bookings()
    service.database = store
    return service


def others(service: Any, number: int) -> dict[str, Any]:
    """What another member holds."""
    made: dict[str, Any] = service.book(space_id=ROOM.space_id, **on_day(number), actor=actor_json(OTHER))
    return made


def test_a_series_is_previewed_booked_and_shown(service: Any) -> None:
    others(service, 1)
    preview = service.preview_series(**ASKED)
    assert (preview["space_id"], preview["zone"]) == (ROOM.space_id, "Europe/Paris")
    assert [(item["occurrence"], item["status"], item["codes"]) for item in preview["items"]] == [
        (KEYS[0], "free", []), (KEYS[1], "taken", ["unit_taken"]), (KEYS[2], "free", []),
    ]  # fmt: skip
    assert {name: preview["items"][0][name] for name in ("starts_at", "ends_at", "price_cents", "currency")} == {
        **on_day(0), "price_cents": 1250, "currency": "EUR",
    }  # fmt: skip
    made = service.book_series(**ASKED)
    assert [(one["occurrence"], one["series_id"]) for one in made["bookings"]] == [
        (KEYS[0], made["id"]), (KEYS[2], made["id"]),
    ]  # fmt: skip
    assert made["refused"] == [{"occurrence": KEYS[1], **on_day(1), "codes": ["unit_taken"]}]
    assert (made["rule"], made["starts_local"], made["zone"]) == (ASKED["rule"], KEYS[0], "Europe/Paris")
    assert service.series(series_id=made["id"], actor=actor_json()) == made


def test_a_visitor_previews_a_series(service: Any) -> None:
    assert len(service.preview_series(**{**ASKED, "actor": None})["items"]) == 3


def test_a_series_with_a_key_is_booked_once(service: Any) -> None:
    first = service.book_series(**ASKED, idempotency_key="k")
    assert service.book_series(**ASKED, idempotency_key="k") == first
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        service.book_series(**{**ASKED, "rule": "FREQ=DAILY;COUNT=4"}, idempotency_key="k")
    with pytest.raises(Conflict, match="series_conflict"):
        service.book_series(**ASKED, idempotency_key="another")


def test_all_or_nothing_when_it_is_asked_so(service: Any) -> None:
    others(service, 1)
    with pytest.raises(Conflict) as refusal:
        service.book_series(**ASKED, on_conflict="fail")
    assert refusal.value.detail == {"occurrences": [{"occurrence": KEYS[1], "codes": ["unit_taken"]}]}
    assert service.bookings_of(actor=actor_json())["items"] == []


def test_what_was_refused_is_tried_again_and_a_date_is_added_once(service: Any) -> None:
    theirs = others(service, 1)
    made = service.book_series(**ASKED)
    service.cancel(booking_id=theirs["id"], actor=actor_json(OTHER))
    named = {"series_id": made["id"], "actor": actor_json()}
    again = service.retry_series(**named)
    assert [one["occurrence"] for one in again["bookings"]] == [KEYS[1]]
    assert (again["refused"], again["sequence"]) == ([], 1)
    added = service.add_to_series(**named, starts_local=KEYS[3], idempotency_key="k")
    assert [one["starts_at"] for one in added["bookings"]] == [on_day(3)["starts_at"]]
    assert service.add_to_series(**named, starts_local=KEYS[3], idempotency_key="k") == added
    assert len(service.series(**named)["bookings"]) == 4


def test_bookings_of_a_series_change_together(service: Any) -> None:
    made = service.book_series(**ASKED)
    named = {"booking_id": made["bookings"][1]["id"], "actor": actor_json()}
    start = domain.occurrences.instant(FIRST + timedelta(days=1, hours=5), PLACE.zone)
    moved = service.move_series(
        **named, scope="following", starts_at=start.isoformat(), ends_at=(start + timedelta(hours=1)).isoformat()
    )
    assert (moved["booking"]["starts_at"], moved["changed"], moved["refused"]) == (start.isoformat(), 2, [])
    alone = service.cancel_series(**named)
    assert (alone["booking"]["status"], alone["booking"]["cancel_reason"], alone["changed"]) == (
        "cancelled",
        "member",
        1,
    )
    cancelled = service.cancel_series(**named, scope="all")
    assert (cancelled["booking"]["status"], cancelled["changed"]) == ("cancelled", 2)
    shown = service.series(series_id=made["id"], actor=actor_json())
    assert {one["status"] for one in shown["bookings"]} == {"cancelled"}


def test_another_members_series_is_as_unknown_as_one_that_never_was(service: Any) -> None:
    made = service.book_series(**ASKED)
    for series_id in (made["id"], "never"):
        with pytest.raises(NotFound, match="series_not_found"):
            service.series(series_id=series_id, actor=actor_json(replace(ACTOR, member_id="member-3")))


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_local": "2026-13-01T09:00"},
        {"starts_local": "2026-11-23T09:00:00Z"},
        {"starts_local": 5},
        {"ends_local": "2026-11-23"},
        {"rule": ""},
        {"on_conflict": "ask"},
        {"past": ["Not a code"]},
        {"actor": None},
        {"name": "Amina"},
    ],
)
def test_what_does_not_have_the_form_is_refused(service: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        service.book_series(**{**ASKED, **wrong})
    assert refusal.value.code == "invalid"
