"""Activities and their dates through the API: what is asked of bookings, for whom, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, NotFound
from tests.gateway.fakes import MEMBER, Gateway, problem

DRAFT = {
    "city": "roubaix", "title": {"fr": "Broder la ville"}, "summary": {"fr": "Deux heures."}, "kind": "workshop",
    "place_id": "p1", "terms": {"mode": "moderated", "opens_at": "2026-12-01T09:00:00+01:00"},
}  # fmt: skip
TERMS = {
    "mode": "open", "external_url": None, "opens_at": None, "closes_minutes": 60, "most_seats": 5,
    "promotion": "automatic", "offer_hours": 48, "decide_hours": 24, "alert_hours": 72, "attestation": None,
    "form": [{"name": "allergies", "label": {"fr": "Des allergies ?"}, "kind": "text", "required": False,
              "choices": [], "keep_days": 30}],
}  # fmt: skip
ACTIVITY = {
    "id": "a1", "city": "roubaix", "status": "published", "title": {"fr": "Broder la ville", "nl": "Borduren"},
    "summary": {"fr": "Deux heures."}, "description": None, "easy_to_read": None, "kind": "workshop",
    "theme": "textile", "cycle": None, "languages": ["fr"], "publics": ["everyone"], "min_age": None, "max_age": None,
    "organiser_id": None, "organiser_name": None, "prices": [{"label": "Plein", "cents": 500, "condition": None}],
    "image": None, "accessibility": ["mi"], "attendance": "on_site", "online_url": None, "place_id": "p1",
    "venue": None, "recipe": None, "copied_from_id": None, "copied_from_city": None, "attribution": None,
    "terms": TERMS, "drafted_by_id": None, "drafted_by_city": None, "published_at": "2026-11-22T08:00:00+00:00",
    "visible_from": "2026-11-22T08:00:00+00:00", "cancelled_at": None, "cancel_reason": None, "sequence": 3,
}  # fmt: skip
OCCURRENCE = {
    "id": "o1", "activity_id": "a1", "city": "roubaix", "place_id": "p1", "place_name": "Le Lieu",
    "address": "1 rue de l’Essai", "latitude": 50.7, "longitude": 3.2, "starts_at": "2026-12-09T17:30:00+00:00",
    "ends_at": "2026-12-09T19:30:00+00:00", "zone": "Europe/Paris", "starts_local": "2026-12-09T18:30",
    "ends_local": "2026-12-09T20:30", "status": "scheduled", "state": "scheduled", "capacity": 12, "min_persons": 5,
    "seats_left": 3, "waiting_seats": 10, "waiting_seats_left": 10, "seats_waiting": 0, "registration": "open",
    "opens_at": None, "closes_at": "2026-12-09T16:30:00+00:00", "space_id": None, "booking_id": None,
    "online_url": None, "kept_back": None, "cancel_reason": None, "previous_starts_at": None, "sequence": 0,
}  # fmt: skip
BOTH = {"occurrence": OCCURRENCE, "activity": ACTIVITY}
PLAN = {"starts_local": "2026-12-09T18:30", "ends_local": "2026-12-09T20:30", "capacity": 12}

DATE = {
    "starts_local": "2026-12-16T18:30", "ends_local": "2026-12-16T20:30", "starts_at": "2026-12-16T17:30:00+00:00",
    "ends_at": "2026-12-16T19:30:00+00:00",
}  # fmt: skip


def test_the_agenda_is_public_may_be_kept_a_minute_and_takes_every_filter(gateway: Gateway) -> None:
    gateway.services.answers["bookings.agenda"] = {"items": [BOTH], "next": "n"}
    query = (
        "from=2026-12-01T00:00:00%2B01:00&to=2027-01-01T00:00:00Z&cities=roubaix,marcq&kinds=workshop&themes=arts,Le+fil"
        "&publics=families&languages=fr,nl&accessibility=mi&attendance=on_site&place_id=p1&free=true&text=brod&limit=1"
    )
    response = gateway.get(f"/agenda?{query}")
    assert (response.status_code, response.json) == (200, {"items": [BOTH], "next": "n"})
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert gateway.services.asked("bookings.agenda") == [{
        "from_": "2026-11-30T23:00:00+00:00", "to": "2027-01-01T00:00:00+00:00",
        "cities": ["roubaix", "marcq"], "kinds": ["workshop"], "themes": ["arts", "Le fil"], "publics": ["families"],
        "languages": ["fr", "nl"], "accessibility": ["mi"], "attendance": "on_site", "place_id": "p1", "free": True,
        "text": "brod", "limit": 1,
    }]  # fmt: skip


def test_an_activity_is_drafted_once_under_its_key(gateway: Gateway) -> None:
    gateway.services.answers["bookings.draft_activity"] = ACTIVITY
    response = gateway.signed_in().post("/activities", DRAFT, Idempotency_Key="k1")
    assert (response.status_code, response.json) == (201, ACTIVITY)
    assert response.headers["Location"] == "/api/v1/activities/a1"
    [asked] = gateway.services.asked("bookings.draft_activity")
    assert asked.pop("actor")["member_id"] == MEMBER
    terms = {"mode": "moderated", "opens_at": "2026-12-01T08:00:00+00:00"}
    assert asked == {**DRAFT, "terms": terms, "idempotency_key": "k1"}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": {"nl": "Borduren"}}, "/title/fr"),
        ({"title": {"fr": "Broder", "xx": "?"}}, "/title/xx"),
        ({"kind": "party"}, "/kind"),
        ({"publics": ["dogs"]}, "/publics/0"),
        ({"prices": [{"label": "Plein", "cents": -1}]}, "/prices/0/cents"),
        ({"terms": {"form": [{"name": "Q 1", "label": {"fr": "?"}}]}}, "/terms/form/0/name"),
        ({"image": {"url": "javascript:alert(1)", "alt": "x"}}, "/image/url"),
        ({"sequence": 1}, "/sequence"),
    ],
)
def test_what_is_wrong_of_a_draft_is_pointed_at(gateway: Gateway, wrong: dict[str, Any], pointer: str) -> None:
    response = gateway.signed_in().post("/activities", {**DRAFT, **wrong})
    assert problem(response) == (400, "invalid")
    assert [error["pointer"] for error in (response.json or {})["errors"]] == [pointer]


STEPS: list[tuple[str, str, str, dict[str, Any] | None]] = [
    ("edit_activity", "PATCH", "", {"theme": None, "sequence": 3}),
    ("propose_activity", "POST", "/proposal", None),
    ("send_back_activity", "DELETE", "/proposal", None),
    ("publish_activity", "POST", "/publication", None),
    ("withdraw_activity", "DELETE", "/publication", None),
    ("cancel_activity", "POST", "/cancellation", {"reason": "weather"}),
    ("copy_activity", "POST", "/copies", {"city": "roubaix"}),
]


@pytest.mark.parametrize(("asks", "method", "path", "body"), STEPS, ids=[step[0] for step in STEPS])
def test_each_step_of_its_life_is_taken_by_a_member_of_staff(
    gateway: Gateway, asks: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    gateway.services.answers[f"bookings.{asks}"] = ACTIVITY
    assert problem(gateway.ask(method, f"/activities/a1{path}", body)) == (401, "token_missing")
    response = gateway.signed_in().ask(method, f"/activities/a1{path}", body)
    assert (response.status_code, response.json) == (201 if asks == "copy_activity" else 200, ACTIVITY)
    [asked] = gateway.services.asked(f"bookings.{asks}")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"activity_id": "a1", **(body or {})}


def test_an_activity_and_a_date_are_seen_by_whoever_asks_as_they_may(gateway: Gateway) -> None:
    told = {"activity": ACTIVITY, "occurrences": [OCCURRENCE]}
    gateway.services.answers |= {"bookings.activity": told, "bookings.occurrence": BOTH}
    assert gateway.get("/activities/a1").json == told
    assert gateway.get("/occurrences/o1").json == BOTH
    assert gateway.signed_in().get("/activities/a1").headers["Cache-Control"] == "no-store"
    actors = [one["actor"] for one in gateway.services.asked("bookings.activity")]
    assert (actors[0], actors[1]["member_id"]) == (None, MEMBER)
    gateway.services.answers["bookings.activity"] = NotFound("activity_not_found", "")
    assert problem(gateway.get("/activities/a1")) == (404, "activity_not_found")


def test_what_only_staff_is_told_is_null_for_the_others(gateway: Gateway) -> None:
    private = ("online_url", "drafted_by_id", "drafted_by_city")
    public = {name: value for name, value in ACTIVITY.items() if name not in private}
    date = {name: value for name, value in OCCURRENCE.items() if name not in ("booking_id", "online_url", "kept_back")}
    gateway.services.answers["bookings.occurrence"] = {"activity": public, "occurrence": date}
    assert gateway.get("/occurrences/o1").json == BOTH


def test_staff_reads_the_activities_of_its_city(gateway: Gateway) -> None:
    gateway.services.answers["bookings.activities_of"] = {"items": [ACTIVITY], "next": None}
    assert gateway.signed_in().get("/activities?city=roubaix&status=draft").json == {"items": [ACTIVITY], "next": None}
    [asked] = gateway.services.asked("bookings.activities_of")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"city": "roubaix", "status": "draft"}
    assert problem(gateway.get("/activities?city=roubaix&status=lost")) == (400, "invalid")


def test_dates_are_given_once_under_a_key_and_have_time_to_be(gateway: Gateway) -> None:
    told = {"occurrences": [OCCURRENCE], "refused": [{**DATE, "codes": ["unit_taken"]}]}
    gateway.services.answers["bookings.schedule"] = told
    more = {
        "min_persons": 5, "waiting_seats": 10, "kept_back": [{"organisation_id": "g1", "seats": 2}], "space_id": "s1",
        "past": ["too_long"], "rule": "FREQ=WEEKLY;COUNT=2",
    }  # fmt: skip
    response = gateway.signed_in().post("/activities/a1/occurrences", {**PLAN, **more}, Idempotency_Key="k1")
    assert (response.status_code, response.json) == (201, told)
    [asked] = gateway.services.asked("bookings.schedule")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"activity_id": "a1", **PLAN, **more, "idempotency_key": "k1"}
    assert gateway.services.deadlines["bookings.schedule"] == 20.0


def test_staff_sees_dates_before_giving_them(gateway: Gateway) -> None:
    free: dict[str, Any] = {**DATE, "status": "free", "codes": [], "price_cents": None, "currency": None}
    told = {"activity_id": "a1", "space_id": None, "zone": "Europe/Paris", "items": [free]}
    gateway.services.answers["bookings.preview_schedule"] = told
    assert gateway.signed_in().post("/activities/a1/occurrences/preview", PLAN).json == told
    [asked] = gateway.services.asked("bookings.preview_schedule")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"activity_id": "a1", **PLAN}


LATER = {"starts_local": "2026-12-10T18:30", "ends_local": "2026-12-10T20:30"}
CHANGES: list[tuple[str, str, str, dict[str, Any] | None]] = [
    ("reschedule", "PATCH", "", {**LATER, "space_id": None}),
    ("postpone", "POST", "/postponement", None),
    ("move_online", "POST", "/online", {"online_url": "https://visio.example.org/broder"}),
    ("resize", "PATCH", "/size", {"capacity": 20, "past": ["too_many_persons"]}),
    ("cancel_occurrence", "POST", "/cancellation", {"reason": "weather"}),
]


@pytest.mark.parametrize(("asks", "method", "path", "body"), CHANGES, ids=[change[0] for change in CHANGES])
def test_a_date_changes_as_its_staff_says(
    gateway: Gateway, asks: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    gateway.services.answers[f"bookings.{asks}"] = OCCURRENCE
    assert problem(gateway.ask(method, f"/occurrences/o1{path}", body)) == (401, "token_missing")
    assert gateway.signed_in().ask(method, f"/occurrences/o1{path}", body).json == OCCURRENCE
    [asked] = gateway.services.asked(f"bookings.{asks}")
    assert asked.pop("actor")["member_id"] == MEMBER
    assert asked == {"occurrence_id": "o1", **(body or {})}


def test_a_space_that_is_taken_is_refused_as_it_is(gateway: Gateway) -> None:
    gateway.services.answers["bookings.reschedule"] = Conflict("unit_taken", "", {"next_free": []})
    assert problem(gateway.signed_in().ask("PATCH", "/occurrences/o1", LATER)) == (409, "unit_taken")
