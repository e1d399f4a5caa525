"""Every change. Never commits, never sends."""

from __future__ import annotations

from services.notifications.commands.choosing import choose
from services.notifications.commands.delivering import claim, settle
from services.notifications.commands.digesting import begin_digest, tell_digest
from services.notifications.commands.erasing import erase, forget_erased
from services.notifications.commands.forgetting import forget_old
from services.notifications.commands.leaving import unsubscribe
from services.notifications.commands.programme import forget_dates, hide_activity, keep_activity, keep_date
from services.notifications.commands.queueing import deliver, hear_of, queue, say
from services.notifications.commands.reminders import follow, forget_begun, release, remind, reschedule_reminders

__all__ = [
    "begin_digest",
    "choose",
    "claim",
    "deliver",
    "erase",
    "follow",
    "forget_begun",
    "forget_dates",
    "forget_erased",
    "forget_old",
    "hear_of",
    "hide_activity",
    "keep_activity",
    "keep_date",
    "queue",
    "release",
    "remind",
    "reschedule_reminders",
    "say",
    "settle",
    "tell_digest",
    "unsubscribe",
]
