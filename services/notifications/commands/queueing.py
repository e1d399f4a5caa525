"""Put what is to be said into the queue, once, for the channels that its member wishes. Never sends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from chassis.envelope import Envelope
from chassis.sql import insert_ignoring
from services.notifications import domain, queries
from services.notifications.domain import Channel, Home, Kind, Notice, Status
from services.notifications.tables import bookings_heard, deliveries, notices


def queue(
    session: Session,
    kind: Kind,
    member_id: str,
    cause: Envelope,
    data: dict[str, Any],
    not_after: datetime,
    home: Home,
    now: datetime,
) -> None:
    """Queue what an event is told as, unless it was before: for the same member, kind and cause."""
    why = domain.cause_of(cause.subject, cause.sequence)
    notice = Notice(
        notice_id=domain.notice_id(member_id, kind, why),
        member_id=member_id,
        kind=kind,
        subject=cause.subject,
        sequence=cause.sequence,
        cause=why,
        data=data,
        traceparent=cause.traceparent,
        created_at=now,
        not_after=not_after,
    )
    say(session, notice, home, now)


def say(session: Session, notice: Notice, home: Home, now: datetime) -> bool:
    """Keep a notice, and queue it for each channel by which its member wishes to be told; harmless the second time.

    Nothing is said to who is gone.

    Returns:
        Whether it was not said before.
    """
    if queries.is_erased(session, notice.member_id):
        return False
    kept = {name: value for name, value in vars(notice).items() if name in notices.c}
    if not insert_ignoring(session, notices, kept):
        return False
    preferences = queries.preferences_of(session, notice.member_id)
    channels = domain.channels_for(notice.kind, preferences, home.channels)
    if Channel.MAIL not in channels and notice.kind.is_for_calendar and queries.has_entry(session, notice):
        channels = domain.with_mail(channels, home.channels)
    for channel in channels:
        due_at = domain.due_at(notice.kind, channel, preferences, home.zone, now, notice.not_after)
        deliver(session, notice, channel, due_at)
    return True


def deliver(session: Session, notice: Notice, channel: Channel, due_at: datetime) -> None:
    """Queue a notice for a channel, unless it was before."""
    row = {
        "notice_id": notice.notice_id,
        "member_id": notice.member_id,
        "channel": channel,
        "is_prompt": notice.kind.is_prompt,
        "status": Status.QUEUED,
        "attempts": 0,
        "due_at": due_at,
        "next_attempt_at": due_at,
        "perhaps_out": False,
    }
    insert_ignoring(session, deliveries, row)


def hear_of(session: Session, subject: str, sequence: int) -> bool:
    """Remember the last word on a subject; False when this one is older, and is not to be told."""
    if insert_ignoring(session, bookings_heard, {"booking_id": subject, "sequence": sequence}):
        return True
    changed = session.connection().execute(
        update(bookings_heard)
        .where(bookings_heard.c.booking_id == subject, bookings_heard.c.sequence <= sequence)
        .values(sequence=sequence)
    )
    return bool(changed.rowcount)
