"""What members come to. Never writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.domain import REMINDERS_BY_DEFAULT, Appointment, Kind
from services.notifications.tables import appointments, habits


def lock_appointment(session: Session, thing_id: str) -> Appointment | None:
    """What is kept of a booking or a registration, locked; None: nothing."""
    wanted = select(appointments).where(appointments.c.thing_id == thing_id).with_for_update()
    row = session.execute(wanted).mappings().one_or_none()
    return None if row is None else _appointment(row)


def lock_appointments_due(session: Session, now: datetime, most: int) -> list[Appointment]:
    """Appointments to come of which it is time to remind, the nearest first; they are locked.

    Those that another process is just locking are passed over.
    """
    found = session.execute(
        select(appointments)
        .where(appointments.c.next_reminder_at <= now, appointments.c.starts_at > now)
        .order_by(appointments.c.next_reminder_at, appointments.c.thing_id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return [_appointment(row) for row in found.mappings()]


def lock_appointments_of(session: Session, member_id: str, now: datetime) -> list[Appointment]:
    """What a member still comes to, but for what they are to be reminded of at this moment; locked."""
    is_due = appointments.c.next_reminder_at <= now
    found = session.execute(
        select(appointments)
        .where(appointments.c.member_id == member_id, appointments.c.starts_at > now)
        .where(~appointments.c.is_attended, appointments.c.next_reminder_at.is_(None) | ~is_due)
        .order_by(appointments.c.thing_id)
        .with_for_update()
    )
    return [_appointment(row) for row in found.mappings()]


def reminders_of(session: Session, member_ids: Collection[str]) -> dict[str, tuple[int, ...]]:
    """How many minutes before each of these members wishes to be reminded."""
    wanted = select(habits.c.member_id, habits.c.reminders).where(habits.c.member_id.in_(member_ids))
    chosen = {row.member_id: tuple(row.reminders) for row in session.execute(wanted)}
    return dict.fromkeys(member_ids, REMINDERS_BY_DEFAULT) | chosen


def _appointment(row: Mapping[Any, Any]) -> Appointment:
    return Appointment(**{**row, "kind": Kind(row["kind"])})
