"""A small network for the pages to ask: three cities, some spaces, and the rules that the pages can meet.

A fake, not a mock: it keeps bookings and members in memory, refuses as the services do, and can be cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chassis import addresses
from chassis.clock import rfc3339
from chassis.config import Admin, Broker, City, DatabaseUrl, Mail, Settings, Web
from chassis.errors import Conflict, Forbidden, Invalid, NotFound, ServiceError, Unauthenticated, Unavailable
from gateway.context import Asks, Caller

ZONE = "Europe/Paris"
CITIES = {
    "roubaix": City("roubaix", "Roubaix", "59512", "215905126"),
    "tourcoing": City("tourcoing", "Tourcoing", "59599", "215905993"),
    "marcq": City("marcq", "Marcq-en-Barœul", "59378", "215903782"),
}
PASSWORD = "Un-bon-mot-2-passe"
SECRET = "a secret of more than thirty-two characters"

Answer = Callable[..., Any]


def settings(**gateway: Any) -> Settings:
    """Those of a node with a public face and nothing else."""
    web = Web("127.0.0.1:0", gateway.pop("public_url", "http://localhost"), SECRET, **gateway)
    return Settings(
        site="hub",
        services=("gateway",),
        cities=CITIES,
        hosted=(),
        broker=Broker("embedded:///nowhere.db"),
        database=DatabaseUrl("sqlite:///{database}.db"),
        gateway=web,
        opendata=Web("127.0.0.1:0", "http://localhost:8001"),
        admin=Admin("127.0.0.1:0"),
        mail=Mail(),
        state_dir=Path("var"),
    )


def place(place_id: str, city: str, name: str, address: str, postcode: str) -> dict[str, Any]:
    return {
        "id": place_id,
        "city": city,
        "name": name,
        "address": address,
        "postcode": postcode,
        "insee": CITIES[city].insee,
        "commune": CITIES[city].name,
        "latitude": 50.69,
        "longitude": 3.17,
        "opening_hours": "Mo-Sa 09:00-19:00",
        "zone": ZONE,
        "website": "https://lieu.example.org",
        "description": "Un lieu ouvert à toutes et tous, où l’on travaille, fabrique et montre.",
        "kind": "TIERS_LIEUX",
        "published_at": "2026-01-05T08:00:00+00:00",
    }


def space(space_id: str, of: dict[str, Any], name: str, kind: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": space_id,
        "place_id": of["id"],
        "place_name": of["name"],
        "city": of["city"],
        "name": name,
        "kind": kind,
        "capacity": 1,
        "units": 1,
        "area_m2": None,
        "floor": 0,
        "equipment": [],
        "accessible": True,
        "description": "Au calme, avec la lumière du nord.",
        "hourly_price_cents": 0,
        "published_at": "2026-01-05T08:00:00+00:00",
        **facts,
    }


UNION = place("union", "tourcoing", "Champ Libre", "66 rue de l’Union", "59200")
ARTS = place("arts", "roubaix", "Atelier des Arts", "139 rue des Arts", "59100")
FACTORY = place("factory", "marcq", "Co-Factory", "677 avenue de la République", "59700")
PLACES = {found["id"]: found for found in (UNION, ARTS, FACTORY)}
SPACES = {
    found["id"]: found
    for found in (
        space("desks", UNION, "Le plateau", "desk_area", units=20, hourly_price_cents=250, area_m2=180),
        space(
            "cinema",
            UNION,
            "La petite salle",
            "cinema",
            capacity=48,
            hourly_price_cents=6000,
            equipment=["projecteur 4K", "son 5.1", "régie"],
        ),
        space("laser", ARTS, "Découpe laser", "machine", capacity=2, hourly_price_cents=1200),
        space("agora", ARTS, "Salle Agora", "meeting_room", capacity=12, hourly_price_cents=1800, floor=1),
        space("salon", FACTORY, "Le salon", "meeting_room", capacity=6, hourly_price_cents=900),
    )
}


class Network:
    """Answers as the services do.

    Attributes:
        down: the services that do not answer.
        asked: every call, as (service, method, arguments).
        same_unit_until: until when a quote finds one and the same unit free.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.down: set[str] = set()
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.bookings: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, str] = {}
        self.same_unit_until: datetime | None = None
        self.members = {"nadia@example.org": PASSWORD}
        self.confirmed = {"nadia@example.org"}

    def call(
        self, service: str, method: str, *, sealed: bool = False, deadline: float | None = None, **kwargs: Any
    ) -> Any:
        self.asked.append((service, method, kwargs))
        if service in self.down:
            raise Unavailable("service_absent", detail={"retry_after_seconds": 5})
        assert sealed == service.startswith("members_"), "personal data travels sealed"
        answer: Answer = getattr(self, method)
        return answer(**kwargs) if service == "bookings" else answer(city=service.removeprefix("members_"), **kwargs)

    def verify(self, token: str, rpc: Asks) -> Caller:
        if not token.startswith("token-of-"):
            raise Unauthenticated("token_invalid")
        return Caller(token, token.removeprefix("token-of-"), "roubaix", "guest", "individual", "fr")

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
        return {**found, "place": PLACES[found["place_id"]]}

    def availability(self, space_id: str, from_: str, to: str) -> dict[str, Any]:
        found = _named(SPACES, space_id, "space")
        span = (datetime.fromisoformat(from_), datetime.fromisoformat(to))
        opened = [period for period in _opened(*span) if period[0] < period[1]]
        free = []
        for start, end in opened:
            start = max(start, _next_quarter(self.now))
            edges = {start, end, *(at for b in self._held(space_id) for at in b if start < at < end)}
            marks = sorted(edges) if start < end else []
            for left, right in pairwise(marks):
                units = found["units"] - sum(1 for b in self._held(space_id) if b[0] < right and left < b[1])
                if units > 0:
                    free.append({**_wire(left, right), "units": units})
        shown = [_wire(*period) for period in opened]
        return {"space_id": space_id, "zone": ZONE, "units": found["units"], "open": shown, "free": free}

    def quote(self, space_id: str, starts_at: str, ends_at: str, actor: dict[str, Any]) -> dict[str, Any]:
        found = _named(SPACES, space_id, "space")
        start, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        cents = round((end - start).total_seconds() / 3600 * found["hourly_price_cents"])
        refusals = [] if start >= self.now else [{"code": "in_the_past", "message": "The period has begun."}]
        held = sum(1 for b in self._held(space_id) if b[0] < end and start < b[1])
        if end > self.same_unit_until if self.same_unit_until else held >= found["units"]:
            refusals.append({"code": "unit_taken", "message": "No unit is free for the whole period."})
        return {
            "space_id": space_id,
            **_wire(start, end),
            "price_cents": cents,
            "currency": "EUR",
            "rule": "started_quarters",
            "refusals": refusals,
        }

    def book(
        self, space_id: str, starts_at: str, ends_at: str, actor: dict[str, Any], idempotency_key: str | None = None
    ) -> dict[str, Any]:
        if idempotency_key in self.by_key:
            return self.bookings[self.by_key[idempotency_key]]
        found, quote = self.space(space_id), self.quote(space_id, starts_at, ends_at, actor)
        start, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
        if sum(1 for b in self._held(space_id) if b[0] < end and start < b[1]) >= found["units"]:
            later = [_wire(start + timedelta(hours=n), end + timedelta(hours=n)) for n in (1, 2, 24)]
            raise Conflict("unit_taken", detail={"next_free": later})
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
            **_wire(start, end),
            "zone": ZONE,
            "status": "confirmed",
            "price_cents": quote["price_cents"],
            "currency": "EUR",
            "price_rule": quote["rule"],
            "sequence": 0,
            "booked_at": rfc3339(self.now),
            "cancelled_at": None,
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
        self.booking(booking_id, actor)["status"] = "cancelled"
        return self.booking(booking_id, actor)

    def register(self, city: str, email: str, password: str, consent: bool, **person: Any) -> dict[str, Any]:
        if len(password) < 12:
            raise Invalid("weak_password", detail={"reason": "too_simple"})
        if len(password) > 128:
            raise Invalid("weak_password", detail={"reason": "too_long"})
        self.members.setdefault(email, password)
        return {"id": "member-2", "city": city, "status": "to_confirm"}

    def confirm(self, city: str, token: str) -> dict[str, Any]:
        refusals: dict[str, ServiceError] = {"old": Conflict("link_expired"), "odd": NotFound("link_unknown")}
        if token in refusals:
            raise refusals[token]
        return {"member_id": "member-2", "city": city}

    def knows(self, city: str, email_digest: str) -> dict[str, Any]:
        return {"known": city == "roubaix" and email_digest in map(addresses.digest, self.members)}

    def sign_in(self, city: str, email: str, password: str) -> dict[str, Any]:
        if city != "roubaix" or self.members.get(email) != password:
            raise Unauthenticated("wrong_credentials")
        if email not in self.confirmed:
            raise Forbidden("email_unconfirmed")
        member = {"id": "nadia", "name": "Nadia", "city": city}
        return {"access_token": "token-of-nadia", "token_type": "Bearer", "expires_in": 3600, "member": member}

    def _held(self, space_id: str) -> list[tuple[datetime, datetime]]:
        return [
            (datetime.fromisoformat(b["starts_at"]), datetime.fromisoformat(b["ends_at"]))
            for b in self.bookings.values()
            if b["space_id"] == space_id and b["status"] == "confirmed"
        ]


def at(day: date, clock: str) -> datetime:
    """An instant, of a day and a time as the clocks of the three cities show it."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


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
