"""Every SELECT. Never writes."""

from __future__ import annotations

from services.notifications.queries.appointments import (
    lock_appointment,
    lock_appointments_due,
    lock_appointments_of,
    reminders_of,
)
from services.notifications.queries.deliveries import Depth, depth, entry_is_out, has_entry, lock_due, lock_old, reasons
from services.notifications.queries.own import Told, notice_of, notices_of
from services.notifications.queries.programme import lock_progress, showings
from services.notifications.queries.subjects import everything_of, is_erased, is_news, past, preferences_of

__all__ = [
    "Depth",
    "Told",
    "depth",
    "entry_is_out",
    "everything_of",
    "has_entry",
    "is_erased",
    "is_news",
    "lock_appointment",
    "lock_appointments_due",
    "lock_appointments_of",
    "lock_due",
    "lock_old",
    "lock_progress",
    "notice_of",
    "notices_of",
    "past",
    "preferences_of",
    "reasons",
    "reminders_of",
    "showings",
]
