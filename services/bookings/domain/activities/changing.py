"""Changing an occurrence: another time, online, no date at all, more or fewer seats, never. Never asks the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chassis.errors import Conflict, Invalid
from services.bookings.domain.activities.activity import Activity
from services.bookings.domain.activities.occurrence import Kept, Occurrence
from services.bookings.domain.activities.scheduling import Date, Size, Whereabouts, redated


@dataclass(frozen=True)
class Resizing:
    """For how many an occurrence shall be; None for what it is already."""

    capacity: int | None = None
    min_persons: int | None = None
    waiting_seats: int | None = None
    kept_back: tuple[Kept, ...] | None = None

    def of(self, occurrence: Occurrence) -> Size:
        """All of it."""
        said = {name: value for name, value in vars(self).items() if value is not None}
        return replace(size_of(occurrence), **said)


def check_open(occurrence: Occurrence, now: datetime) -> None:
    """Refuse to change what has begun, is over or is cancelled. What is postponed has not begun.

    Raises:
        Conflict: `occurrence_over`.
    """
    if not is_to_come(occurrence, now):
        raise Conflict("occurrence_over", "It has begun, or is cancelled.", {"status": occurrence.status})


def is_to_come(occurrence: Occurrence, now: datetime) -> bool:
    """Whether it may take place, and has not begun."""
    begun = occurrence.status != "postponed" and occurrence.starts_at <= now
    return not begun and occurrence.status != "cancelled"


def reschedule(occurrence: Occurrence, asked: Date, now: datetime, *, in_space: bool) -> Occurrence:
    """The occurrence at another time. What is online stays so unless a space is booked for it.

    Raises:
        Conflict: `occurrence_over`, `in_the_past`.
        Invalid: `period_invalid`.
    """
    check_open(occurrence, now)
    stays_online = occurrence.status == "moved_online" and not in_space
    status = "moved_online" if stays_online else "rescheduled"
    return replace(redated(occurrence, asked, now), status=status)


def postpone(occurrence: Occurrence, now: datetime) -> Occurrence:
    """The occurrence without a date: its seats stay, and nothing is booked; the second time nothing happens.

    Raises:
        Conflict: `occurrence_over`.
    """
    check_open(occurrence, now)
    if occurrence.status == "postponed":
        return occurrence
    return replace(occurrence, status="postponed", dated_at=None, alerted_at=None, changed_at=now)


def move_online(occurrence: Occurrence, activity: Activity, online_url: str | None, now: datetime) -> Occurrence:
    """The occurrence, to which nobody comes; the second time at the same address nothing happens.

    Raises:
        Conflict: `occurrence_over`; `occurrence_postponed`: it has no date.
        Invalid: `online_url_missing`.
    """
    check_open(occurrence, now)
    if occurrence.status == "postponed":
        raise Conflict("occurrence_postponed", "It has no date: give it one first.")
    url = online_url or occurrence.online_url
    if not (url or activity.online_url):
        raise Invalid("online_url_missing", "Nobody would find it.")
    if occurrence.status == "moved_online" and url == occurrence.online_url:
        return occurrence
    return replace(occurrence, status="moved_online", online_url=url, changed_at=now)


def resize(occurrence: Occurrence, wanted: Resizing, now: datetime) -> Occurrence:
    """The occurrence for more or for fewer; the second time nothing happens.

    Raises:
        Conflict: `occurrence_over`; `capacity_below_taken`, `list_below_waiting`, with how many there are.
        Invalid: `size_invalid`.
    """
    check_open(occurrence, now)
    size = wanted.of(occurrence)
    size.check()
    if size.capacity < occurrence.seats_taken:
        taken = {"seats_taken": occurrence.seats_taken}
        raise Conflict("capacity_below_taken", "More seats are taken than it would have.", taken)
    if size.waiting_seats < occurrence.seats_waiting:
        waiting = {"seats_waiting": occurrence.seats_waiting}
        raise Conflict("list_below_waiting", "More wait than the list would hold.", waiting)
    if size == size_of(occurrence):
        return occurrence
    return replace(
        occurrence,
        capacity=size.capacity,
        min_persons=size.min_persons,
        waiting_seats=size.waiting_seats,
        kept_back=size.kept_back,
        changed_at=now,
    )


def cancel(occurrence: Occurrence, reason: str, now: datetime) -> Occurrence:
    """The occurrence, which is never; the second time nothing happens.

    Raises:
        Conflict: `occurrence_over`: it has begun.
    """
    if occurrence.status == "cancelled":
        return occurrence
    check_open(occurrence, now)
    return replace(occurrence, status="cancelled", cancelled_at=now, cancel_reason=reason, changed_at=now)


def is_as_asked(occurrence: Occurrence, asked: Date, space_id: str | None) -> bool:
    """Whether it is at that time in that space already."""
    here = (occurrence.starts_local, occurrence.ends_local, occurrence.space_id)
    return occurrence.status != "postponed" and here == (asked.key, asked.end_key, space_id)


def placed(occurrence: Occurrence, where: Whereabouts) -> Occurrence:
    """The occurrence where its space is."""
    same = ("zone", "place_id", "place_name", "address", "latitude", "longitude")
    return replace(occurrence, **{name: getattr(where, name) for name in same})


def size_of(occurrence: Occurrence) -> Size:
    """For how many it is."""
    return Size(occurrence.capacity, occurrence.min_persons, occurrence.waiting_seats, occurrence.kept_back)


def attendance(occurrence: Occurrence, activity: Activity) -> str:
    """How one takes part in this one: as its activity says, unless it was moved online."""
    return "online" if occurrence.status == "moved_online" else activity.attendance


def is_told(activity: Activity) -> bool:
    """Whether others know of an activity: of what is not on the programme yet nobody is told."""
    return activity.status == "published" and activity.announced_at is not None
