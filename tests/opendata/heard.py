"""Events as bookings tells them, with a person and a price in them that must go nowhere; readers of the datasets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from chassis.config import Settings, read
from chassis.envelope import Envelope
from services.opendata.domain import Commune, Network

NOW = datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC)
MEMBER, HOME_CITY, PRICE = "3d6f0000-0000-4000-8000-00000000beef", "marcq", 987654


NETWORK = Network(
    {"roubaix": Commune("roubaix", "Roubaix", "59512", "215905126", "21590512600011")},
    "https://data.example.org",
    "https://lab.example.org",
)


def hub() -> Settings:
    """The settings of a hub of three cities."""
    cities = {
        "roubaix": {"name": "Roubaix", "insee": "59512", "siren": "215905126"},
        "tourcoing": {"name": "Tourcoing", "insee": "59599", "siren": "215905993"},
        "marcq": {"name": "Marcq-en-Barœul", "insee": "59378", "siren": "215903782"},
    }
    raw = {
        "services": ["opendata"],
        "cities": cities,
        "broker": {"uri": "embedded:///unused.db"},
        "database": {"url": "sqlite:///{database}.db"},
        "opendata": {"public_url": "https://data.example.org"},
        "gateway": {"public_url": "https://lab.example.org"},
    }
    return read(raw, {})


def place(place_id: str = "place-1", **changed: Any) -> dict[str, Any]:
    """What place.published tells."""
    return {
        "place_id": place_id,
        "city": "roubaix",
        "name": "Champ Libre à l'Union",
        "address": '8 rue de l\'Union, "le hangar"',
        "postcode": "59100",
        "insee": "59512",
        "commune": "Roubaix",
        "latitude": 50.7053,
        "longitude": 3.1625,
        "opening_hours": "Mo-Fr 09:00-18:30; PH off",
        "zone": "Europe/Paris",
        "description": "Un lieu pour faire,\nensemble.",
        "website": "https://union.example.org",
        "kind": "TIERS_LIEUX",
        "published_at": "2026-11-22T23:30:00+00:00",
        **changed,
    }


def space(space_id: str = "space-1", **changed: Any) -> dict[str, Any]:
    """What space.published tells."""
    return {
        "space_id": space_id,
        "place_id": "place-1",
        "place_name": "Champ Libre à l'Union",
        "city": "roubaix",
        "name": "Salle Lumière",
        "kind": "meeting_room",
        "capacity": 12,
        "units": 1,
        "area_m2": 35.5,
        "floor": 0,
        "equipment": ["projector", "whiteboard"],
        "accessible": True,
        "description": "Douze places.",
        "hourly_price_cents": 1200,
        "accessibility": ["mi", "hi"],
        "parent_id": "space-0",
        "photos": ["https://union.example.org/lumiere.jpg"],
        "opening_hours": "Mo-Fr 09:00-18:00",
        "valid_from": "2026-11-23",
        "valid_until": None,
        "sharing": ["tourcoing"],
        "tariffs": [],
        "published_at": "2026-11-22T10:00:00+00:00",
        **changed,
    }


def booking(booking_id: str = "booking-1", **changed: Any) -> dict[str, Any]:
    """What every event of a booking tells."""
    return {
        "booking_id": booking_id,
        "sequence": 0,
        "space_id": "space-1",
        "space_name": "Salle Lumière",
        "place_id": "place-1",
        "place_name": "Champ Libre à l'Union",
        "address": "8 rue de l'Union, 59100 Roubaix",
        "host_city": "roubaix",
        "unit_id": "unit-1",
        "unit_name": "Salle Lumière",
        "member_id": MEMBER,
        "home_city": HOME_CITY,
        "starts_at": "2026-11-24T09:00:00+00:00",
        "ends_at": "2026-11-24T11:00:00+00:00",
        "zone": "Europe/Paris",
        "price_cents": PRICE,
        "currency": "EUR",
        "status": "confirmed",
        "booked_by_id": MEMBER,
        "booked_by_city": HOME_CITY,
        "booked_at": "2026-11-23T08:59:00+00:00",
        **changed,
    }


def envelope(name: str, data: dict[str, Any], sequence: int = 0, time: datetime = NOW) -> Envelope:
    """The envelope around it."""
    names = ("occurrence_id", "activity_id", "booking_id", "space_id", "place_id")
    subject = next(str(data[each]) for each in names if data.get(each))
    return Envelope(f"{subject}-{sequence}", "/hub/bookings", name, subject, sequence, time, data)


class Reader(Client):
    """Reads every response to its end, as who wants a document does; `buffered=False` to be slow."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **kwargs)


def as_application(handle: Callable[[Request], Response]) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """A WSGI application that has `handle` answer."""
    return lambda environ, start_response: handle(Request(environ))(environ, start_response)


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV document."""
    return list(csv.DictReader(io.StringIO(text, newline="")))
