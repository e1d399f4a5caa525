"""Months of a network of three cities, as events tell them: members, bookings, who came. Drawn by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from chassis.database import Store
from chassis.envelope import Envelope
from services.opendata import closing, reactions
from services.opendata.domain import Commune, Network
from services.opendata.domain.statistics.membership import CATEGORIES
from services.opendata.domain.statistics.participation import BANDS
from tests.opendata.heard import booking, place, space

CITIES = ("marcq", "roubaix", "tourcoing")
NETWORK = Network(
    {city: Commune(city, city.title(), "59512", "215905126", "21590512600011") for city in CITIES},
    "https://data.example.org",
    "https://lab.example.org",
)

Told = tuple[Callable[[Session, Envelope, datetime], None], Envelope]


def told(
    name: str, data: dict[str, Any], subject: str, sequence: int, at: datetime, source: str = "/hub/bookings"
) -> Envelope:
    return Envelope(f"{name}-{subject}-{sequence}", source, name, subject, sequence, at, data)


def of_member(name: str, member_id: str, city: str, sequence: int, at: datetime, **changed: Any) -> Told:
    """What a city tells of a member."""
    data = {
        "member_id": member_id, "city": city, "category": "resident", "organisation_kind": "individual",
        "status": "active", "roles": ["member"], "handle": None, "sequence": sequence, **changed,
    }  # fmt: skip
    reaction = reactions.on_member_erased if name == "member.erased" else reactions.on_member_told
    return reaction, told(name, data, member_id, sequence, at, f"/{city}/members_{city}")


def of_booking(name: str, booking_id: str, sequence: int, at: datetime, **changed: Any) -> Told:
    """What bookings tells of a booking."""
    data = booking(booking_id, sequence=sequence, **changed)
    return reactions.on_event, told(name, data, booking_id, sequence, at)


def of_occurrence(occurrence_id: str, at: datetime, sequence: int = 1, **changed: Any) -> Told:
    """What bookings tells of an occurrence that is over."""
    data = {
        "city": "roubaix", "occurrence_id": occurrence_id, "activity_id": "activity-1", "title": {"fr": "Une lampe"},
        "kind": "workshop", "place_id": "place-roubaix", "place_name": "L'Union", "address": "8 rue de l'Union",
        "latitude": 50.7, "longitude": 3.16, "starts_at": at.isoformat(),
        "ends_at": (at + timedelta(hours=2)).isoformat(), "zone": "Europe/Paris", "status": "scheduled", "capacity": 40,
        "min_persons": 5, "is_full": False, "attendance": "on_site", "space_id": None, "booking_id": None,
        "registered": 20, "came": 12, "absent": 8, "walked_in": 3, "bands": {"12_17": 3},
        "ended_at": (at + timedelta(hours=2)).isoformat(), **changed,
    }  # fmt: skip
    return reactions.on_event, told("occurrence.ended", data, occurrence_id, sequence, at + timedelta(hours=2))


def hear(store: Store, *events: Told) -> None:
    """Hear events, one after the other."""
    for reaction, envelope in events:
        with store.transaction() as session:
            reaction(session, envelope, envelope.time)


def close(store: Store, now: datetime) -> str | None:
    """Close the month that is due."""
    with store.transaction() as session:
        return closing.close_month(session, NETWORK, now)


def places(at: datetime) -> Iterator[Told]:
    """A place and a space in each city."""
    for city in CITIES:
        of_city = {"city": city, "published_at": at.isoformat()}
        yield reactions.on_event, told("place.published", place(f"place-{city}", **of_city), f"place-{city}", 0, at)
        room = space(f"space-{city}", place_id=f"place-{city}", parent_id=None, units=5, valid_from=None, **of_city)
        yield reactions.on_event, told("space.published", room, f"space-{city}", 0, at)


def members(chance: random.Random, at: datetime) -> Iterator[Told]:
    """Members of each city and category: many, few, or none."""
    for city in CITIES:
        for category in CATEGORIES:
            for number in range(chance.choice((0, 3, 10, 11, 40, 60))):
                yield of_member("member.approved", f"{city}-{category}-{number}", city, 1, at, category=category)


def month(chance: random.Random, month_begins: datetime, size: int = 120) -> Iterator[Told]:
    """Bookings and occurrences of a month; some cities go to some others a lot, others hardly ever."""
    name = f"{month_begins:%Y-%m}"
    lively = {(home, host): chance.choice((0, 1, 5, 30)) for home in CITIES for host in CITIES}
    for number in range(size):
        [(home, host)] = chance.choices(list(lively), weights=[1 + each for each in lively.values()])
        starts_at = month_begins + timedelta(days=chance.randrange(27), hours=9 + chance.randrange(6))
        held = {
            "host_city": host, "home_city": home, "place_id": f"place-{host}", "space_id": f"space-{host}",
            "member_id": f"{home}-resident-{chance.randrange(25)}", "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(minutes=30 * chance.randrange(1, 9))).isoformat(),
        }  # fmt: skip
        booking_id = f"{name}-{number}"
        yield of_booking("booking.confirmed", booking_id, 0, starts_at - timedelta(days=1), **held)
        if chance.random() < 0.1:
            yield of_booking(
                "booking.missed", booking_id, 1, starts_at + timedelta(minutes=15), status="missed", **held
            )
        elif chance.random() < 0.5:
            here = {"checked_in_at": starts_at.isoformat()}
            yield of_booking("booking.checked_in", booking_id, 1, starts_at, **held, **here)
    for number in range(8):
        at = month_begins + timedelta(days=chance.randrange(27), hours=18)
        bands = {band: chance.randrange(15) for band in BANDS[:5] if chance.random() < 0.6}
        came = sum(bands.values()) + chance.randrange(5)
        city = chance.choice(CITIES)
        yield of_occurrence(
            f"occurrence-{name}-{number}", at, city=city, place_id=f"place-{city}", came=came, walked_in=0, bands=bands
        )
    after = month_begins + timedelta(days=32)
    yield of_booking(
        "booking.held",
        f"{name}-later",
        0,
        after,
        starts_at=after.isoformat(),
        ends_at=(after + timedelta(hours=1)).isoformat(),
    )


def begins(year: int, number: int) -> datetime:
    """The first day of a month, at a time at which it is the same day everywhere we are."""
    return datetime(year, number, 1, 6, tzinfo=UTC)
