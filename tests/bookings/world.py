"""A small invented world to book in: one place open on weekdays, one member, one Monday."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from services.bookings import domain

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # a Friday
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)  # midnight in UTC: Paris is one hour ahead in winter

PLACE = domain.Place(
    place_id="place-union",
    city="roubaix",
    name="Le Champ Libre",
    address="1 rue de l'Invention",
    postcode="59100",
    insee="59512",
    commune="Roubaix",
    latitude=50.7,
    longitude=3.17,
    opening_hours="Mo-Fr 09:00-19:00",
    zone="Europe/Paris",
)
ROOM = domain.Space(
    space_id="space-room",
    place_id="place-union",
    name="Salle des machines",
    kind="meeting_room",
    capacity=8,
    equipment=("screen",),
    hourly_price_cents=1250,
)
DESKS = replace(ROOM, space_id="space-desks", name="Bureau partagé", kind="desk", capacity=1, units=3)
ACTOR = domain.Actor("0b0e7f0c-6a3f-4c8e-9a53-000000000001", "tourcoing", "resident", "individual", ("member",))
OTHER = replace(ACTOR, member_id="0b0e7f0c-6a3f-4c8e-9a53-000000000002")

INSTANTS = st.floats(0, 700).map(lambda days: NOW + timedelta(days=days))  # two years: four nights of other lengths


def hours(start: float, end: float, day: datetime = MONDAY) -> domain.Period:
    """A period of a day, in hours since its midnight UTC."""
    return domain.Period(day + timedelta(hours=start), day + timedelta(hours=end))


def actor_json(actor: domain.Actor = ACTOR) -> dict[str, Any]:
    """An actor as the gateway sends it."""
    return {
        "member_id": actor.member_id,
        "city": actor.city,
        "category": actor.category,
        "organisation_kind": actor.organisation_kind,
        "roles": list(actor.roles),
    }


def wish(period: domain.Period, **changes: Any) -> domain.Wish:
    """The actor's wish for the room."""
    return replace(domain.Wish(ROOM, PLACE, period, ACTOR), **changes)


def members_word(status: str = "active", sequence: int = 0, city: str = "tourcoing") -> domain.Member:
    """What the actor's city told."""
    return domain.Member(ACTOR.member_id, city, "resident", "individual", status, ("member",), sequence)
