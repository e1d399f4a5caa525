"""Invented facts for the tests of notifications: a booking, its events, a member to write to, a town hall's channel."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from chassis.envelope import Envelope
from services.notifications import domain, schemas
from services.notifications.domain import Booking, Contact, Kind, Letterhead, Notice

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
EMAIL = "zoe.planted@example.org"
NAME = "Zoé Planté"
ZOE = {"name": NAME, "email": EMAIL, "language": "fr"}
LETTERHEAD = Letterhead("roubaix", "Roubaix", "noreply@roubaix.example.org", "https://champlibre.example.org")
BOOKING = {
    "booking_id": "b-1",
    "space_id": "s-1",
    "space_name": "Salle du canal",
    "place_id": "p-1",
    "place_name": "L'Union",
    "address": "1 rue de l'Exemple, 59200 Tourcoing",
    "host_city": "tourcoing",
    "unit_id": "u-1",
    "unit_name": "Table 2",
    "member_id": "m-1",
    "home_city": "roubaix",
    "starts_at": "2026-11-23T09:00:00+00:00",
    "ends_at": "2026-11-23T11:00:00+00:00",
    "zone": "Europe/Paris",
    "price_cents": 1250,
    "currency": "EUR",
    "sequence": 0,
}


def confirmed(**facts: Any) -> Envelope:
    """A booking.confirmed."""
    data = {**BOOKING, "booked_at": "2026-11-20T08:30:00+00:00", **facts}
    return _of_booking("booking.confirmed", data, 0)


def cancelled(sequence: int = 1, **facts: Any) -> Envelope:
    """A booking.cancelled."""
    more = {"sequence": sequence, "cancelled_at": "2026-11-20T08:31:00+00:00", "reason": "member"}
    return _of_booking("booking.cancelled", {**BOOKING, **more, **facts}, sequence)


def registered(name: str = "member.registered", sequence: int = 0, city: str = "roubaix") -> Envelope:
    """A member.registered or member.registered_again."""
    data = {"member_id": "m-1", "city": city, "language": "fr", "registered_at": "2026-11-20T08:30:00+00:00"}
    return Envelope(f"{name}-{sequence}", "/roubaix/members_roubaix", name, "m-1", sequence, NOW, data, city, TRACE)


def notice(kind: Kind, **facts: Any) -> Notice:
    """A notice that is due."""
    about_booking = {"subject": "b-1", "sequence": int(kind is Kind.BOOKING_CANCELLED), "data": BOOKING}
    made = Notice(
        notice_id="0123456789abcdef0123456789abcdef",
        member_id="m-1",
        kind=kind,
        subject="m-1",
        sequence=0,
        data={},
        traceparent=TRACE,
        created_at=NOW,
        not_after=NOW + timedelta(days=2),
        next_attempt_at=NOW,
    )
    return replace(made, **{**(about_booking if kind.is_of_booking else {}), **facts})


def booking(**facts: Any) -> Booking:
    """The booking that the events tell of."""
    return schemas.booking({**BOOKING, **facts})


def contact(kind: Kind = Kind.BOOKING_CONFIRMED, **facts: Any) -> Contact:
    """What the members service answers for a letter of that kind."""
    token = {"link_token": "s3cret-token"} if kind is domain.Kind.CONFIRMATION else {}
    return schemas.contact({**ZOE, **token, **facts})


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        """Move it on."""
        self.at += timedelta(**span)


@dataclass
class Letterbox:
    """A channel that keeps what it is given; `trouble` is raised instead while it is set."""

    letters: list[EmailMessage] = field(default_factory=list)
    trouble: Exception | None = None

    def send(self, letter: EmailMessage, notice_id: str) -> None:
        """Take the letter."""
        if self.trouble:
            raise self.trouble
        self.letters.append(letter)

    def subjects(self) -> list[str]:
        """The subjects, in the order in which the letters came."""
        return [str(letter["Subject"]) for letter in self.letters]


def _of_booking(name: str, data: dict[str, Any], sequence: int) -> Envelope:
    key = f"{name}-{data['booking_id']}-{sequence}"
    return Envelope(key, "/hub/bookings", name, data["booking_id"], sequence, NOW, data, data["home_city"], TRACE)
