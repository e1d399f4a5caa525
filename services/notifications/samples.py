"""An invented example of each kind of letter: a place, an activity and a member that there are not. Pure.

What is shown on a page, and tried by `champlibre check`, is made of these; nobody is written to. A kind without an
example fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.notifications.domain import (
    LEFT_BY_LINK,
    LINKED,
    About,
    AccountEvent,
    Booking,
    Contact,
    Digest,
    Kind,
    Occurrence,
    OtherDate,
    Registration,
    Series,
    Showing,
    Wish,
)

Example = Callable[[datetime], About]

_NAME, _EMAIL = "Camille Exemple", "camille@example.org"
_PLACE, _ADDRESS, _ZONE = "La Fabrique d’exemple", "1 rue de l’Exemple, 59000 Lille", "Europe/Paris"
_TITLE = {"fr": "Fabriquer sa lampe", "nl": "Maak je lamp", "en": "Make your lamp"}
_REASONS = {
    "fr": "Ceci est un exemple de ce que\nl’équipe de la ville écrit.",
    "nl": "Dit is een voorbeeld van wat\nhet team van de stad schrijft.",
    "en": "This is an example of what\nthe team of the city writes.",
}
_TOLD_WHY = (Kind.ADMITTED, Kind.DECLINED, Kind.SUSPENDED)


@dataclass(frozen=True)
class Sample:
    """What a letter is written from: to whom, and what it tells of."""

    contact: Contact
    about: About


def sample(kind: Kind, language: str, now: datetime) -> Sample:
    """The example of a kind for a reader of that language; all of it is after `now`, or just before."""
    contact = Contact(
        name=_NAME,
        email=_EMAIL,
        language=language,
        signs_in=True,
        link_token="example" if kind in LINKED else None,
        reason=_REASONS[language] if kind in _TOLD_WHY else None,
        until=_soon(now, 30) if kind is Kind.SUSPENDED else None,
        leave_url="https://champlibre.example.org/unsubscribe/example" if kind.family in LEFT_BY_LINK else None,
    )
    return Sample(contact, SAMPLES[kind](now))


def _soon(now: datetime, days: int, hour: int = 9) -> datetime:
    """In so many days, at a full hour of UTC."""
    return (now + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _booking(**facts: Any) -> Example:
    def example(now: datetime) -> About:
        booking = Booking(
            booking_id="example",
            member_id="example",
            home_city="example",
            space_name="Salle du canal",
            unit_name="Table 2",
            place_name=_PLACE,
            address=_ADDRESS,
            starts_at=_soon(now, 3),
            ends_at=_soon(now, 3, 11),
            zone=_ZONE,
            price_cents=1250,
            currency="EUR",
            booked_by_id="example",
        )
        return replace(booking, **_at(now, facts))

    return example


def _series(**facts: Any) -> Example:
    def example(now: datetime) -> About:
        series = Series(
            series_id="example",
            member_id="example",
            home_city="example",
            space_name="Salle du canal",
            place_name=_PLACE,
            address=_ADDRESS,
            zone=_ZONE,
            first_starts_at=_soon(now, 3),
            last_starts_at=_soon(now, 24),
            booked_by_id="example",
        )
        return replace(series, **_at(now, facts))

    return example


def _registered(now: datetime) -> Registration:
    return Registration(
        registration_id="example",
        activity_id="example",
        title=_TITLE,
        member_id="example",
        home_city="example",
        seats=2,
        status="confirmed",
        starts_at=_soon(now, 3),
        ends_at=_soon(now, 3, 11),
        zone=_ZONE,
        occurrence_status="scheduled",
        place_name=_PLACE,
        address=_ADDRESS,
        attendance="on_site",
        registered_by_id="example",
    )


def _registration(**facts: Any) -> Example:
    return lambda now: replace(_registered(now), **_at(now, facts))


def _changed(**facts: Any) -> Example:
    """What was told before was another date."""

    def example(now: datetime) -> About:
        before = replace(_registered(now), starts_at=_soon(now, 2), ends_at=_soon(now, 2, 11))
        return replace(_registered(now), before=before, **_at(now, facts))

    return example


def _account(**facts: Any) -> Example:
    return lambda now: replace(AccountEvent(at=now), **_at(now, facts))


def _wish(now: datetime) -> About:
    return Wish("example", "example", "example", _TITLE, _soon(now, 3), _ZONE, _PLACE, "example")


def _short(now: datetime) -> About:
    return Occurrence(
        occurrence_id="example",
        activity_id="example",
        title=_TITLE,
        place_name=_PLACE,
        starts_at=_soon(now, 3),
        ends_at=_soon(now, 3, 11),
        zone=_ZONE,
        min_persons=5,
        seats_taken=2,
        decides_at=_soon(now, 2),
        drafted_by_id="example",
        drafted_by_city="example",
    )


def _digest(now: datetime) -> About:
    def showing(number: int, title: dict[str, str], days: int, *, is_full: bool = False) -> Showing:
        city, at = "example" if number < 3 else "ailleurs", _soon(now, days, 17)
        return Showing(f"example-{number}", "example", city, title, at, _ZONE, _PLACE, is_full)

    film = {
        "fr": "Ciné-débat : la ville qui pousse",
        "nl": "Filmdebat: de groeiende stad",
        "en": "The growing city, a film",
    }
    dates = (showing(1, _TITLE, 3, is_full=True), showing(2, film, 4), showing(3, _TITLE, 5))
    return Digest(dates, 2, "example")


def _at(now: datetime, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts, of which those that are computed from an instant are computed."""
    return {name: fact(now) if callable(fact) else fact for name, fact in facts.items()}


def _in(days: int, hour: int = 9) -> Callable[[datetime], datetime]:
    return lambda now: _soon(now, days, hour)


def _others(now: datetime) -> tuple[OtherDate, ...]:
    return OtherDate("example-1", _soon(now, 10)), OtherDate("example-2", _soon(now, 17))


_MOVED = {"previous_starts_at": _in(2), "previous_ends_at": _in(2, 11), "previous_space_name": "Salle du parc"}

SAMPLES: dict[Kind, Example] = {
    Kind.BOOKING_OFFERED: _booking(status="held", offered=True, lapses_at=_in(1)),
    Kind.BOOKING_PROPOSED: _booking(status="held", replaces_id="example-1", lapses_at=_in(1)),
    Kind.BOOKING_REQUESTED: _booking(status="requested", lapses_at=_in(1)),
    Kind.BOOKING_CONFIRMED: _booking(status="confirmed"),
    Kind.BOOKING_MOVED: _booking(status="confirmed", **_MOVED),
    Kind.REQUEST_MOVED: _booking(status="requested", lapses_at=_in(1), **_MOVED),
    Kind.BOOKING_CANCELLED: _booking(status="cancelled", reason="closure"),
    Kind.BOOKING_DENIED: _booking(status="denied", reason="needed_by_city"),
    Kind.BOOKING_LAPSED: _booking(status="lapsed", reason="requested"),
    Kind.BOOKING_MISSED: _booking(status="missed"),
    Kind.BOOKING_REMINDER: _booking(status="confirmed", lapses_at=_in(3)),
    Kind.SERIES_BOOKED: _series(booked=3, refused=1),
    Kind.SERIES_CHANGED: _series(moved=2, cancelled=1, reason="closure"),
    Kind.REGISTRATION_REQUESTED: _registration(status="requested", lapses_at=_in(1)),
    Kind.REGISTRATION_CONFIRMED: _registration(answers_due=True),
    Kind.REGISTRATION_QUEUED: _registration(status="waiting", position=3),
    Kind.REGISTRATION_OFFERED: _registration(status="offered", lapses_at=_in(1)),
    Kind.REGISTRATION_CHANGED: _changed(what="rescheduled", occurrence_status="rescheduled"),
    Kind.REGISTRATION_POSTPONED: _registration(what="postponed", occurrence_status="postponed"),
    Kind.REGISTRATION_CANCELLED: _registration(
        status="cancelled", was="confirmed", reason="below_minimum", occurrence_status="cancelled", other_dates=_others
    ),
    Kind.REGISTRATION_DECLINED: _registration(status="declined", reason="staff"),
    Kind.REGISTRATION_LAPSED: _registration(status="lapsed", was="offered"),
    Kind.REGISTRATION_REMINDER: _registration(),
    Kind.OCCURRENCE_SHORT: _short,
    Kind.REGISTRATION_WISH: _wish,
    Kind.DIGEST: _digest,
    Kind.CONFIRMATION: _account(),
    Kind.KNOWN_ADDRESS: _account(),
    Kind.RESET: _account(),
    Kind.ADDRESS_CHANGE: _account(),
    Kind.ADDRESS_CHANGED: _account(),
    Kind.PASSWORD_CHANGED: _account(),
    Kind.NEW_SIGN_IN: _account(),
    Kind.SECOND_FACTOR_CHANGED: _account(change="set_up"),
    Kind.RIGHTS_ENDING: _account(at=_in(14)),
    Kind.ADMITTED: _account(),
    Kind.DECLINED: _account(),
    Kind.MEMBERSHIP_ENDING: _account(ends_at=_in(30)),
    Kind.MEMBERSHIP_ENDED: _account(),
    Kind.SUSPENDED: _account(),
    Kind.REINSTATED: _account(),
    Kind.ACCOUNT_ENDING: _account(at=_in(30)),
}
