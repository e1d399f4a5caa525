"""The programme of the small network: activities, their dates, and who registers for them. In memory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chassis.clock import rfc3339
from chassis.errors import Conflict, Forbidden, NotFound
from gateway.web.formats import instant
from tests.gateway.web.facts import ZONE

STANDING = ("waiting", "requested", "offered", "confirmed")
SEATED = ("requested", "offered", "confirmed")
TERMS: dict[str, Any] = {
    "mode": "open",
    "external_url": None,
    "opens_at": None,
    "closes_minutes": 0,
    "most_seats": 5,
    "promotion": "automatic",
    "offer_hours": 48,
    "decide_hours": 24,
    "alert_hours": 72,
    "attestation": None,
    "form": [],
}


def activity(activity_id: str, city: str, title: str, kind: str = "workshop", **facts: Any) -> dict[str, Any]:
    """As bookings answers."""
    terms = {**TERMS, **facts.pop("terms", {})}
    return {
        "id": activity_id,
        "city": city,
        "status": "published",
        "title": {"fr": title},
        "summary": {"fr": "On démonte, on répare, et cela marche de nouveau."},
        "description": None,
        "easy_to_read": None,
        "kind": kind,
        "theme": None,
        "cycle": None,
        "languages": ["fr"],
        "publics": ["everyone"],
        "min_age": None,
        "max_age": None,
        "organiser_id": None,
        "organiser_name": None,
        "prices": [],
        "image": None,
        "accessibility": [],
        "attendance": "on_site",
        "place_id": "arts",
        "venue": None,
        "recipe": None,
        "copied_from_id": None,
        "copied_from_city": None,
        "attribution": None,
        "terms": terms,
        "published_at": "2026-11-01T08:00:00+00:00",
        "visible_from": "2026-11-01T08:00:00+00:00",
        "cancelled_at": None,
        "cancel_reason": None,
        "changed_at": "2026-11-01T08:00:00+00:00",
        "sequence": 0,
        **facts,
    }


def occurrence(occurrence_id: str, of: dict[str, Any], day: str, **facts: Any) -> dict[str, Any]:
    """From 18:00 to 20:00 there, on a winter's day."""
    return {
        "id": occurrence_id,
        "activity_id": of["id"],
        "city": of["city"],
        "place_id": of["place_id"],
        "place_name": "Atelier des Arts",
        "address": "139 rue des Arts, 59100 Roubaix",
        "latitude": 50.69,
        "longitude": 3.17,
        "starts_at": f"{day}T17:00:00+00:00",
        "ends_at": f"{day}T19:00:00+00:00",
        "zone": ZONE,
        "starts_local": f"{day}T18:00",
        "ends_local": f"{day}T20:00",
        "status": "scheduled",
        "state": "scheduled",
        "capacity": 8,
        "min_persons": 0,
        "seats_left": 8,
        "waiting_seats": 4,
        "waiting_seats_left": 4,
        "seats_waiting": 0,
        "registration": "open",
        "opens_at": None,
        "closes_at": f"{day}T17:00:00+00:00",
        "space_id": None,
        "cancel_reason": None,
        "previous_starts_at": None,
        "changed_at": "2026-11-01T08:00:00+00:00",
        "sequence": 0,
        **facts,
    }


class Programme:
    """Answers as the bookings service does.

    Attributes:
        attested: who has every attestation, by member id.
        guarded: for whom whoever asks answers.
    """

    now: datetime

    def __init__(self) -> None:
        repair = activity("repair", "roubaix", "Réparer plutôt que jeter")
        film = activity("film", "tourcoing", "Ciné-débat", "screening", terms={"mode": "moderated"})
        self.activities = {one["id"]: one for one in (repair, film)}
        self.occurrences = {
            one["id"]: one
            for one in (
                occurrence("repair-1", repair, "2026-11-24"),
                occurrence("repair-2", repair, "2026-12-08"),
                occurrence("film-1", film, "2026-11-24", starts_at="2026-11-24T19:00:00+00:00"),
            )
        }
        self.introduced: list[dict[str, Any]] = []
        self.registrations: dict[str, dict[str, Any]] = {}
        self.decided: dict[str, list[dict[str, Any]]] = {}
        self.attested: set[str] = set()
        self.guarded: set[str] = set()

    def change(self, occurrence_id: str, **facts: Any) -> None:
        """What staff does."""
        self.occurrences[occurrence_id] |= facts

    def agenda(self, actor: dict[str, Any] | None, from_: str, to: str, **asked: Any) -> dict[str, Any]:
        limit, after = asked.get("limit", 50), int(asked.get("after") or 0)
        found = [
            {"occurrence": one, "activity": self.activities[one["activity_id"]]}
            for one in sorted(self.occurrences.values(), key=lambda one: str(one["starts_at"]))
            if instant(one["ends_at"]) > instant(from_) and instant(one["starts_at"]) < instant(to)
        ]
        found = [item for item in found if _fits(item, asked)]
        following = str(after + limit) if len(found) > after + limit else None
        return {"items": found[after : after + limit], "next": following}

    def programme(self, quarter: str, cities: list[str], actor: dict[str, Any] | None) -> dict[str, Any]:
        found = [
            {"occurrence": one, "activity": self.activities[one["activity_id"]]}
            for one in sorted(self.occurrences.values(), key=lambda one: str(one["starts_at"]))
            if f"{one['starts_local'][:4]}-Q{(int(one['starts_local'][5:7]) + 2) // 3}" == quarter
        ]
        items = [one for one in found if not cities or one["occurrence"]["city"] in cities]
        return {"quarter": quarter, "cities": self.introduced, "items": items}

    def activity(self, activity_id: str, actor: dict[str, Any] | None = None) -> dict[str, Any]:
        if activity_id not in self.activities:
            raise NotFound("activity_not_found")
        dates = [one for one in self.occurrences.values() if one["activity_id"] == activity_id]
        return {"activity": self.activities[activity_id], "occurrences": dates}

    def occurrence(self, occurrence_id: str, actor: dict[str, Any] | None = None) -> dict[str, Any]:
        if occurrence_id not in self.occurrences:
            raise NotFound("occurrence_not_found")
        found = self.occurrences[occurrence_id]
        return {"occurrence": found, "activity": self.activities[found["activity_id"]]}

    def register_for(
        self,
        occurrence_id: str,
        actor: dict[str, Any],
        beneficiary: dict[str, Any] | None = None,
        organisation_id: str | None = None,
        seats: int = 1,
        accept_waiting: bool = False,
        idempotency_key: str | None = None,
    ) -> dict[str, Any]:
        found, who = self.occurrence(occurrence_id), beneficiary or actor
        date, terms = found["occurrence"], found["activity"]["terms"]
        if terms["attestation"] and who["member_id"] not in self.attested:
            raise Forbidden("attestation_missing")
        left = {"seats_left": date["seats_left"], "waiting_seats_left": date["waiting_seats_left"]}
        fits = seats <= date["seats_left"] and not date["seats_waiting"]
        if not fits and not (accept_waiting and seats <= date["waiting_seats_left"]):
            raise Conflict("occurrence_full", detail=left)
        if any(r["member_id"] == who["member_id"] and r["status"] in STANDING for r in self.registrations.values()):
            raise Conflict("already_registered")
        status = "waiting" if not fits else "requested" if terms["mode"] == "moderated" else "confirmed"
        registration = self.registered(occurrence_id, who, status=status, seats=seats, organisation_id=organisation_id)
        registration["registered_by_id"] = actor["member_id"]
        date["seats_left" if fits else "waiting_seats_left"] -= seats
        date["seats_waiting"] += 0 if fits else seats
        return registration

    def registered(self, occurrence_id: str, who: dict[str, Any], **facts: Any) -> dict[str, Any]:
        """A registration that is there, however it came about."""
        found = self.occurrence(occurrence_id)
        date, of = found["occurrence"], found["activity"]
        registration_id = f"registration-{len(self.registrations) + 1}"
        registration = {
            "id": registration_id,
            "occurrence_id": occurrence_id,
            "activity_id": of["id"],
            "title": of["title"],
            "kind": of["kind"],
            **{name: date[name] for name in ("starts_at", "ends_at", "zone", "place_name", "address")},
            "attendance": of["attendance"],
            "online_url": None,
            "host_city": date["city"],
            "member_id": who["member_id"],
            "home_city": who["city"],
            "organisation_id": None,
            "seats": 1,
            "status": "confirmed",
            "position": None,
            "number": len(self.registrations) + 1,
            "priority": 0,
            "kept": False,
            "lapses_at": None,
            "registered_by_id": who["member_id"],
            "registered_by_city": who["city"],
            "registered_at": rfc3339(self.now),
            "offered_at": None,
            "confirmed_at": None,
            "ended_at": None,
            "end_reason": None,
            "answers_due": bool(of["terms"]["form"]),
            "checked_in_at": None,
            "checked_in_seats": 0,
            "absence_reason": None,
            "occurrence_status": date["status"],
            "sequence": 0,
            **facts,
        }
        if registration["status"] == "waiting" and registration["position"] is None:
            registration["position"] = 1 + sum(r["status"] == "waiting" for r in self.registrations.values())
        self.registrations[registration_id] = registration
        return registration

    def registration(self, registration_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        found = self.registrations.get(registration_id)
        if found is None or found["member_id"] not in {actor["member_id"], *self.guarded}:
            raise NotFound("registration_not_found")
        return found

    def registrations_of(self, actor: dict[str, Any], limit: int = 50, after: str | None = None) -> dict[str, Any]:
        mine = [r for r in self.registrations.values() if r["member_id"] in {actor["member_id"], *self.guarded}]
        return {"items": mine, "next": None}

    def accept_offer(self, registration_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        found = self.registration(registration_id, actor)
        if found["status"] != "offered":
            raise Conflict("offer_lapsed")
        return self._now(found, status="confirmed", lapses_at=None)

    def refuse_offer(self, registration_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        found = self.registration(registration_id, actor)
        return self._now(found, status="cancelled", end_reason="offer_refused")

    def cancel_registration(self, registration_id: str, actor: dict[str, Any], reason: str = "") -> dict[str, Any]:
        found = self.registration(registration_id, actor)
        return self._now(found, status="cancelled", end_reason="member")

    def change_seats(self, registration_id: str, actor: dict[str, Any], seats: int) -> dict[str, Any]:
        return self._now(self.registration(registration_id, actor), seats=seats)

    def decisions_of(self, registration_id: str, actor: dict[str, Any], **_: Any) -> dict[str, Any]:
        self.registration(registration_id, actor)
        return {"items": self.decided.get(registration_id, []), "next": None}

    def _now(self, found: dict[str, Any], **changed: Any) -> dict[str, Any]:
        found |= {**changed, "sequence": found["sequence"] + 1}
        return found


def _fits(item: dict[str, Any], asked: dict[str, Any]) -> bool:
    of, text = item["activity"], asked.get("text")
    return (
        (not asked.get("cities") or of["city"] in asked["cities"])
        and (not asked.get("kinds") or of["kind"] in asked["kinds"])
        and (not asked.get("themes") or of["theme"] in asked["themes"])
        and set(asked.get("publics") or []) <= set(of["publics"])
        and set(asked.get("accessibility") or []) <= set(of["accessibility"])
        and asked.get("attendance") in (None, of["attendance"])
        and (asked.get("free") is None or not of["prices"])
        and (not text or text.lower() in of["title"]["fr"].lower())
    )
