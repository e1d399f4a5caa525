"""What a notice is and the rules of sending it: once, in order, not too late, with growing pauses. Pure.

Never does any IO, never asks the time, never holds an address longer than one letter needs it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

GIVES_UP_AFTER = timedelta(hours=48)
LINK_VALID_FOR = timedelta(hours=48)
PAUSES = tuple(timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 300, 900, 1800, 3600))
LANGUAGES = ("fr", "nl", "en")


class Kind(StrEnum):
    """What a notice says; also the name of its templates."""

    BOOKING_CONFIRMED = "booking_confirmed"
    BOOKING_CANCELLED = "booking_cancelled"
    CONFIRMATION = "confirmation"
    KNOWN_ADDRESS = "known_address"

    @property
    def is_of_booking(self) -> bool:
        """Whether it tells of a booking, and so comes with an entry for the calendar."""
        return self in (Kind.BOOKING_CONFIRMED, Kind.BOOKING_CANCELLED)

    @property
    def purpose(self) -> str:
        """What the address is asked for; the members service gives a link for `confirmation` only."""
        return "booking" if self.is_of_booking else self.value


class Status(StrEnum):
    """Where a notice stands: everything but `queued` is final."""

    QUEUED = "queued"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Deferred(Exception):
    """A letter did not go out this time; its text is a reason code without any address."""


class Undeliverable(Exception):
    """A letter can never go out; its text is a reason code without any address."""


@dataclass(frozen=True)
class Booking:
    """A booking as a letter tells it; no person in it. `price_cents` is in hundredths of `currency` (ISO 4217)."""

    booking_id: str
    member_id: str
    home_city: str
    space_name: str
    unit_name: str | None
    place_name: str
    address: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    price_cents: int
    currency: str

    @property
    def space_and_unit(self) -> str:
        """What to look for at the door; a unit is named where the space has several."""
        if not self.unit_name:
            return self.space_name
        says_both = self.unit_name.startswith(self.space_name)
        return self.unit_name if says_both else f"{self.space_name} ({self.unit_name})"


@dataclass(frozen=True)
class Notice:
    """One thing to be said to one member.

    Attributes:
        subject: id of what the event that caused it happened to: a booking, or the member.
        sequence: the place of that event among those of its subject. With `subject` it is the cause.
        data: facts of the event, JSON-able, about no person.
        traceparent: W3C Trace Context of the request that caused it.
        not_after: from this instant on it is of no use and is dropped.
        next_attempt_at: when it is due; while a sender has it in hand, when that one must have settled it.
        attempts: how often sending was tried in vain.
    """

    notice_id: str
    member_id: str
    kind: Kind
    subject: str
    sequence: int
    data: dict[str, Any]
    traceparent: str | None
    created_at: datetime
    not_after: datetime
    next_attempt_at: datetime
    attempts: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a notice that was due.

    Attributes:
        reason: a code that says why, when it was not sent.
        next_attempt_at: for `queued`, when to try again.
    """

    status: Status
    reason: str | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True)
class Contact:
    """Whom a letter goes to: asked for at sending, never stored.

    Attributes:
        link_token: the secret of the confirmation link, for a `confirmation` only.
    """

    name: str
    email: str
    language: str
    link_token: str | None = None


@dataclass(frozen=True)
class Letterhead:
    """In whose name a letter is written.

    Attributes:
        sender: the city's e-mail address.
        public_url: of the front end, without a slash at its end.
    """

    city: str
    city_name: str
    sender: str
    public_url: str

    @property
    def display_name(self) -> str:
        """The name beside the sender's address."""
        return f"Champ Libre – {self.city_name}"


def notice_id(member_id: str, kind: Kind, subject: str, sequence: int) -> str:
    """The id of the notice to that member for that cause: 32 hexadecimal digits, the same whenever it is computed."""
    said = f"{member_id}/{kind}/{subject}/{sequence}"
    return hashlib.blake2s(said.encode(), digest_size=16).hexdigest()


def reason_to_drop(notice: Notice, last_heard: int | None, now: datetime) -> str | None:
    """Why a notice must not be sent any more, or None when it still may.

    Args:
        notice: the notice that is due.
        last_heard: the highest sequence heard of its booking; None when it is of no booking.
        now: the present instant.

    Returns:
        `overtaken`: the booking was cancelled since; `too_late`: its validity is over.
    """
    if notice.kind is Kind.BOOKING_CONFIRMED and last_heard is not None and last_heard > notice.sequence:
        return "overtaken"
    return "too_late" if now >= notice.not_after else None


def in_vain(notice: Notice, reason: str, now: datetime) -> Outcome:
    """The outcome of an attempt that failed for now: wait and try again; failed after 48 hours of trying.

    The pauses grow from 2 seconds to an hour.
    """
    again = now + PAUSES[min(notice.attempts, len(PAUSES) - 1)]
    if again < notice.created_at + GIVES_UP_AFTER:
        return Outcome(Status.QUEUED, reason, again)
    return Outcome(Status.FAILED, reason)
