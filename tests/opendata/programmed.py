"""What bookings tells of activities and of their dates, with members in it that must go nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.opendata.heard import MEMBER

ACTIVITY = "5a0f2f52-9d3c-4c41-8f0e-2f1f8a6d1c50"
PLACE_ADDRESS = '8 rue de l\'Union, "le hangar", 59100 Roubaix'


def activity(activity_id: str = ACTIVITY, **changed: Any) -> dict[str, Any]:
    """What activity.published tells."""
    return {
        "city": "roubaix",
        "activity_id": activity_id,
        "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
        "summary": {"fr": "Un soir, une lampe, à emporter."},
        "description": {"fr": "On découpe, on soude,\non repart avec."},
        "easy_to_read": None,
        "kind": "workshop",
        "theme": "Fabrication",
        "cycle": "Les jeudis du lab",
        "languages": ["fr"],
        "publics": ["families", "teenagers"],
        "min_age": 12,
        "max_age": None,
        "organiser_id": None,
        "organiser_name": "Les Ateliers de l'Union",
        "prices": [
            {"label": "Tarif plein", "cents": 350, "condition": None},
            {"label": "Réduit", "cents": 0, "condition": "Sur justificatif"},
        ],
        "image": {"url": "https://lab.example.org/lampe.jpg", "alt": "Une lampe allumée", "credit": "L.I.V.E."},
        "accessibility": ["mi", "hi"],
        "attendance": "on_site",
        "place_id": "place-1",
        "venue": None,
        "recipe": None,
        "copied_from_id": None,
        "copied_from_city": None,
        "attribution": None,
        "mode": "open",
        "external_url": None,
        "drafted_by_id": MEMBER,
        "published_at": "2026-11-20T08:00:00+00:00",
        **changed,
    }


def occurrence(occurrence_id: str = "date-1", **changed: Any) -> dict[str, Any]:
    """What every event of a date of it tells."""
    return {
        "city": "roubaix",
        "occurrence_id": occurrence_id,
        "activity_id": ACTIVITY,
        "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
        "kind": "workshop",
        "place_id": "place-1",
        "place_name": "Champ Libre à l'Union",
        "address": PLACE_ADDRESS,
        "latitude": 50.7053,
        "longitude": 3.1625,
        "starts_at": "2026-12-10T17:00:00+00:00",
        "ends_at": "2026-12-10T19:00:00+00:00",
        "zone": "Europe/Paris",
        "status": "scheduled",
        "capacity": 10,
        "min_persons": 5,
        "is_full": False,
        "attendance": "on_site",
        "space_id": "space-1",
        "booking_id": "booking-of-the-space",
        "drafted_by_id": MEMBER,
        "drafted_by_city": "roubaix",
        **changed,
    }


def rescheduled(occurrence_id: str = "date-1", **changed: Any) -> dict[str, Any]:
    """What occurrence.rescheduled tells: a week later."""
    later = {"starts_at": "2026-12-17T17:00:00+00:00", "ends_at": "2026-12-17T19:00:00+00:00", "status": "rescheduled"}
    before = {"previous_starts_at": "2026-12-10T17:00:00+00:00", "previous_ends_at": "2026-12-10T19:00:00+00:00"}
    return occurrence(occurrence_id, **{**later, **before, **changed})


def ended(activity_id: str = ACTIVITY, **changed: Any) -> Mapping[str, Any]:
    """What activity.cancelled and activity.withdrawn tell."""
    return {"city": "roubaix", "activity_id": activity_id, "title": {"fr": "Fabriquer sa lampe"}, **changed}
