"""When a member is reminded of what they come to: so many minutes before its start, as they chose. Pure.

The minutes are those that pass: in the night in which the clocks change, too, an hour before is an hour before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.notifications.domain.bookings import Booking
from services.notifications.domain.kinds import Kind
from services.notifications.domain.notices import Notice, notice_id
from services.notifications.domain.registrations import Registration


@dataclass(frozen=True)
class Appointment:
    """What a member comes to: a booking or a registration that stands.

    Attributes:
        thing_id: of the booking or the registration.
        kind: of its reminder.
        starts_at: UTC.
        sequence: of the last word on it.
        data: the facts of that word, about no person.
        is_attended: its member is there.
        next_reminder_at: UTC; None: no reminder is to come.
    """

    thing_id: str
    member_id: str
    kind: Kind
    starts_at: datetime
    sequence: int
    data: dict[str, Any]
    is_attended: bool = False
    next_reminder_at: datetime | None = None


def booking_stands(event: str, booking: Booking) -> bool:
    """Whether the member comes to a booking after an event: it is no hold, nothing that is asked for, and not over."""
    return event == "booking.confirmed" or (event == "booking.moved" and booking.status in ("confirmed", None))


def registration_stands(registration: Registration) -> bool:
    """Whether the member has seats, and it is known when."""
    return registration.status == "confirmed" and registration.has_date


def followed(before: Appointment | None, heard: Appointment, minutes: Collection[int], now: datetime) -> Appointment:
    """An appointment as a word on it leaves it; an older word changes nothing.

    While it starts when it did its reminder stays where it is, late as it may be by now; for another start only those
    count whose time is still to come.

    Args:
        before: as it was kept; None: it was not.
        heard: as the word has it.
        minutes: before the start, as the member chose them.
        now: the present instant, UTC.
    """
    if before is not None and before.sequence > heard.sequence:
        return before
    if before is not None and before.starts_at == heard.starts_at:
        heard = replace(heard, is_attended=heard.is_attended or before.is_attended)
        return replace(heard, next_reminder_at=None if heard.is_attended else before.next_reminder_at)
    due = None if heard.is_attended else next_reminder_at(heard.starts_at, minutes, now)
    return replace(heard, next_reminder_at=due)


def next_reminder_at(starts_at: datetime, minutes: Collection[int], now: datetime) -> datetime | None:
    """The next of the reminders whose time is to come; None: there is none."""
    to_come = (at for at in (starts_at - timedelta(minutes=each) for each in minutes) if at > now)
    return min(to_come, default=None)


def minutes_due(appointment: Appointment, minutes: Collection[int], now: datetime) -> int | None:
    """Which reminder is said now: of those that are due the one nearest to the start.

    Args:
        appointment: its `next_reminder_at` is past, and so is perhaps the time of others, after the node stood still.
        minutes: before the start, as the member chose them by now.
        now: the present instant, UTC; before the start.

    Returns:
        Its minutes before the start; None: its member chose otherwise since.
    """
    since = appointment.next_reminder_at or now
    due = (each for each in minutes if since <= appointment.starts_at - timedelta(minutes=each) <= now)
    return min(due, default=None)


def reminder(appointment: Appointment, minutes: int, now: datetime) -> Notice:
    """The notice that reminds of an appointment; for the same start and the same minutes it is the same one.

    Like any other of its booking or registration it is overtaken by the next word on it, and too late at the start.
    """
    cause = f"{appointment.thing_id}/{appointment.starts_at.isoformat()}/{minutes}"
    return Notice(
        notice_id=notice_id(appointment.member_id, appointment.kind, cause),
        member_id=appointment.member_id,
        kind=appointment.kind,
        subject=appointment.thing_id,
        sequence=appointment.sequence,
        cause=cause,
        data=appointment.data,
        traceparent=None,
        created_at=now,
        not_after=appointment.starts_at,
    )
