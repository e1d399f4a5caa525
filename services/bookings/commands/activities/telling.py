"""What is told of occurrences and of registrations: each event with all that it is about. Never records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.events import Event
from services.bookings.domain.activities import Occurrence, Registration, Seats, standing
from services.bookings.events import (
    OtherDate,
    RegistrationCancelled,
    RegistrationChanged,
    RegistrationConfirmed,
    RegistrationDeclined,
    RegistrationLapsed,
    RegistrationOffered,
    RegistrationQueued,
    RegistrationRequested,
)


def about_occurrence(seats: Seats) -> dict[str, Any]:
    """What every event of an occurrence tells."""
    occurrence, activity = seats.occurrence, seats.activity
    return {
        "sequence": occurrence.sequence,
        "host_city": occurrence.city,
        "title": activity.title,
        "kind": activity.kind,
        "is_full": seats.is_full,
        "attendance": seats.attendance,
        **_same(
            occurrence,
            "occurrence_id activity_id place_id place_name address latitude longitude starts_at ends_at zone status"
            " capacity min_persons space_id booking_id",
        ),
    }


def about_registration(seats: Seats, registration: Registration, position: int | None) -> dict[str, Any]:
    """What every event of a registration tells."""
    occurrence, activity = seats.occurrence, seats.activity
    return {
        "title": activity.title,
        "kind": activity.kind,
        "position": position,
        "occurrence_status": occurrence.status,
        "attendance": seats.attendance,
        "online_url": standing.online_url(registration, seats),
        "answers_due": standing.answers_due(registration, seats),
        **_same(occurrence, "activity_id starts_at ends_at zone place_name address latitude longitude"),
        **_same(
            registration,
            "sequence registration_id occurrence_id host_city member_id home_city organisation_id seats status"
            " lapses_at registered_by_id registered_by_city",
        ),
    }


def step(
    seats: Seats,
    registration: Registration,
    before: Registration | None,
    position: int | None,
    now: datetime,
    other_dates: Sequence[Occurrence] = (),
    what: str = "seats",
) -> Event:
    """What is told of a registration that is so from now on.

    Args:
        what: changed, when its status did not.
    """
    about = about_registration(seats, registration, position)
    was = before.status if before else ""
    if was == registration.status:
        return RegistrationChanged(**about, what=what, changed_at=now)
    match registration.status:
        case "requested":
            return RegistrationRequested(**about, requested_at=now)
        case "confirmed":
            promoted = registration.offered_at is not None
            return RegistrationConfirmed(**about, confirmed_at=now, promoted=promoted)
        case "waiting":
            return RegistrationQueued(**about, queued_at=now)
        case "offered":
            return RegistrationOffered(**about, offered_at=now)
        case "declined":
            return RegistrationDeclined(**about, declined_at=now, reason=registration.end_reason or "")
        case "lapsed":
            return RegistrationLapsed(**about, was=was, lapsed_at=registration.ended_at or now)
        case _:
            dates = tuple(OtherDate(other.occurrence_id, other.starts_at) for other in other_dates)
            reason = registration.end_reason or ""
            return RegistrationCancelled(**about, was=was, reason=reason, other_dates=dates, cancelled_at=now)


def _same(thing: object, names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names.split()}
