"""What a notice is and the rules of sending it: once, in order, not too late, with growing pauses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

GIVES_UP_AFTER = timedelta(hours=48)
PAUSES = tuple(timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 300, 900, 1800, 3600))


class Kind(StrEnum):
    """What a notice says; also the name of its templates."""

    BOOKING_OFFERED = "booking_offered"
    BOOKING_PROPOSED = "booking_proposed"
    BOOKING_REQUESTED = "booking_requested"
    BOOKING_CONFIRMED = "booking_confirmed"
    BOOKING_MOVED = "booking_moved"
    REQUEST_MOVED = "request_moved"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_DENIED = "booking_denied"
    BOOKING_LAPSED = "booking_lapsed"
    BOOKING_MISSED = "booking_missed"
    SERIES_BOOKED = "series_booked"
    SERIES_CHANGED = "series_changed"
    REGISTRATION_REQUESTED = "registration_requested"
    REGISTRATION_CONFIRMED = "registration_confirmed"
    REGISTRATION_QUEUED = "registration_queued"
    REGISTRATION_OFFERED = "registration_offered"
    REGISTRATION_CHANGED = "registration_changed"
    REGISTRATION_POSTPONED = "registration_postponed"
    REGISTRATION_CANCELLED = "registration_cancelled"
    REGISTRATION_DECLINED = "registration_declined"
    REGISTRATION_LAPSED = "registration_lapsed"
    OCCURRENCE_SHORT = "occurrence_short"
    REGISTRATION_WISH = "registration_wish"
    CONFIRMATION = "confirmation"
    KNOWN_ADDRESS = "known_address"
    RESET = "reset"
    ADDRESS_CHANGE = "address_change"
    ADDRESS_CHANGED = "address_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word, not a secret
    NEW_SIGN_IN = "new_sign_in"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    RIGHTS_ENDING = "rights_ending"
    ADMITTED = "admitted"
    DECLINED = "declined"
    MEMBERSHIP_ENDING = "membership_ending"
    MEMBERSHIP_ENDED = "membership_ended"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    ACCOUNT_ENDING = "account_ending"

    @property
    def is_of_booking(self) -> bool:
        """Whether it tells of one booking."""
        return self.value.startswith("booking_") or self is Kind.REQUEST_MOVED

    @property
    def is_of_series(self) -> bool:
        """Whether it tells of a series of bookings."""
        return self in (Kind.SERIES_BOOKED, Kind.SERIES_CHANGED)

    @property
    def is_of_registration(self) -> bool:
        """Whether it tells of a registration for an activity."""
        return self.value.startswith("registration_") and self is not Kind.REGISTRATION_WISH

    @property
    def is_of_account(self) -> bool:
        """Whether it tells of how a member is known to the city: nobody can do without it."""
        return self in VALID_FOR

    @property
    def invites(self) -> bool:
        """Whether it puts the booking, or the registration, into the member's calendar."""
        return self in _INVITING

    @property
    def withdraws(self) -> bool:
        """Whether it takes it out again. What is postponed is not when it was said, and has no other date yet."""
        return self.is_last or self is Kind.REGISTRATION_POSTPONED

    @property
    def is_last(self) -> bool:
        """Whether it tells how a booking or a registration ended: the last word, which none overtakes."""
        return self in _LAST

    @property
    def purpose(self) -> str:
        """What the address is asked for; the members service gives a link to those of `LINKED`."""
        if self.is_of_registration:
            return "registration"
        return self.value if self.is_of_account else "booking"


_INVITING = frozenset(
    {Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED, Kind.REGISTRATION_CONFIRMED, Kind.REGISTRATION_CHANGED}
)
_LAST = frozenset(
    {
        Kind.BOOKING_CANCELLED,
        Kind.BOOKING_DENIED,
        Kind.BOOKING_LAPSED,
        Kind.BOOKING_MISSED,
        Kind.REGISTRATION_CANCELLED,
        Kind.REGISTRATION_DECLINED,
        Kind.REGISTRATION_LAPSED,
    }
)

# How long each letter about an account is worth sending: as long as its link opens something, or as it is news.
VALID_FOR = {
    Kind.CONFIRMATION: timedelta(hours=48),
    Kind.REGISTRATION_WISH: timedelta(hours=48),
    Kind.KNOWN_ADDRESS: timedelta(hours=48),
    Kind.RESET: timedelta(hours=2),
    Kind.ADDRESS_CHANGE: timedelta(hours=48),
    Kind.ADDRESS_CHANGED: timedelta(hours=48),
    Kind.PASSWORD_CHANGED: timedelta(hours=48),
    Kind.NEW_SIGN_IN: timedelta(hours=24),
    Kind.SECOND_FACTOR_CHANGED: timedelta(hours=48),
    Kind.RIGHTS_ENDING: timedelta(days=14),
    Kind.ADMITTED: timedelta(days=7),
    Kind.DECLINED: timedelta(days=7),
    Kind.MEMBERSHIP_ENDING: timedelta(days=7),
    Kind.MEMBERSHIP_ENDED: timedelta(days=7),
    Kind.SUSPENDED: timedelta(days=7),
    Kind.REINSTATED: timedelta(days=7),
    Kind.ACCOUNT_ENDING: timedelta(days=30),
}
# Where the link of a letter leads, below the address of the front end.
LINKED = {
    Kind.CONFIRMATION: "/members/confirm",
    Kind.REGISTRATION_WISH: "/guest-registrations/confirm",
    Kind.RESET: "/password/new",
    Kind.ADDRESS_CHANGE: "/account/address",
}


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
class Notice:
    """One thing to be said to one member.

    Attributes:
        subject: id of what the event that caused it happened to: a booking, a series, a registration, an occurrence, or
            the member.
        sequence: the place of that event among those of its subject. With `subject` it is the cause.
        data: facts of the event, JSON-able, about no person.
        traceparent: W3C Trace Context of the request that caused it.
        not_after: from this instant on it is of no use and is dropped.
        next_attempt_at: when it is due; while a sender has it in hand, when that one must have settled it.
        attempts: how often sending was tried in vain.
        is_invited: an entry for the calendar went out before for the same booking or registration, and stands there.
        told_before: of a registration, the facts of the last notice of it that went out; None: none did.
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
    is_invited: bool = False
    told_before: dict[str, Any] | None = None


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


def notice_id(member_id: str, kind: Kind, subject: str, sequence: int) -> str:
    """The id of the notice to that member for that cause: 32 hexadecimal digits, the same whenever it is computed."""
    said = f"{member_id}/{kind}/{subject}/{sequence}"
    return hashlib.blake2s(said.encode(), digest_size=16).hexdigest()


def reason_to_drop(notice: Notice, last_heard: int | None, now: datetime) -> str | None:
    """Why a notice must not be sent any more, or None when it still may.

    Args:
        notice: the notice that is due.
        last_heard: the highest sequence heard of its subject; None when that is an account.
        now: the present instant.

    Returns:
        `overtaken`: the booking or the registration changed or ended since; `too_late`: its validity is over.
    """
    of_account_or_series = notice.kind.is_of_account or notice.kind.is_of_series
    can_be_overtaken = not of_account_or_series and not notice.kind.is_last
    if can_be_overtaken and last_heard is not None and last_heard > notice.sequence:
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
