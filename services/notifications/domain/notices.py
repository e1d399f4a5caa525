"""What a notice is, its deliveries, and the rules of sending: once, in order, not too late, with growing pauses."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from services.notifications.domain.kinds import Kind

GIVES_UP_AFTER = timedelta(hours=48)
PAUSES = tuple(timedelta(seconds=s) for s in (2, 5, 15, 30, 60, 300, 900, 1800, 3600))
KEPT_FOR = timedelta(days=365)
"""How long it is known that something was said, when it is of no use any more."""
UNANSWERED = "smtp_unanswered"
"""Why a delivery waits whose letter a mail server may have taken: the line was cut before it said so."""
PACED = "paced"
"""Why a delivery waits that was given a time of its own by the pace of a mail domain; it is no attempt in vain."""


class Status(StrEnum):
    """Where a delivery stands: everything but `queued` is final."""

    QUEUED = "queued"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Channel(StrEnum):
    """A way to a member. The page of their notices is none: what is said stands there always."""

    MAIL = "mail"
    SMS = "sms"


class Deferred(Exception):
    """A letter did not go out this time; its text is a reason code without any address."""


class OutOfOrder(Deferred):
    """Nothing goes out by this channel for now, whoever it is for: no other letter of the turn need try."""


class Undeliverable(Exception):
    """A letter can never go out; its text is a reason code without any address."""


@dataclass(frozen=True)
class Notice:
    """One thing to be said to one member.

    Attributes:
        subject: id of what the event that caused it happened to: a booking, a series, a registration, an occurrence, or
            the member.
        sequence: the place of that event among those of its subject.
        cause: what it is said for, once: the event (`<subject>/<sequence>`), the reminder, the week of a digest.
        data: facts of the event, JSON-able, about no person.
        traceparent: W3C Trace Context of the request that caused it.
        not_after: from this instant on it is of no use and is dropped.
        is_invited: an entry for the calendar went out before for the same booking or registration, or may have, and
            stands there.
        told_before: of a registration, the facts of the last notice of it that went out; None: none did.
    """

    notice_id: str
    member_id: str
    kind: Kind
    subject: str
    sequence: int
    cause: str
    data: dict[str, Any]
    traceparent: str | None
    created_at: datetime
    not_after: datetime
    is_invited: bool = False
    told_before: dict[str, Any] | None = None


@dataclass(frozen=True)
class Delivery:
    """A notice on its way through one channel.

    Attributes:
        due_at: from when it may go: when it was queued, or the end of the member's quiet hours.
        next_attempt_at: when it is due; while a sender has it in hand, when that one must have settled it.
        attempts: how often sending was tried in vain.
        reason: why it still waits; `PACED`: for its turn among those of one mail domain.
        perhaps_out: its letter may have gone out before: an attempt had no answer, or a sender no time to note it.
    """

    notice: Notice
    channel: Channel
    due_at: datetime
    next_attempt_at: datetime
    attempts: int = 0
    reason: str | None = None
    perhaps_out: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery that was due.

    Attributes:
        reason: a code that says why, when it was not sent.
        next_attempt_at: for `queued`, when to try again.
        instead: the channel by which it is to be said as well, or instead; None: no other.
    """

    status: Status
    reason: str | None = None
    next_attempt_at: datetime | None = None
    instead: Channel | None = None


def cause_of(subject: str, sequence: int) -> str:
    """An event as a cause."""
    return f"{subject}/{sequence}"


def notice_id(member_id: str, kind: Kind, cause: str) -> str:
    """The id of the notice to that member for that cause: 32 hexadecimal digits, the same whenever it is computed."""
    return hashlib.blake2s(f"{member_id}/{kind}/{cause}".encode(), digest_size=16).hexdigest()


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


def is_refused(kind: Kind, channel: Channel, *, is_marked: bool) -> bool:
    """Whether a letter is not even tried: its address refused others lately, and nobody needs this one."""
    return is_marked and channel is Channel.MAIL and not kind.is_required


def in_vain(delivery: Delivery, reason: str, now: datetime) -> Outcome:
    """The outcome of an attempt that failed for now: wait and try again; failed after 48 hours of trying.

    The pauses grow from 2 seconds to an hour.
    """
    again = now + PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    if again < delivery.due_at + GIVES_UP_AFTER:
        return Outcome(Status.QUEUED, reason, again)
    return Outcome(Status.FAILED, reason)
