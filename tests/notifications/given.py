"""Invented facts for the tests of notifications: a booking, its events, a member to write to, a town hall's channel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from chassis.envelope import Envelope
from services.notifications import domain, mail, schemas
from services.notifications.domain import (
    LINKED,
    About,
    Booking,
    Channel,
    Contact,
    Delivery,
    Home,
    Kind,
    Letterhead,
    Notice,
    Registration,
    cause_of,
)

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
EMAIL = "zoe.planted@example.org"
NAME = "Zoé Planté"
ZOE = {"name": NAME, "email": EMAIL, "language": "fr"}
HOME = Home("roubaix")
SECRET = "s" * 32
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
SERIES = {
    "series_id": "r-1",
    "space_name": "Salle du canal",
    "place_name": "L'Union",
    "address": "1 rue de l'Exemple, 59200 Tourcoing",
    "member_id": "m-1",
    "home_city": "roubaix",
    "zone": "Europe/Paris",
    "first_starts_at": "2026-11-23T09:00:00+00:00",
    "last_starts_at": "2026-12-14T09:00:00+00:00",
    "booked_by_id": "m-1",
    "sequence": 0,
}
REGISTRATION: dict[str, Any] = {
    "registration_id": "g-1",
    "occurrence_id": "o-1",
    "activity_id": "a-1",
    "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
    "kind": "workshop",
    "host_city": "tourcoing",
    "member_id": "m-1",
    "home_city": "roubaix",
    "organisation_id": None,
    "seats": 2,
    "status": "confirmed",
    "position": None,
    "starts_at": "2026-11-23T09:00:00+00:00",
    "ends_at": "2026-11-23T11:00:00+00:00",
    "zone": "Europe/Paris",
    "occurrence_status": "scheduled",
    "place_name": "L'Union",
    "address": "1 rue de l'Exemple, 59200 Tourcoing",
    "latitude": 50.7,
    "longitude": 3.17,
    "attendance": "on_site",
    "online_url": None,
    "answers_due": False,
    "lapses_at": None,
    "registered_by_id": "m-1",
    "registered_by_city": "roubaix",
    "sequence": 0,
}
WISH: dict[str, Any] = {
    "wish_id": "w-1",
    "member_id": "m-1",
    "city": "roubaix",
    "occurrence_id": "o-1",
    "language": "fr",
    "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
    "starts_at": "2026-11-23T09:00:00+00:00",
    "zone": "Europe/Paris",
    "place_name": "L'Union",
    "wished_at": "2026-11-20T08:30:00+00:00",
}
OCCURRENCE: dict[str, Any] = {
    "occurrence_id": "o-1",
    "activity_id": "a-1",
    "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
    "place_name": "L'Union",
    "starts_at": "2026-11-23T09:00:00+00:00",
    "ends_at": "2026-11-23T11:00:00+00:00",
    "zone": "Europe/Paris",
    "min_persons": 5,
    "seats_taken": 2,
    "decides_at": "2026-11-22T09:00:00+00:00",
    "drafted_by_id": "m-1",
    "drafted_by_city": "roubaix",
}
DIGEST: dict[str, Any] = {
    "city": "roubaix",
    "dates": [
        {
            "occurrence_id": "o-2",
            "activity_id": "a-2",
            "city": "roubaix",
            "title": {"fr": "Réparer son vélo", "en": "Mend your bicycle"},
            "starts_at": "2026-11-23T09:00:00+00:00",
            "zone": "Europe/Paris",
            "place_name": "La Condition publique",
            "is_full": True,
        },
        {
            "occurrence_id": "o-1",
            "activity_id": "a-1",
            "city": "tourcoing",
            "title": {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp"},
            "starts_at": "2026-11-24T17:00:00+00:00",
            "zone": "Europe/Paris",
            "place_name": "L'Union",
            "is_full": False,
        },
    ],
    "more": 3,
}
WEEK = "2026-W47"
TOLD_WHY = (Kind.ADMITTED, Kind.DECLINED, Kind.SUSPENDED)
WHY = "Plus de place <avant> l’été.\nRevenez nous voir !"
LAPSES_AT = "2026-11-21T08:30:00+00:00"
# What each kind of notice tells beside the booking, or beside the series.
OF_KIND: dict[Kind, dict[str, Any]] = {
    Kind.BOOKING_OFFERED: {"status": "held", "offered": True, "lapses_at": LAPSES_AT},
    Kind.BOOKING_PROPOSED: {"status": "held", "replaces_id": "b-0", "lapses_at": LAPSES_AT},
    Kind.BOOKING_REQUESTED: {"status": "requested", "lapses_at": LAPSES_AT},
    Kind.BOOKING_MOVED: {
        "previous_starts_at": "2026-11-22T09:00:00+00:00",
        "previous_ends_at": "2026-11-22T11:00:00+00:00",
        "previous_space_name": "Salle du parc",
    },
    Kind.BOOKING_CANCELLED: {"status": "cancelled", "reason": "member"},
    Kind.BOOKING_DENIED: {"status": "denied", "reason": "needed_by_city"},
    Kind.BOOKING_LAPSED: {"status": "lapsed", "reason": "requested"},
    Kind.BOOKING_MISSED: {"status": "missed"},
    Kind.SERIES_BOOKED: {"booked": 3, "refused": 1},
    Kind.SERIES_CHANGED: {"moved": 2, "cancelled": 4},
    Kind.REGISTRATION_REQUESTED: {"status": "requested", "lapses_at": LAPSES_AT},
    Kind.REGISTRATION_QUEUED: {"status": "waiting", "position": 3},
    Kind.REGISTRATION_OFFERED: {"status": "offered", "lapses_at": LAPSES_AT},
    Kind.REGISTRATION_CHANGED: {"what": "rescheduled", "occurrence_status": "rescheduled"},
    Kind.REGISTRATION_POSTPONED: {"what": "postponed", "occurrence_status": "postponed"},
    Kind.REGISTRATION_CANCELLED: {"status": "cancelled", "was": "confirmed", "reason": "member", "other_dates": []},
    Kind.REGISTRATION_DECLINED: {"status": "declined", "reason": "staff"},
    Kind.REGISTRATION_LAPSED: {"status": "lapsed", "was": "offered"},
    Kind.REGISTRATION_WISH: WISH,
    Kind.SECOND_FACTOR_CHANGED: {"change": "set_up"},
    Kind.MEMBERSHIP_ENDING: {"ends_at": "2026-12-20T08:30:00+00:00"},
}
OF_KIND[Kind.REQUEST_MOVED] = OF_KIND[Kind.BOOKING_MOVED] | {"status": "requested", "lapses_at": LAPSES_AT}
EVENT_OF = {
    Kind.BOOKING_OFFERED: "booking.held",
    Kind.BOOKING_PROPOSED: "booking.held",
    Kind.REQUEST_MOVED: "booking.moved",
    Kind.REGISTRATION_POSTPONED: "registration.changed",
    Kind.OCCURRENCE_SHORT: "occurrence.found_short",
    Kind.BOOKING_REMINDER: "booking.confirmed",
    Kind.REGISTRATION_REMINDER: "registration.confirmed",
}


def letterhead(folder: Path) -> Letterhead:
    """Roubaix with templates of its own in that folder."""
    return replace(LETTERHEAD, templates=str(folder))


def facts_of(kind: Kind) -> dict[str, Any]:
    """What the events tell that are told so: of a booking, a series, a registration or an occurrence."""
    if kind.is_of_registration:
        return REGISTRATION
    if kind is Kind.OCCURRENCE_SHORT:
        return OCCURRENCE
    return SERIES if kind.is_of_series else BOOKING


def event(kind: Kind, sequence: int = 0, /, **facts: Any) -> Envelope:
    """The event of a booking, a series, a registration or an occurrence that is told so."""
    name = EVENT_OF.get(kind, kind.value.replace("_", "."))
    return said(name, sequence, **{**facts_of(kind), **OF_KIND.get(kind, {}), **facts, "sequence": sequence})


def said(name: str, sequence: int, /, **data: Any) -> Envelope:
    """An event of a booking, a series, a registration or an occurrence."""
    ids = ("booking_id", "registration_id", "series_id", "occurrence_id")
    subject = next(data[each] for each in ids if data.get(each))
    key = f"{name}-{subject}-{sequence}"
    return Envelope(key, "/hub/bookings", name, subject, sequence, NOW, data, data.get("home_city"), TRACE)


def confirmed(**facts: Any) -> Envelope:
    """A booking.confirmed."""
    return event(Kind.BOOKING_CONFIRMED, booked_at="2026-11-20T08:30:00+00:00", **facts)


def cancelled(sequence: int = 1, **facts: Any) -> Envelope:
    """A booking.cancelled."""
    return event(Kind.BOOKING_CANCELLED, sequence, cancelled_at="2026-11-20T08:31:00+00:00", **facts)


def registered(name: str = "member.registered", sequence: int = 0, city: str = "roubaix", **facts: Any) -> Envelope:
    """An event of a member's account."""
    data = {"member_id": "m-1", "city": city, "language": "fr", "registered_at": "2026-11-20T08:30:00+00:00", **facts}
    return Envelope(f"{name}-{sequence}", "/roubaix/members_roubaix", name, "m-1", sequence, NOW, data, city, TRACE)


def wished(**facts: Any) -> Envelope:
    """A member.registration_wished."""
    data = {**WISH, **facts}
    name = "member.registration_wished"
    return Envelope(f"{name}-0", "/roubaix/members_roubaix", name, "w-1", 0, NOW, data, str(data["city"]), TRACE)


def ending(name: str) -> Envelope:
    """A member.rights_ending, or a member.inactive: in fourteen days."""
    told = registered(name, 8)
    return replace(told, data={**told.data, "ends_at": "2026-12-04T08:30:00+00:00"})


def notice(kind: Kind, **facts: Any) -> Notice:
    """A notice that is due; of a booking that was confirmed before, where it tells more of it than that."""
    cause: dict[str, Any] = {"data": OF_KIND.get(kind, {})}
    if kind is Kind.DIGEST:
        cause = {"data": DIGEST}
    elif not kind.is_of_account:
        told = event(kind)
        cause = {"subject": told.subject, "data": told.data}
        cause["sequence"] = int(not kind.is_of_series and not kind.invites)
        cause["is_invited"] = kind.withdraws or kind is Kind.REQUEST_MOVED
    made = Notice(
        notice_id="0123456789abcdef0123456789abcdef",
        member_id="m-1",
        kind=kind,
        subject="m-1",
        sequence=0,
        cause="m-1/0",
        data={},
        traceparent=TRACE,
        created_at=NOW,
        not_after=NOW + timedelta(days=2),
    )
    said = replace(made, **{**cause, **facts})
    return replace(said, cause=WEEK if kind is Kind.DIGEST else cause_of(said.subject, said.sequence))


def delivery(kind: Kind, channel: Channel = Channel.MAIL, **facts: Any) -> Delivery:
    """Its way through a channel, which is due."""
    return replace(Delivery(notice(kind), channel, NOW, NOW), **facts)


def booking(**facts: Any) -> Booking:
    """The booking that the events tell of."""
    return schemas.booking({**BOOKING, **facts})


def registration(**facts: Any) -> Registration:
    """The registration that the events tell of."""
    return schemas.registration({**REGISTRATION, **facts})


def about(kind: Kind, **facts: Any) -> About:
    """What a notice of that kind tells of."""
    return schemas.told(replace(notice(kind), data={**notice(kind).data, **facts}))


def contact(kind: Kind = Kind.BOOKING_CONFIRMED, **facts: Any) -> Contact:
    """What the members service answers for a letter of that kind."""
    token = {"link_token": "s3cret-token"} if kind in LINKED else {}
    why = {"reason": WHY, "until": "2026-12-20T08:30:00+00:00"} if kind in TOLD_WHY else {}
    return replace(schemas.contact({**ZOE, **token, **why, **facts}), leave_url=leave_url(kind))


def leave_url(kind: Kind) -> str | None:
    """By which the reader of a letter of that kind is written to no longer."""
    return domain.leave_url(kind, "m-1", LETTERHEAD.city, LETTERHEAD.public_url, SECRET)


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

    @contextmanager
    def open(self) -> Iterator[Letterbox]:
        """It always is."""
        yield self

    def send(self, letter: EmailMessage, notice_id: str) -> None:
        """Take the letter."""
        if self.trouble:
            raise self.trouble
        self.letters.append(letter)

    def subjects(self) -> list[str]:
        """The subjects, in the order in which the letters came."""
        return [str(letter["Subject"]) for letter in self.letters]


def letter(email: str = EMAIL) -> EmailMessage:
    """A letter that tells of a confirmed booking."""
    kind = Kind.BOOKING_CONFIRMED
    return mail.compose(notice(kind), booking(), contact(kind, email=email), LETTERHEAD, NOW)
