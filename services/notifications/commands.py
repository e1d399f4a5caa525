"""Every change: queue a notice, take those that are due in hand, settle one. Never commits, never sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from chassis import naming, outbox
from chassis.envelope import Envelope
from chassis.sql import insert_ignoring
from services.notifications import domain, queries
from services.notifications.domain import Kind, Notice, Outcome, Status
from services.notifications.events import NoticeFailed, NoticeSent
from services.notifications.tables import bookings_heard, erased, notices


def queue(
    session: Session,
    kind: Kind,
    member_id: str,
    cause: Envelope,
    data: dict[str, Any],
    not_after: datetime,
    now: datetime,
) -> None:
    """Put a notice at the end of the queue, unless it stands there already for the same member, kind and cause.

    Nothing is queued for who is gone.
    """
    if queries.is_erased(session, member_id):
        return
    notice = Notice(
        notice_id=domain.notice_id(member_id, kind, cause.subject, cause.sequence),
        member_id=member_id,
        kind=kind,
        subject=cause.subject,
        sequence=cause.sequence,
        data=data,
        traceparent=cause.traceparent,
        created_at=now,
        not_after=not_after,
        next_attempt_at=now,
    )
    kept = {name: value for name, value in vars(notice).items() if name in notices.c}
    insert_ignoring(session, notices, {**kept, "status": Status.QUEUED})


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


def claim(session: Session, held_for: timedelta, most: int, city: str, now: datetime) -> list[Notice]:
    """Take notices that are due in hand, oldest first; drop those that must not be sent any more.

    A member's next notice is due only when the one before is settled. Nobody else gets a claimed notice
    before `held_for` is over; then it is due again, as after a crash.
    """
    claimed: list[Notice] = []
    while not claimed and (due := queries.lock_due(session, now, most)):
        for notice, last_heard in due:
            reason = domain.reason_to_drop(notice, last_heard, now)
            if reason is None:
                claimed.append(_hold(session, notice, now + held_for))
            else:
                settle(session, notice, Outcome(Status.DROPPED, reason), city, now)
    return claimed


def settle(session: Session, notice: Notice, outcome: Outcome, city: str, now: datetime) -> bool:
    """Write what became of a claimed notice, and tell the others when that is final.

    Returns:
        False when the notice was no longer in this hand: it was held for too long and another has it, or its member is
        gone: then nothing is left of it.
    """
    if queries.is_erased(session, notice.member_id):
        session.execute(delete(notices).where(notices.c.member_id == notice.member_id))
        return False
    is_ours = (notices.c.notice_id == notice.notice_id) & (notices.c.next_attempt_at == notice.next_attempt_at)
    changed = session.connection().execute(
        update(notices)
        .where(is_ours, notices.c.status == Status.QUEUED)
        .values(
            status=outcome.status,
            reason=outcome.reason,
            attempts=notice.attempts + (outcome.status is Status.QUEUED),
            next_attempt_at=outcome.next_attempt_at or notice.next_attempt_at,
            sent_at=now if outcome.status is Status.SENT else None,
        )
    )
    if not changed.rowcount:
        return False
    about = (notice.notice_id, notice.kind.value, notice.member_id, city, now)
    if outcome.status is Status.SENT:
        outbox.record(session, NoticeSent(*about), now)
    elif outcome.status is Status.FAILED:
        outbox.record(session, NoticeFailed(*about, reason=str(outcome.reason)), now)
    return True


def erase(session: Session, member_id: str, now: datetime) -> None:
    """Forget a member who is gone, and what was to be told to them or of them; harmless the second time."""
    insert_ignoring(session, erased, {"member_digest": domain.digest(member_id), "erased_at": now})
    session.execute(delete(notices).where(notices.c.member_id == member_id))
    naming.forget_answers(session, member_id)
    naming.forget_events(session, member_id)


def forget_erased(session: Session, now: datetime) -> int:
    """Forget whom no message can be late for any more; gives how many."""
    old = erased.c.erased_at <= now - domain.REMEMBERED_FOR
    return int(session.connection().execute(delete(erased).where(old)).rowcount)


def _hold(session: Session, notice: Notice, until: datetime) -> Notice:
    session.execute(update(notices).where(notices.c.notice_id == notice.notice_id).values(next_attempt_at=until))
    return replace(notice, next_attempt_at=until)
