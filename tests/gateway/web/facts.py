"""What there is in the small network that the pages ask: three cities, their places and spaces."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from chassis.config import Admin, Broker, City, DatabaseUrl, Mail, Settings, Web

ZONE = "Europe/Paris"
CITIES = {
    "roubaix": City("roubaix", "Roubaix", "59512", "215905126", data_officer="dpo@roubaix.example.org"),
    "tourcoing": City("tourcoing", "Tourcoing", "59599", "215905993"),
    "marcq": City("marcq", "Marcq-en-Barœul", "59378", "215903782", data_officer="https://marcq.example.org/dpo"),
}
PASSWORD = "Un-bon-mot-2-passe"
SECRET = "a secret of more than thirty-two characters"


RULES: dict[str, Any] = {
    "min_minutes": 15,
    "max_minutes": 720,
    "step_minutes": 15,
    "start_every_minutes": 15,
    "horizon_days": 365,
    "min_persons": 1,
    "max_persons": None,
    "approval": False,
    "cancel_until_minutes": None,
    "move_until_minutes": None,
    "release_after_minutes": None,
}


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
        "accessibility": [],
        "parent_id": None,
        "photos": [],
        "opening_hours": None,
        "valid_from": None,
        "valid_until": None,
        "sharing": [],
        "rules": RULES,
        "tariffs": [],
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


def at(day: date, clock: str) -> datetime:
    """An instant, of a day and a time as the clocks of the three cities show it."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
