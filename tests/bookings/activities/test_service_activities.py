"""The programme over the bus. The clock is the real one here."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chassis import clock
from chassis.database import Store
from chassis.errors import Invalid, NotFound, Unprocessable
from services.bookings.service import Bookings
from tests.bookings.activities.programme import ELSEWHERE, STAFF, activity, occurrence, put
from tests.bookings.world import PLACE, actor_json

SOON = clock.now().replace(microsecond=0) + timedelta(days=10)
QUARTER = f"{SOON.year}-Q{(SOON.month + 2) // 3}"
FORM = [{"name": "age", "label": {"fr": "Votre âge ?"}, "kind": "number", "required": True, "keep_days": 7}]
DRAFT = {
    "city": "roubaix",
    "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
    "summary": {"fr": "Un soir, une lampe, à emporter."},
    "kind": "workshop",
    "place_id": PLACE.place_id,
    "prices": [{"label": "Plein", "cents": 300}],
    "terms": {"most_seats": 2, "opens_at": "2026-11-20T08:00:00+00:00", "form": FORM},
}


@pytest.fixture
def service(store: Store) -> Any:
    service = Bookings()
    service.database = store
    service.settings = SimpleNamespace(cities={"roubaix": SimpleNamespace(name="Roubaix")})
    return service


def drafted(service: Any, **more: Any) -> Any:
    return service.draft_activity(actor=actor_json(STAFF), **{**DRAFT, **more})


def dated(store: Store, activity_id: str, occurrence_id: str = "occurrence-1") -> None:
    until = SOON + timedelta(hours=2)
    local = SOON.isoformat()[:16]
    with store.transaction() as session:
        put(
            session,
            occurrence(occurrence_id, activity_id=activity_id, starts_at=SOON, ends_at=until, starts_local=local),
        )


def test_a_draft_becomes_part_of_the_programme(service: Any, store: Store) -> None:
    draft = drafted(service)
    assert json.loads(json.dumps(draft)) == draft
    assert (draft["status"], draft["terms"]["form"][0]["keep_days"], draft["sequence"]) == ("draft", 7, 0)
    named = {"activity_id": draft["id"], "actor": actor_json(STAFF)}
    with pytest.raises(NotFound, match="activity_not_found"):
        service.activity(activity_id=draft["id"])
    assert service.edit_activity(**named, theme="Lumière", sequence=0)["sequence"] == 1
    assert service.propose_activity(**named)["status"] == "proposed"
    assert service.send_back_activity(**named)["status"] == "draft"
    dated(store, draft["id"])
    assert service.publish_activity(**named)["status"] == "published"
    seen = service.activity(activity_id=draft["id"])
    assert "drafted_by_id" not in seen["activity"]
    assert [one["registration"] for one in seen["occurrences"]] == ["open"]
    assert service.agenda(text="lumiere")["items"] == [
        {"activity": seen["activity"], "occurrence": seen["occurrences"][0]}
    ]
    assert service.agenda(cities=["tourcoing"])["items"] == []
    assert service.withdraw_activity(**named)["status"] == "draft"
    assert service.cancel_activity(**named, reason="weather")["cancel_reason"] == "weather"


def test_staff_sees_more_of_it(service: Any, store: Store) -> None:
    with store.transaction() as session:
        put(session, activity())
    dated(store, "activity-lamp")
    for actor, more in ((STAFF, True), (ELSEWHERE, False)):
        seen = service.activity(activity_id="activity-lamp", actor=actor_json(actor))
        assert ("drafted_by_id" in seen["activity"], "kept_back" in seen["occurrences"][0]) == (more, more)
    page = service.activities_of(city="roubaix", actor=actor_json(STAFF), limit=1)
    assert [one["id"] for one in page["items"]] == ["activity-lamp"]
    assert page["next"] is None


def test_a_key_makes_one_draft(service: Any) -> None:
    once = drafted(service, idempotency_key="key-1")
    assert drafted(service, idempotency_key="key-1") == once
    with pytest.raises(Unprocessable, match="idempotency_key_reused"):
        drafted(service, idempotency_key="key-1", theme="Lumière")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": {"fr": "x" * 141}}, "/title/fr/value"),
        ({"title": {"xx": "x"}}, "/title/xx/key"),
        ({"kind": "party"}, "/kind"),
        ({"prices": [{"label": "Plein", "cents": -1}]}, "/prices/0/cents"),
        ({"image": {"url": "javascript:alert(1)", "alt": "x"}}, "/image/url"),
        ({"terms": {"offer_hours": 0}}, "/terms/offer_hours"),
        ({"terms": {"form": [{"name": "Not Snake", "label": {"fr": "x"}}]}}, "/terms/form/0/name"),
        ({"venue": {"name": "x", "kind": "castle", "address": "x", "postcode": "x", "commune": "x"}}, "/venue/kind"),
        ({"max_age": 121}, "/max_age"),
    ],
)
def test_what_does_not_fit_is_refused_with_where(service: Any, wrong: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(service, **wrong)
    assert pointer in {error["pointer"] for error in refused.value.detail["errors"]}


def test_a_copy_names_the_city_it_comes_from(service: Any, store: Store) -> None:
    with store.transaction() as session:
        put(session, activity())
    copied = service.copy_activity(activity_id="activity-lamp", city="tourcoing", actor=actor_json(ELSEWHERE))
    assert (copied["attribution"], copied["copied_from_city"]) == ("« Fabriquer sa lampe », Roubaix", "roubaix")


def test_a_programme_is_under_embargo_until_its_hour(service: Any, store: Store) -> None:
    until = (clock.now() + timedelta(days=1)).replace(microsecond=0)
    said = {"city": "roubaix", "quarter": QUARTER, "introduction": {"fr": "Le trimestre."}}
    programme = {**said, "embargo_until": until.isoformat(), "actor": actor_json(STAFF)}
    assert service.set_programme(**programme)["introduction"] == {"fr": "Le trimestre."}
    draft = drafted(service)
    dated(store, draft["id"])
    service.publish_activity(activity_id=draft["id"], actor=actor_json(STAFF))
    assert service.agenda()["items"] == service.programme(quarter=QUARTER)["items"] == []
    assert [one["introduction"] for one in service.programmes()["items"]] == [{}]
    shown = service.programme(quarter=QUARTER, actor=actor_json(STAFF))
    assert ([one["introduction"] for one in shown["cities"]], len(shown["items"])) == ([{"fr": "Le trimestre."}], 1)
    service.announce()
    assert service.agenda()["items"] == []
    over = {**programme, "embargo_until": (clock.now() - timedelta(seconds=1)).isoformat()}
    service.set_programme(**over)
    assert len(service.agenda()["items"]) == 1


def test_what_the_embargo_keeps_is_announced_by_the_timer(service: Any, store: Store) -> None:
    past = clock.now() - timedelta(minutes=1)
    with store.transaction() as session:
        for number in range(25):
            put(session, replace(activity(f"activity-{number}"), visible_from=past, announced_at=None))
    service.announce()
    page = service.activities_of(city="roubaix", actor=actor_json(STAFF), limit=50)
    assert all(one["announced_at"] for one in page["items"])
