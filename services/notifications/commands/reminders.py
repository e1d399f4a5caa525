"""Keep what members come to, and say it again when they chose to be reminded. Never sends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from chassis.sql import insert_ignoring
from services.notifications import domain, queries
from services.notifications.commands.queueing import say
from services.notifications.domain import Appointment, Home, Kind, Notice, Status
from services.notifications.tables import appointments, deliveries, notices

AT_ONCE = 100
_REMINDING = [kind for kind in Kind if kind.reminds]


def follow(session: Session, heard: Appointment, now: datetime) -> None:
    """Keep what a member comes to as a word on it leaves it; an older word, or the same again, changes nothing.

    Of who is gone nothing is kept. Who is there is not reminded any more, of what waits in the queue neither.
    """
    if queries.is_erased(session, heard.member_id):
        return
    minutes = queries.preferences_of(session, heard.member_id).reminders
    if not insert_ignoring(session, appointments, vars(domain.followed(None, heard, minutes, now))):
        before = queries.lock_appointment(session, heard.thing_id)
        kept = domain.followed(before, heard, minutes, now)
        session.execute(update(appointments).where(_is(kept)).values(vars(kept)))
    if heard.is_attended:  # last: a timer that had the appointment in hand may have queued one meanwhile
        _withdraw(session, notices.c.subject == heard.thing_id)


def release(session: Session, thing_id: str) -> None:
    """Forget what a member does not come to, or not for sure; harmless the second time."""
    session.execute(delete(appointments).where(appointments.c.thing_id == thing_id))


def remind(session: Session, home: Home, now: datetime) -> bool:
    """Remind of what is due, as its members wish by now.

    Another process may do so at the same time: each appointment is in one hand. What still waits of an earlier
    reminder of the same is not said any more: nobody is reminded twice at the end of a night.

    Returns:
        Whether more may be due: no more than a hundred are taken in hand at once.
    """
    due = queries.lock_appointments_due(session, now, AT_ONCE)
    chosen = queries.reminders_of(session, {appointment.member_id for appointment in due})
    for appointment in due:
        minutes = chosen[appointment.member_id]
        nearest = domain.minutes_due(appointment, minutes, now)
        if nearest is not None:
            notice = domain.reminder(appointment, nearest, now)
            if say(session, notice, home, now):
                _withdraw(session, _is_earlier(notice))
        _remind_at(session, appointment, domain.next_reminder_at(appointment.starts_at, minutes, now))
    return len(due) == AT_ONCE


def reschedule_reminders(session: Session, member_id: str, now: datetime) -> None:
    """Remind a member when they wish from now on; what is due already is left to the timer, which asks them anew."""
    minutes = queries.preferences_of(session, member_id).reminders
    for appointment in queries.lock_appointments_of(session, member_id, now):
        _remind_at(session, appointment, domain.next_reminder_at(appointment.starts_at, minutes, now))


def forget_begun(session: Session, now: datetime) -> bool:
    """Forget appointments that have begun, a hundred at most; gives whether there may be more."""
    begun = (
        select(appointments.c.thing_id)
        .where(appointments.c.starts_at <= now)
        .order_by(appointments.c.starts_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    forgotten = session.connection().execute(delete(appointments).where(appointments.c.thing_id.in_(begun)))
    return bool(forgotten.rowcount == AT_ONCE)


def _remind_at(session: Session, appointment: Appointment, at: datetime | None) -> None:
    session.execute(update(appointments).where(_is(appointment)).values(next_reminder_at=at))


def _withdraw(session: Session, of_reminders: ColumnElement[bool]) -> None:
    reminders = select(notices.c.notice_id).where(notices.c.kind.in_(_REMINDING), of_reminders)
    session.execute(
        update(deliveries)
        .where(deliveries.c.notice_id.in_(reminders), deliveries.c.status == Status.QUEUED)
        .values(status=Status.DROPPED, reason="overtaken")
    )


def _is_earlier(than: Notice) -> ColumnElement[bool]:
    return (notices.c.subject == than.subject) & (notices.c.notice_id != than.notice_id)


def _is(appointment: Appointment) -> ColumnElement[bool]:
    return appointments.c.thing_id == appointment.thing_id
