"""What waits to be sent. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal_column, or_, select, true
from sqlalchemy.orm import Session

from services.notifications.domain import Channel, Delivery, Kind, Notice, Status
from services.notifications.tables import bookings_heard, deliveries, notices

_QUEUED: ColumnElement[str] = literal_column("'queued'")  # as a parameter it would hide the partial indexes from SQLite
_OF_DELIVERY = ("channel", "due_at", "next_attempt_at", "attempts", "reason", "perhaps_out")
_COLUMNS = [
    *(notices.c[field.name] for field in fields(Notice) if field.name in notices.c),
    *(deliveries.c[name] for name in _OF_DELIVERY),
]
_INVITING = [kind for kind in Kind if kind.invites]
_OF_REGISTRATIONS = [kind for kind in Kind if kind.is_of_registration]


@dataclass(frozen=True)
class Depth:
    """How many deliveries wait by a channel, and since when the oldest that may go does (None: none may yet)."""

    queued: int
    oldest_at: datetime | None


def lock_due(session: Session, now: datetime, most: int) -> list[tuple[Delivery, int | None]]:
    """The oldest deliveries that are due, at most one a member and channel, each with the last sequence heard of its
    subject.

    They are locked; those that another sender is just locking are passed over.
    """
    found = session.execute(
        select(
            *_COLUMNS,
            _is_invited().label("is_invited"),
            _told_before().label("told_before"),
            bookings_heard.c.sequence.label("last_heard"),
        )
        .select_from(deliveries)
        .join(notices, notices.c.notice_id == deliveries.c.notice_id)
        .outerjoin(bookings_heard, bookings_heard.c.booking_id == notices.c.subject)
        .where(deliveries.c.status == _QUEUED, deliveries.c.next_attempt_at <= now, ~_waits_for_an_earlier_one())
        .order_by(deliveries.c.number)
        .limit(most)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    return [(_delivery(row), row["last_heard"]) for row in found.mappings()]


def lock_old(session: Session, created_before: datetime, now: datetime, most: int) -> dict[str, str]:
    """The oldest notices of before that instant which are of no use any more and do not wait: subject by notice id.

    They are locked; those that another process is just forgetting are passed over.
    """
    waits = exists().where(deliveries.c.notice_id == notices.c.notice_id, deliveries.c.status == _QUEUED)
    found = session.execute(
        select(notices.c.notice_id, notices.c.subject)
        .where(notices.c.created_at < created_before, notices.c.not_after < now, ~waits)
        .order_by(notices.c.number)
        .limit(most)
        .with_for_update(of=notices, skip_locked=True)
    )
    return {row.notice_id: row.subject for row in found}


def has_entry(session: Session, notice: Notice) -> bool:
    """Whether an entry for the calendar was or is to be mailed for what a notice tells of."""
    theirs = (notices.c.subject == notice.subject) & (notices.c.member_id == notice.member_id)
    mailed = notices.join(deliveries, deliveries.c.notice_id == notices.c.notice_id)
    wanted = select(
        exists()
        .select_from(mailed)
        .where(
            theirs,
            notices.c.kind.in_(_INVITING),
            deliveries.c.channel == Channel.MAIL,
            or_(deliveries.c.status.in_((Status.QUEUED, Status.SENT)), deliveries.c.perhaps_out.is_(true())),
        )
    )
    return bool(session.scalar(wanted))


def depth(session: Session, now: datetime) -> dict[Channel, Depth]:
    """How much waits in the queue, by channel."""
    due = func.min(deliveries.c.due_at, type_=deliveries.c.due_at.type).filter(deliveries.c.due_at <= now)
    rows = session.execute(
        select(deliveries.c.channel, func.count(), due)
        .where(deliveries.c.status == _QUEUED)
        .group_by(deliveries.c.channel)
    )
    found = {Channel(channel): Depth(count, oldest_at) for channel, count, oldest_at in rows}
    return {channel: found.get(channel, Depth(0, None)) for channel in Channel}


def reasons(session: Session, now: datetime) -> dict[Channel, dict[str | None, int]]:
    """Why what is due was not sent yet, by channel: how many for each reason, the commonest first; None: not tried."""
    rows = session.execute(
        select(deliveries.c.channel, deliveries.c.reason, func.count())
        .where(deliveries.c.status == _QUEUED, deliveries.c.due_at <= now)
        .group_by(deliveries.c.channel, deliveries.c.reason)
        .order_by(func.count().desc(), deliveries.c.reason)
    )
    found: dict[Channel, dict[str | None, int]] = {channel: {} for channel in Channel}
    for channel, reason, count in rows:
        found[Channel(channel)][reason] = count
    return found


def _waits_for_an_earlier_one() -> ColumnElement[bool]:
    earlier = deliveries.alias("earlier")
    return exists().where(
        earlier.c.member_id == deliveries.c.member_id,
        earlier.c.channel == deliveries.c.channel,
        earlier.c.is_prompt == deliveries.c.is_prompt,
        earlier.c.status == _QUEUED,
        earlier.c.number < deliveries.c.number,
    )


def _is_invited() -> ColumnElement[bool]:
    """Whether an entry for the calendar went out for the same booking or registration, and was not taken back.

    One that may have gone out counts: a calendar passes over what takes back an entry that it does not have.
    """
    sent, how, taken_back, how_back = (
        notices.alias("sent"),
        deliveries.alias("how"),
        notices.alias("taken_back"),
        deliveries.alias("how_back"),
    )
    return exists().where(
        sent.c.subject == notices.c.subject,
        sent.c.member_id == notices.c.member_id,
        sent.c.kind.in_(_INVITING),
        how.c.notice_id == sent.c.notice_id,
        how.c.channel == Channel.MAIL,
        or_(how.c.status == Status.SENT, how.c.perhaps_out.is_(true())),
        ~exists().where(
            taken_back.c.subject == notices.c.subject,
            taken_back.c.member_id == notices.c.member_id,
            taken_back.c.kind == Kind.REGISTRATION_POSTPONED,
            taken_back.c.number > sent.c.number,
            how_back.c.notice_id == taken_back.c.notice_id,
            how_back.c.channel == Channel.MAIL,
            how_back.c.status == Status.SENT,
        ),
    )


def _told_before() -> ColumnElement[Any]:
    """What the last notice of the same registration that went out said."""
    told, how = notices.alias("told"), deliveries.alias("told_how")
    return (
        select(told.c.data)
        .join(how, how.c.notice_id == told.c.notice_id)
        .where(
            told.c.subject == notices.c.subject,
            told.c.member_id == notices.c.member_id,
            told.c.kind.in_(_OF_REGISTRATIONS),
            how.c.status == Status.SENT,
        )
        .order_by(told.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def _delivery(row: Mapping[Any, Any]) -> Delivery:
    values = {field.name: row[field.name] for field in fields(Notice)}
    notice = Notice(**{**values, "kind": Kind(values["kind"]), "is_invited": bool(values["is_invited"])})
    how = {name: row[name] for name in _OF_DELIVERY}
    return Delivery(notice, **{**how, "channel": Channel(how["channel"])})
