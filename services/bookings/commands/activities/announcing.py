"""Telling of occurrences and registrations: what every event about them says. Never saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from chassis import outbox
from services.bookings import domain, queries
from services.bookings.domain.activities import Activity, Occurrence, Registration
from services.bookings.events.activities import AboutOccurrence
from services.bookings.events.registrations import AboutRegistration


def tell_occurrence(
    session: Session,
    event: type[AboutOccurrence],
    occurrence: Occurrence,
    activity: Activity,
    now: datetime,
    **more: Any,
) -> None:
    """Tell of an occurrence, if others know of its activity."""
    if domain.activities.is_told(activity):
        taken = queries.activities.kept_taken(session, [occurrence.occurrence_id]) if occurrence.kept_back else {}
        facts = about(occurrence, activity, taken.get(occurrence.occurrence_id, 0))
        outbox.record(session, event.of(occurrence, **facts, **more), now)


def about(occurrence: Occurrence, activity: Activity, kept_taken: int) -> dict[str, Any]:
    """What every event of an occurrence says beside what the occurrence itself does.

    Args:
        kept_taken: seats that are taken of those kept back.
    """
    counts = activity.terms.mode in domain.activities.WITH_SEATS
    return {
        "host_city": occurrence.city,
        "title": activity.title,
        "kind": activity.kind,
        "attendance": domain.activities.attendance(occurrence, activity),
        "is_full": counts and not domain.activities.seats_left(occurrence, kept_taken),
    }


def tell_registration(
    session: Session,
    event: type[AboutRegistration],
    registration: Registration,
    occurrence: Occurrence,
    activity: Activity,
    now: datetime,
    *,
    position: int | None = None,
    **more: Any,
) -> None:
    """Tell the member's home city of a registration.

    Args:
        position: 1 for who is next; None unless it waits.
    """
    facts = {**about_registration(registration, occurrence, activity, position), **more}
    outbox.record(session, event.of(registration, **facts), now)


def about_registration(
    registration: Registration, occurrence: Occurrence, activity: Activity, position: int | None
) -> dict[str, Any]:
    """What every event of a registration says beside what the registration itself does."""
    where = domain.activities.attendance(occurrence, activity)
    sure = registration.status == "confirmed" and where != "on_site"
    asked = any(field.required for field in activity.terms.form)
    same = ("starts_at", "ends_at", "zone", "place_name", "address", "latitude", "longitude")
    return {
        **{name: getattr(occurrence, name) for name in same},
        "title": activity.title,
        "kind": activity.kind,
        "position": position,
        "occurrence_status": occurrence.status,
        "attendance": where,
        "online_url": (occurrence.online_url or activity.online_url) if sure else None,
        "answers_due": asked and registration.answered_at is None and registration.status in ("requested", "confirmed"),
    }


def with_positions(registrations: Iterable[Registration]) -> Iterator[tuple[Registration, int | None]]:
    """Each with its position among those that wait, who come in order; None for the others."""
    position = 0
    for one in registrations:
        if one.status == "waiting":
            position += 1
        yield one, position if one.status == "waiting" else None
