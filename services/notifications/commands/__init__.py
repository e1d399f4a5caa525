"""Every change. Never commits, never sends."""

from __future__ import annotations

from services.notifications.commands.delivering import claim, settle
from services.notifications.commands.erasing import erase, forget_erased
from services.notifications.commands.forgetting import forget_old
from services.notifications.commands.queueing import deliver, hear_of, queue, say

__all__ = ["claim", "deliver", "erase", "forget_erased", "forget_old", "hear_of", "queue", "say", "settle"]
