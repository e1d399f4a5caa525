"""Take deliveries that are due in hand, and settle each. Never commits, never sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, tuple_, update
from sqlalchemy.orm import Session

from chassis import outbox
from services.notifications import domain, queries
from services.notifications.commands.queueing import deliver
from services.notifications.domain import Delivery, Home, Outcome, Status
from services.notifications.events import NoticeFailed, NoticeSent
from services.notifications.tables import appointments, deliveries, notices

ROUNDS = 50


def claim(session: Session, held_for: timedelta, most: int, home: Home, now: datetime) -> list[Delivery]:
    """Take deliveries that are due in hand, longest due first; drop those that must not be sent any more.

    A member's next one by the same channel is due only when the one before is settled, but for what somebody waits
    for at this moment. Nobody else gets a claimed one before `held_for` is over; then it is due again, as after a
    crash. After a long standstill much is dropped: no more in one transaction than others can wait for, then none is
    given though more may be due.
    """
    claimed: list[Delivery] = []
    for _ in range(ROUNDS):
        if claimed or not (due := queries.lock_due(session, now, most)):
            break
        for delivery, last_heard in due:
            reason = domain.reason_to_drop(delivery.notice, last_heard, now)
            if reason is None:
                claimed.append(replace(delivery, next_attempt_at=now + held_for))
            else:
                settle(session, delivery, Outcome(Status.DROPPED, reason), home, now)
    _hold(session, claimed, now + held_for)
    return claimed


def settle(session: Session, delivery: Delivery, outcome: Outcome, home: Home, now: datetime) -> bool:
    """Write what became of a claimed delivery, and tell the others when that is final.

    What is to be said by another channel, too, is queued for it; in the member's quiet hours it waits for their end.

    Returns:
        False when it was no longer in this hand: it was held for too long and another has it, or its member is gone:
        then nothing is left of it.
    """
    notice = delivery.notice
    if queries.is_erased(session, notice.member_id):
        for table in (appointments, deliveries, notices):
            session.execute(delete(table).where(table.c.member_id == notice.member_id))
        return False
    in_vain = outcome.status is Status.QUEUED and outcome.reason != domain.PACED
    changed = session.connection().execute(
        update(deliveries)
        .where(_is(delivery), deliveries.c.next_attempt_at == delivery.next_attempt_at)
        .where(deliveries.c.status == Status.QUEUED)
        .values(
            status=outcome.status,
            reason=outcome.reason,
            attempts=delivery.attempts + in_vain,
            perhaps_out=delivery.perhaps_out or outcome.reason == domain.UNANSWERED,
            next_attempt_at=outcome.next_attempt_at or delivery.next_attempt_at,
            sent_at=now if outcome.status is Status.SENT else None,
        )
    )
    if not changed.rowcount:
        return False
    if outcome.instead is not None:
        preferences = queries.preferences_of(session, notice.member_id)
        due_at = domain.due_at(notice.kind, outcome.instead, preferences, home.zone, now, notice.not_after)
        deliver(session, notice, outcome.instead, due_at)
    about = (notice.notice_id, notice.kind.value, notice.member_id, home.city, delivery.channel.value, now)
    if outcome.status is Status.SENT:
        outbox.record(session, NoticeSent(*about), now)
    elif outcome.status is Status.FAILED:
        outbox.record(session, NoticeFailed(*about, reason=str(outcome.reason)), now)
    return True


def _hold(session: Session, claimed: list[Delivery], until: datetime) -> None:
    """In hand; a sender that dies does not say how far it came."""
    if claimed:
        keys = [(delivery.notice.notice_id, delivery.channel.value) for delivery in claimed]
        of_these = tuple_(deliveries.c.notice_id, deliveries.c.channel).in_(keys)
        session.execute(update(deliveries).where(of_these).values(next_attempt_at=until, perhaps_out=True))


def _is(delivery: Delivery) -> ColumnElement[bool]:
    return (deliveries.c.notice_id == delivery.notice.notice_id) & (deliveries.c.channel == delivery.channel)
