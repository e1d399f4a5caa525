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
_OF_NOTICE = [field.name for field in fields(Notice) if field.name in notices.c]
_INVITING = [kind for kind in Kind if kind.invites]
_ENTERED = [*_INVITING, Kind.REGISTRATION_POSTPONED]
_OF_REGISTRATIONS = [kind for kind in Kind if kind.is_of_registration]
_TOLD = {*_ENTERED, *_OF_REGISTRATIONS}


@dataclass(frozen=True)
class Depth:
    """How many deliveries wait by a channel, and since when the oldest that may go does (None: none may yet)."""

    queued: int
    oldest_at: datetime | None


def lock_due(session: Session, now: datetime, most: int) -> list[tuple[Delivery, int | None]]:
    """The deliveries that are due for longest, at most one a member and channel, each with the last sequence heard of
    its subject.

    They are locked; those that another sender is just locking are passed over.
    """
    due = session.execute(
        select(deliveries.c.notice_id, *(deliveries.c[name] for name in _OF_DELIVERY))
        .where(deliveries.c.status == _QUEUED, deliveries.c.next_attempt_at <= now, _is_next(now))
        .order_by(deliveries.c.next_attempt_at, deliveries.c.number)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).mappings()
    rows = due.all()
    said = _said(session, {row["notice_id"] for row in rows})
    return [(_delivery(row, said[row["notice_id"]][0]), said[row["notice_id"]][1]) for row in rows]


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


def entry_is_out() -> ColumnElement[bool]:
    """Whether an entry for the calendar was mailed, or may have been, for what a notice of the query tells of."""
    inviting, mailed = notices.alias("inviting"), deliveries.alias("mailed")
    return (
        exists()
        .where(inviting.c.subject == notices.c.subject, inviting.c.member_id == notices.c.member_id)
        .where(inviting.c.kind.in_(_INVITING), mailed.c.notice_id == inviting.c.notice_id)
        .where(mailed.c.channel == Channel.MAIL)
        .where(or_(mailed.c.status == Status.SENT, mailed.c.perhaps_out.is_(true())))
        .correlate(notices)
    )


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


def _is_next(now: datetime) -> ColumnElement[bool]:
    """Whether it is the first of its member's that waits; found by one look into the index, however many wait.

    What waits for the end of quiet hours holds up nothing that would be too late then.
    """
    waiting = deliveries.alias("waiting")
    first = (
        select(func.min(waiting.c.number))
        .where(
            waiting.c.member_id == deliveries.c.member_id,
            waiting.c.channel == deliveries.c.channel,
            waiting.c.is_prompt == deliveries.c.is_prompt,
            waiting.c.status == _QUEUED,
            waiting.c.due_at <= now,
        )
        .scalar_subquery()
    )
    return deliveries.c.number == first


def _said(session: Session, notice_ids: set[str]) -> dict[str, tuple[Notice, int | None]]:
    """What is to be said, with the last sequence heard of its subject, by notice id.

    Asked apart from what is due, as the past is: a database that counted its rows before a rush sorts or reads all of
    them with whatever else is asked for.
    """
    found = session.execute(
        select(*(notices.c[name] for name in _OF_NOTICE), bookings_heard.c.sequence.label("last_heard"))
        .outerjoin(bookings_heard, bookings_heard.c.booking_id == notices.c.subject)
        .where(notices.c.notice_id.in_(notice_ids))
    )
    rows = found.mappings().all()
    past = _past(session, {row["subject"] for row in rows})
    return {row["notice_id"]: (_notice(row, past), row["last_heard"]) for row in rows}


def _past(session: Session, subjects: set[str]) -> dict[tuple[str, str], list[Any]]:
    """What went out, or may have, of these bookings and registrations, oldest first, by subject and member."""
    told: dict[tuple[str, str], list[Any]] = {}
    of_notice = (notices.c.subject, notices.c.member_id, notices.c.kind, notices.c.data)
    found = session.execute(
        select(*of_notice, deliveries.c.channel, (deliveries.c.status == Status.SENT).label("is_out"))
        .join(deliveries, deliveries.c.notice_id == notices.c.notice_id)
        .where(notices.c.subject.in_(subjects), notices.c.kind.in_(_TOLD))
        .where(or_(deliveries.c.status == Status.SENT, deliveries.c.perhaps_out.is_(true())))
        .order_by(notices.c.number)
    )
    for row in found:
        told.setdefault((row.subject, row.member_id), []).append(row)
    return told


def _notice(row: Mapping[Any, Any], past: Mapping[tuple[str, str], list[Any]]) -> Notice:
    """It, with what was told before.

    That is whether an entry for the calendar went out and was not taken back, and the facts of the last notice of the
    same registration. An entry that may have gone out counts: a calendar passes over what takes back one that it does
    not have.
    """
    told = past.get((row["subject"], row["member_id"]), [])
    mailed = [one for one in told if one.channel == Channel.MAIL]
    entries = [one.kind for one in mailed if one.kind in _INVITING or (one.is_out and one.kind in _ENTERED)]
    facts = [one.data for one in told if one.is_out and one.kind in _OF_REGISTRATIONS]
    values = {name: row[name] for name in _OF_NOTICE}
    return Notice(
        **{**values, "kind": Kind(values["kind"])},
        is_invited=bool(entries) and entries[-1] in _INVITING,
        told_before=facts[-1] if facts else None,
    )


def _delivery(row: Mapping[Any, Any], notice: Notice) -> Delivery:
    how = {name: row[name] for name in _OF_DELIVERY}
    return Delivery(notice, **{**how, "channel": Channel(how["channel"])})
