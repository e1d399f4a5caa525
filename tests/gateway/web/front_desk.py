"""The bookings service of the small network: what it answers, and the rules that the pages can meet. In memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from chassis.clock import rfc3339
from chassis.errors import Conflict, Invalid, NotFound
from tests.gateway.web.facts import PLACES, RULES, SPACES, ZONE, at

STANDING = ("held", "requested", "confirmed")


class FrontDesk:
    """Answers as the bookings service does.

    Attributes:
        rules: what spaces ask for beside the rules that all have, by their id.
        same_unit_until: until when a quote finds one and the same unit free.
        refuses: the refusal that a method meets, by its name.
    """

    now: datetime

    def __init__(self) -> None:
        self.bookings: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, str] = {}
        self.rules: dict[str, dict[str, Any]] = {}
        self.same_unit_until: datetime | None = None
        self.refuses: dict[str, Exception] = {}

    def places(self, city: str | None = None) -> dict[str, Any]:
        return {"items": [found for found in PLACES.values() if city in (None, found["city"])]}

    def place(self, place_id: str) -> dict[str, Any]:
        spaces = [space for space in SPACES.values() if space["place_id"] == place_id]
        return {**_named(PLACES, place_id, "place"), "spaces": spaces}

    def spaces(
        self,
        city: str | None = None,
        kind: str | None = None,
        persons: int | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> dict[str, Any]:
        found = [
            s
            for s in SPACES.values()
            if city in (None, s["city"]) and kind in (None, s["kind"]) and s["capacity"] >= (persons or 0)
        ]
        return {"items": found[:limit], "next": None}

    def space(self, space_id: str) -> dict[str, Any]:
        found = _named(SPACES, space_id, "space")
        return {**found, "place": PLACES[found["place_id"]], "rules": {**RULES, **self.rules.get(space_id, {})}}

    def availability(
        self,
        space_id: str,
        from_: str,
        to: str,
        moving: str | None = None,
        actor: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        found = _named(SPACES, space_id, "space")
        if moving:
            self.booking(moving, actor or {"member_id": None})
        span = (datetime.fromisoformat(from_), datetime.fromisoformat(to))
        opened = [period for period in _opened(*span) if period[0] < period[1]]
        free = []
        for start, end in opened:
            start = max(start, _next_quarter(self.now))
            by_unit = self._by_unit(space_id, moving or "")
            edges = {start, end, *(at for held in by_unit for b in held for at in b if start < at < end)}
            marks = sorted(edges) if start < end else []
            for left, right in pairwise(marks):
                units = [held for held in by_unit if not any(b[0] < right and left < b[1] for b in held)]
                if units:
                    until = max(min([end, *(b[0] for b in held if b[0] >= right)]) for held in units)
                    free.append({**_wire(left, right), "units": len(units), "until": rfc3339(until)})
        shown = [_wire(*period) for period in opened]
        return {"space_id": space_id, "zone": ZONE, "units": found["units"], "open": shown, "free": free}

    def next_free(self, space_ids: list[str], from_: str, to: str) -> dict[str, Any]:
        items = []
        for space_id in space_ids:
            free = self.availability(space_id, from_, to)["free"]
            items += [{"space_id": space_id, "zone": ZONE, "free": free[:1]}] if free else []
        return {"items": sorted(items, key=lambda item: str(item["free"][0]["starts_at"]))}

    def alternatives(
        self, space_id: str, starts_at: str, ends_at: str, actor: dict[str, Any] | None, persons: int = 1
    ) -> dict[str, Any]:
        start, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        held = self._held(space_id)
        shifts = sorted((timedelta(minutes=30 * n) for n in range(-96, 96) if n), key=abs)
        items = [
            {"reason": "shifted", "space": SPACES[space_id], **_wire(start + shift, end + shift)}
            for shift in shifts
            if any(o[0] <= start + shift and end + shift <= o[1] for o in _opened(start + shift, end + shift))
            and start + shift >= self.now
            and not any(b[0] < end + shift and start + shift < b[1] for b in held)
        ][:5]
        for other in SPACES.values():
            if other["kind"] == SPACES[space_id]["kind"] and other["id"] != space_id and not self._held(other["id"]):
                reason = "other_space" if other["city"] == SPACES[space_id]["city"] else "other_city"
                items.append({"reason": reason, "space": other, **_wire(start, end)})
        return {"items": items}

    def quote(
        self, space_id: str, starts_at: str, ends_at: str, actor: dict[str, Any] | None, persons: int = 1
    ) -> dict[str, Any]:
        found, rules = self.space(space_id), self.space(space_id)["rules"]
        start, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        cents = round((end - start).total_seconds() / 3600 * found["hourly_price_cents"])
        refusals = [] if start >= self.now else [{"code": "in_the_past", "message": "The period has begun."}]
        refusals += [{"code": code, "message": "Persons."} for code in self._of_persons(space_id, persons)]
        held = sum(1 for b in self._held(space_id) if b[0] < end and start < b[1])
        if end > self.same_unit_until if self.same_unit_until else held >= found["units"]:
            refusals.append({"code": "unit_taken", "message": "No unit is free for the whole period."})
        return {
            "space_id": space_id,
            **_wire(start, end),
            "price_cents": cents,
            "currency": "EUR",
            "rule": "started_quarters",
            "tariff": None,
            "prepaid_minutes": 0,
            "credit_cents": 0,
            "to_pay_cents": cents,
            "approval": rules["approval"],
            "refusals": refusals,
        }

    def book(
        self,
        space_id: str,
        starts_at: str,
        ends_at: str,
        actor: dict[str, Any],
        idempotency_key: str | None = None,
        persons: int = 1,
        **more: Any,
    ) -> dict[str, Any]:
        if idempotency_key in self.by_key:
            return self.bookings[self.by_key[idempotency_key]]
        found = self.space(space_id)
        self._check(space_id, starts_at, ends_at, persons)
        quote = self.quote(space_id, starts_at, ends_at, actor, persons)
        booking_id = f"booking-{len(self.bookings) + 1}"
        self.bookings[booking_id] = {
            "id": booking_id,
            "space_id": space_id,
            "space_name": found["name"],
            "place_id": found["place_id"],
            "place_name": found["place_name"],
            "host_city": found["city"],
            "unit_id": f"{space_id}-1",
            "unit_name": found["name"],
            "member_id": actor["member_id"],
            "home_city": actor["city"],
            "starts_at": quote["starts_at"],
            "ends_at": quote["ends_at"],
            "zone": ZONE,
            "status": "requested" if quote["approval"] else "confirmed",
            "price_cents": quote["price_cents"],
            "currency": "EUR",
            "price_rule": quote["rule"],
            "tariff": None,
            "credit_cents": 0,
            "prepaid_minutes": 0,
            "persons": persons,
            "organisation_id": None,
            "booked_by_id": actor["member_id"],
            "booked_by_city": actor["city"],
            "called": "A. B.",
            "went_past": [],
            "lapses_at": None,
            "series_id": None,
            "occurrence": None,
            "replaces_id": None,
            "checked_in_at": None,
            "checked_out_at": None,
            "sequence": 0,
            "booked_at": rfc3339(self.now),
            "cancelled_at": None,
            "cancel_reason": None,
            **more,
        }
        if idempotency_key:
            self.by_key[idempotency_key] = booking_id
        return self.bookings[booking_id]

    def booking(self, booking_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = _named(self.bookings, booking_id, "booking")
        if found["member_id"] != actor["member_id"]:
            raise NotFound("booking_not_found")
        return found

    def bookings_of(self, actor: dict[str, Any], limit: int = 50, after: str | None = None) -> dict[str, Any]:
        return {"items": [b for b in self.bookings.values() if b["member_id"] == actor["member_id"]], "next": None}

    def cancel(self, booking_id: str, actor: dict[str, Any], reason: str = "member") -> dict[str, Any]:
        return self._change(booking_id, actor, status="cancelled", cancel_reason=reason)

    def confirm_booking(self, booking_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        return self._change(booking_id, actor, status="confirmed", lapses_at=None)

    def check_in(self, booking_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        return self._change(booking_id, actor, checked_in_at=rfc3339(self.now), lapses_at=None)

    def check_out(self, booking_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        return self._change(booking_id, actor, checked_out_at=rfc3339(self.now))

    def move(
        self,
        booking_id: str,
        actor: dict[str, Any],
        starts_at: str,
        ends_at: str,
        space_id: str,
        persons: int = 1,
    ) -> dict[str, Any]:
        self.booking(booking_id, actor)
        self._check(space_id, starts_at, ends_at, persons, but=booking_id)
        return self._change(booking_id, actor, starts_at=starts_at, ends_at=ends_at, space_id=space_id, persons=persons)

    def _check(self, space_id: str, starts_at: str, ends_at: str, persons: int, but: str = "") -> None:
        for code in self._of_persons(space_id, persons):
            raise Invalid(code, detail={"errors": [{"pointer": "/persons", "detail": "Persons."}]})
        start, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        if sum(1 for b in self._held(space_id, but) if b[0] < end and start < b[1]) >= SPACES[space_id]["units"]:
            later = [_wire(start + timedelta(hours=n), end + timedelta(hours=n)) for n in (1, 2, 24)]
            raise Conflict("unit_taken", detail={"next_free": later})

    def _of_persons(self, space_id: str, persons: int) -> list[str]:
        found = self.space(space_id)
        if persons > (found["rules"]["max_persons"] or found["capacity"]):
            return ["too_many_persons"]
        return ["too_few_persons"] if persons < found["rules"]["min_persons"] else []

    def _change(self, booking_id: str, actor: dict[str, Any], **changed: Any) -> dict[str, Any]:
        found = self.booking(booking_id, actor)
        found |= {**changed, "sequence": found["sequence"] + 1}
        return found

    def _held(self, space_id: str, but: str = "") -> list[tuple[datetime, datetime]]:
        return [
            (datetime.fromisoformat(b["starts_at"]), datetime.fromisoformat(b["ends_at"]))
            for b in self.bookings.values()
            if b["space_id"] == space_id and b["status"] in STANDING and b["id"] != but
        ]

    def _by_unit(self, space_id: str, but: str) -> list[list[tuple[datetime, datetime]]]:
        """What is held of each unit: the one that a booking names, or the next one that is free."""
        found: list[list[tuple[datetime, datetime]]] = [[] for _ in range(SPACES[space_id]["units"])]
        for b in self.bookings.values():
            if b["space_id"] == space_id and b["status"] in STANDING and b["id"] != but:
                period = (datetime.fromisoformat(b["starts_at"]), datetime.fromisoformat(b["ends_at"]))
                first = int(b["unit_id"].rpartition("-")[2]) - 1
                turn = found[first:] + found[:first]
                free = (held for held in turn if not any(o[0] < period[1] and period[0] < o[1] for o in held))
                next(free, turn[0]).append(period)
        return found


def _opened(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    first = start.astimezone(ZoneInfo(ZONE)).date()
    days = (first + timedelta(days=n) for n in range((end - start).days + 2))
    return [(max(start, at(d, "09:00")), min(end, at(d, "19:00"))) for d in days if d.weekday() < 6]


def _next_quarter(now: datetime) -> datetime:
    past = timedelta(minutes=now.minute, seconds=now.second, microseconds=now.microsecond) % timedelta(minutes=15)
    return now + (timedelta(minutes=15) - past) % timedelta(minutes=15)


def _wire(start: datetime, end: datetime) -> dict[str, str]:
    return {"starts_at": rfc3339(start), "ends_at": rfc3339(end)}


def _named(found: dict[str, Any], name: str, kind: str) -> Any:
    if name not in found:
        raise NotFound(f"{kind}_not_found")
    return found[name]
